import { DITHERS } from './delivery.ts'
import { discText } from './disc-text.ts'
import { type Description, type Fields, type Form, field, renamed, unitField } from './form.ts'
import { list } from './list.ts'
import { momentField } from './moment.ts'
import { levelField, secondsField } from './quantity.ts'
import type { Reader } from './reader.ts'
import { record } from './record.ts'
import { releaseFields } from './release.ts'
import { audioFileField, choice, choiceField, textField } from './text.ts'
import { entryOf, isNothing, type Node } from './tree.ts'
import { version } from './version.ts'

const MOST_TRACKS = 99
/** Index 00 and 01 are a track's own. */
const MOST_MARKS = 98
const LONGEST_GAP_S = 600

/** Languages that ISO-8859-1 can write. */
const LANGUAGES = [
  'basque',
  'catalan',
  'danish',
  'dutch',
  'english',
  'finnish',
  'french',
  'galician',
  'german',
  'icelandic',
  'italian',
  'norwegian',
  'portuguese',
  'spanish',
  'swedish',
] as const

const writers = {
  songwriter: field('Who wrote the words and the music.', discText),
  composer: field('Who wrote the music.', discText),
  arranger: field('Who arranged it.', discText),
  message: field('Any message to the listener.', discText),
} satisfies Fields

const trackFields = {
  song: audioFileField(
    'Folder of a song with a mix.yaml: it is mixed, and mastered as its `cd` delivery says.',
    'song',
    {},
  ),
  file: audioFileField('A finished master: wav, flac, mp3 …, mono or stereo, at any rate.', 'track', {}),
  delivery: textField(
    'Song: the delivery to take. Default: the first one for the target `cd`, else that target as it is.',
    {},
  ),
  gain: levelField('File: change of its level. Default: 0 dB.', { min: -60, max: 24 }),
  title: field("Title. Default: the song's.", discText),
  artist: field("Who performs it. Default: the song's, else the album's.", discText),
  ...writers,
  isrc: { ...releaseFields.isrc, doc: "International Standard Recording Code. Default: the song's." },
  gap: secondsField("Pause before the track; 0 joins it to the one before without a gap. Default: the album's.", {
    min: 0,
    max: LONGEST_GAP_S,
  }),
  indexes: renamed(
    'indexAtS',
    unitField(
      'Index 02 and those after it, from the start of the track.',
      list('index', momentField('', { positive: true }).form, { most: MOST_MARKS }),
      '',
      { default: [] },
    ),
  ),
  flags: field(
    '`copyPermitted` or `scms`, which exclude each other, and `preEmphasis` for audio that has it already.',
    list('flag', choice(['copyPermitted', 'preEmphasis', 'scms'])),
    { default: [] },
  ),
} satisfies Fields

/** One track of an album: of a song or of a file. */
export type AlbumTrack = Description<typeof trackFields>

const trackList = list('track', record('track', trackFields, checkTrack), { most: MOST_TRACKS })

const tracks: Form<readonly AlbumTrack[]> = {
  ...trackList,
  read(node, reader) {
    const isEmpty = isNothing(node) || (node.type === 'list' && node.items.length === 0)
    if (!isEmpty) return trackList.read(node, reader)
    return reader.report('DISC_NO_TRACKS', node, 'got none, allowed 1 to 99', { fix: 'write `- file: …` below' })
  },
}

/** All keys of an album file. */
export const albumFields = {
  mixwrightAlbum: field('Version of the album language.', version('mixwrightAlbum'), { required: true }),
  title: field('Name of the album.', discText),
  artist: field('Who performs it.', discText),
  ...writers,
  upc: releaseFields.upc,
  language: choiceField('Language of the texts.', LANGUAGES, { default: 'english' }),
  gap: secondsField('Pause before every track but the first; 0 joins all tracks without gaps.', {
    min: 0,
    max: LONGEST_GAP_S,
    default: 2,
  }),
  dither: choiceField('Dither of files that are not 44.1 kHz, 16 bit already.', DITHERS, { default: 'tpdf' }),
  seed: textField('Any text; another one gives other dither.', {}),
  tracks: field('The tracks, in the order of the disc.', tracks, { required: true }),
} satisfies Fields

function checkTrack(track: AlbumTrack, node: Node, reader: Reader): void {
  const at = (key: string) => (node.type === 'map' && entryOf(node, key)?.key) || node
  if (track.song !== undefined && track.file !== undefined) {
    reader.report('PROJECT_WRONG_TYPE', at('file'), 'got a song and a file, allowed one of them')
  } else if (track.song === undefined && track.file === undefined) {
    const fix = 'add `file: …` for a finished master, or `song: …` for a folder with a mix.yaml'
    reader.report('PROJECT_MISSING_KEY', node, "missing key 'file' or 'song'", { fix })
  } else if (track.file !== undefined && track.delivery !== undefined) {
    reader.report('PROJECT_BAD_VALUE', at('delivery'), 'got a delivery of a file, only songs have deliveries')
  } else if (track.song !== undefined && track.gainDb !== undefined) {
    const fix = "set the level in the song's own mix.yaml"
    reader.report('PROJECT_BAD_VALUE', at('gain'), 'got a gain for a song, allowed for a file', { fix })
  }
  if (track.flags.includes('copyPermitted') && track.flags.includes('scms')) {
    reader.report('DISC_FLAGS', at('flags'), 'got copyPermitted and scms, allowed one of them')
  }
}
