import type { Help } from './help.ts'

/** Help for codes about files, the lock, revisions and what is written. */
export const fileHelp = {
  PROJECT_OUTSIDE: [
    'file: /home/me/kick.wav',
    'Put the file beside the mix file and name it from there, or run the command with --allow-outside if you trust the mix.',
  ],
  AUDIO_FILE_MISSING: [
    'file: stems/kik.wav',
    'Mend the path; it starts at the folder of the mix file, and upper and lower case count.',
  ],
  AUDIO_NOT_AUDIO: ['file: notes.txt', 'Name a sound file: wav, flac, mp3, ogg or m4a.'],
  AUDIO_DAMAGED: ['a WAV file whose copy broke off', 'Copy or export the file again.'],
  AUDIO_UNSUPPORTED: ['a stem with 64 channels', 'Export the file as mono or stereo.'],
  AUDIO_CHANGED: [
    'a stem that a recorder still writes to',
    'Render again when nothing else writes to the file; nothing was written.',
  ],
  AUDIO_EMPTY: ['a WAV file of no frames', 'Export the file again, or remove the stem.'],
  AUDIO_CODEC_MISSING: [
    'an M4A file, where its decoder is not installed',
    'Run `npm ci` again, or export the file as WAV or FLAC.',
  ],
  AUDIO_CHANNELS_UNUSED: ['a stem with 6 channels', 'Export the two channels that are wanted as a stereo file.'],
  AUDIO_TAG_LEFT_OUT: [
    'mixwright master song.wav --for spotify, and song.wav has the ISRC QZABC260000',
    'Write the tag on the command line, such as `--isrc QZ-ABC-26-00001`, or leave it out.',
  ],
  AUDIO_REPAIRED: [
    'a WAV file whose header says another length than the file has',
    'Nothing has to be done; export the file again to be rid of the message.',
  ],
  LOCK_MISSING: ['mixwright verify, without a mix.lock', 'Render once and commit the mix.lock that render writes.'],
  LOCK_DAMAGED: ['a mix.lock with conflict marks of git', 'Delete it, render again and commit what render writes.'],
  LOCK_INPUT_CHANGED: ['a stem that was exported again', 'Bring the former file back, or render to write a new lock.'],
  LOCK_MIX_CHANGED: [
    'a fader that was moved since the lock was written',
    'Render to write a new lock; `mixwright diff` tells what changed.',
  ],
  LOCK_ENGINE_CHANGED: [
    'a lock of another version of Mixwright',
    'Install the version that the lock names, or render to write a new lock.',
  ],
  LOCK_OUTPUT_CHANGED: [
    'a render that is not the one in the lock',
    'Look for the input or setting that the other messages name; with none, report it: the same inputs must give the same bytes.',
  ],
  REVISION_NO_GIT: ['mixwright diff HEAD~1, without git', 'Install git.'],
  REVISION_NO_REPOSITORY: [
    'mixwright diff HEAD~1, in a folder without git',
    'Run `git init` and commit, or compare two mix files.',
  ],
  REVISION_UNKNOWN: ['mixwright diff v9', 'Name a commit, branch or tag that `git log` knows.'],
  REVISION_NO_MIX: [
    'mixwright diff HEAD~50, before there was a mix',
    'Name a later revision, or the folder of the mix.',
  ],
  REVISION_AUDIO_ABSENT: [
    'stems that lie in Git LFS and were not fetched',
    'Fetch them (`git lfs pull`), or compare with --no-sound.',
  ],
  CONDITION_WRONG: [
    '--until "truepeak(spotify) > -1"',
    'Write a figure, a comparison and a number: `truePeak(spotify) > -1`.',
  ],
  BISECT_ENDS: ['a good revision that is not good', 'Choose ends between which the condition begins to hold.'],
  BLAME_NO_VALUE: ['mixwright blame . stems.kick.pan, where no pan is written', 'Name a value that the file sets.'],
  OUTPUT_IS_INPUT: ['--out stems, with a stem called mix.wav', 'Write into another folder with --out.'],
  OUTPUT_OF_ANOTHER: ['mixwright master a.wav and a.flac, into one folder', 'Write into another folder with --out.'],
  OUTPUT_NOT_WRITABLE: [
    'a full disk, or a read-only folder',
    'Make room or give the right to write, or write elsewhere with --out.',
  ],
  OUT_OF_MEMORY: [
    'a mix of hundreds of reverbs on a small machine',
    'Render with `--jobs 1`, close other programs, or split the mix.',
  ],
} as const satisfies Record<string, Help>
