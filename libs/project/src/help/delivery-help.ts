import type { Help } from './help.ts'

/** Help for codes about what is delivered: masters, records and discs. */
export const deliveryHelp = {
  DELIVERY_UNKNOWN_TARGET: [
    'deliver: { spotfy: {} }',
    'Take the target that is suggested (`mixwright targets` lists them), or give the delivery a `format`.',
  ],
  DELIVERY_UNKNOWN_FORMAT: ['format: mp3 300', 'Take a format that is suggested; docs/formats.md lists all.'],
  DELIVERY_IMPOSSIBLE: [
    'cd: { sampleRate: 96 kHz }',
    'Remove the setting that contradicts the target, or choose another target.',
  ],
  DELIVERY_BAD_NAME: [
    'deliver: { aux: { format: wav 24 } }',
    'Choose another name: some systems cannot have a file of this one.',
  ],
  DELIVERY_SAME_FILE: [
    'deliver: { cd: {}, CD: { format: wav 16 } }',
    'Choose another name: upper and lower case are one file on some systems.',
  ],
  DELIVERY_PROMISE_MISSED: [
    'spotify: { loudness: -6 LUFS, ceiling: -6 dBTP }',
    'Raise the ceiling, lower the loudness, allow more limiting with `maxLimiting`, or tame the peaks of the mix.',
  ],
  ARTWORK_UNUSABLE: ['artwork: cover.gif', 'Save the picture as JPEG or PNG, and mend the path.'],
  ARTWORK_ADVICE: [
    'artwork: cover.png, of 400 x 300 pixels',
    'Use a square picture of 3000 pixels a side where you can.',
  ],
  VINYL_SLOPE: ['a snare that is cut at full level', 'Lower the level of the side, or its highs.'],
  VINYL_TRACING: [
    'a bright cymbal at the end of a long side',
    'Lower the highs, put the loud song outside, or lower the level of the side.',
  ],
  VINYL_DEPTH: ['a bass that is panned to one side', 'Raise `lowMono`, or narrow the lows of the mix.'],
  VINYL_SPACE: [
    'a loud side of 26 minutes',
    'Lower the level of the side, shorten it, or cut at 45 rpm on a larger disc.',
  ],
  VINYL_LOW_SIDE: [
    'two bass microphones in opposite polarity',
    'Turn one of them with `polarity: invert`, or remove the cause in the mix.',
  ],
  VINYL_SIDE_LENGTH: ['sideLength: 31:00, of a 12-inch record', 'Move a song to the other side, or shorten it.'],
  VINYL_SIDE_END: [
    'side: A, sideLength: 18:30, of a mix of 19 minutes',
    'Mend `sideLength`, or shorten the programme.',
  ],
  VINYL_EDGES: [
    'a master that starts with the first sample',
    'Leave some silence at the start and the end of the mix.',
  ],
  VINYL_CLIPPED: [
    'a mix with samples in a row at full scale',
    'Lower what clips before the mix bus, or take the unlimited mix.',
  ],
  VINYL_LEVEL: [
    'a loud mix that is delivered for vinyl',
    'Nothing has to be done; the cutting engineer sets the level.',
  ],
  DISC_NO_TRACKS: ['tracks: []', 'Add the songs or files of the album under `tracks`.'],
  DISC_TEXT: ['title: Żółć', 'Write the text in letters of ISO-8859-1; the message suggests some.'],
  DISC_TEXT_LONG: ['titles of 160 letters for 99 tracks', 'Shorten the titles.'],
  DISC_NO_TITLE: ['a track without `title` among others with one', 'Give the track a title.'],
  DISC_SAME_ISRC: ['two tracks with isrc: QZ-ABC-26-00001', 'Give each recording an ISRC of its own.'],
  DISC_FLAGS: ['flags that contradict each other on one track', 'Remove one of the flags that the message names.'],
  DISC_GAP: ['a gap before the first track that is too short', 'Write a gap where one can be; docs/cd.md says where.'],
  DISC_INDEX: ['index: [ 9:00 ], in a track of 3 minutes', 'Move the mark into its track, after the one before it.'],
  DISC_LONG: ['an album of 85 minutes', 'Leave out a song, or make two discs.'],
  DISC_CLIPPED: ['a 32-bit float file with peaks over 0 dBFS', 'Lower the file, or master it for `cd` first.'],
  DISC_PEAKS: ['a track at 0 dBFS with +1 dBTP between its samples', 'Master the track with a ceiling of -1 dBTP.'],
  DISC_TRACK_SHORT: ['a track of 3 seconds', 'Join it with its neighbour, or make it 4 s or longer.'],
} as const satisfies Record<string, Help>
