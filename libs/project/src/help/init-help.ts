import type { Help } from './help.ts'

/** Of writing a first mix, and of the recordings that it listens to. */
export const initHelp = {
  INIT_NO_FOLDER: ['mixwright init stmes', 'Name the folder that holds the recordings.'],
  INIT_NO_AUDIO: ['mixwright init in an empty folder', 'Put wav, flac, aiff, mp3, ogg or m4a files there.'],
  INIT_TOO_MANY: ['mixwright init in a sample library', 'Name the folder of one song.'],
  INIT_EXISTS: [
    'mixwright init, a second time',
    'Write another file with `--out FILE`, or only look with `--dry-run`.',
  ],
  INIT_OUTSIDE: [
    'mixwright init stems --out ../elsewhere/mix.yaml',
    'Write the mix file beside the recordings or above them, or keep both in one git repository.',
  ],
  INIT_LEFT_OUT: ['Song - rough mix.wav among the stems', 'Add it to `stems` by hand if it belongs there.'],
  STEM_DC: ['a recording whose mean is 0.01', 'Keep the high-pass of its strip.'],
  STEM_MONO_AS_STEREO: ['a bass exported to a stereo file', 'Keep `channels: mono`, so that `pan` moves it.'],
  STEM_ONE_SIDED: ['a microphone recorded to the left of a stereo file', 'Keep `channels: left`.'],
  STEM_POLARITY: [
    'Gtr L.wav and Gtr R.wav with a correlation of -0.98',
    'Turn one side around with `polarity: invert`, and listen in mono.',
  ],
  STEM_RATE: ['a loop at 44.1 kHz in a session at 48 kHz', 'Nothing: it is converted.'],
  STEM_DUPLICATE: ['Pad.wav and Pad copy.wav', 'Remove one of them.'],
} as const satisfies Record<string, Help>
