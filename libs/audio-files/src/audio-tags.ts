import wavefile from 'wavefile'

/** What a listener's player shows. Empty and absent are the same. */
export interface AudioTags {
  title?: string
  artist?: string
  album?: string
  /** `3` or `3/12`. */
  track?: string
  year?: string
  genre?: string
  copyright?: string
  /** International Standard Recording Code: 12 letters and digits; dashes are taken out. */
  isrc?: string
}

type TagName = keyof AudioTags

/** RIFF INFO has no place for the recording code: its `ISRC` means the source of the material. */
const INFO_IDS: readonly (readonly [TagName, string])[] = [
  ['title', 'INAM'],
  ['artist', 'IART'],
  ['album', 'IPRD'],
  ['track', 'ITRK'],
  ['year', 'ICRD'],
  ['genre', 'IGNR'],
  ['copyright', 'ICOP'],
]

/** ffmpeg's names for tags, which its writers translate for each container. */
const FFMPEG_NAMES: readonly (readonly [TagName, string])[] = [
  ['title', 'title'],
  ['artist', 'artist'],
  ['album', 'album'],
  ['track', 'track'],
  ['year', 'date'],
  ['genre', 'genre'],
  ['copyright', 'copyright'],
]

/**
 * The chunks that carry tags in a WAV file, each padded to even, to stand before `data`: `LIST` with `INFO` (UTF-8),
 * and `axml` with the recording code (EBU Tech 3352). Empty when there are no tags.
 */
export function wavTagChunks(tags: AudioTags): Uint8Array {
  return Buffer.concat([infoChunk(tags), isrcChunk(tags)])
}

/** Tags as `-metadata` arguments; `isrcName` is what the container calls the recording code, undefined if it has none. */
export function ffmpegTagArguments(tags: AudioTags, isrcName: string | undefined): string[] {
  const named = FFMPEG_NAMES.map(([tag, name]) => [name, clean(tags[tag])] as const)
  if (isrcName !== undefined) named.push([isrcName, isrcOf(tags)])
  return named.filter(([, text]) => text !== '').flatMap(([name, text]) => ['-metadata', `${name}=${text}`])
}

function infoChunk(tags: AudioTags): Uint8Array {
  const written = INFO_IDS.filter(([tag]) => clean(tags[tag]) !== '')
  if (written.length === 0) return new Uint8Array(0)
  const wav = new wavefile.WaveFile()
  wav.fromScratch(1, 48000, '16', [])
  const bytesWithout = wav.toBuffer().length
  for (const [tag, id] of written) wav.setTag(id, clean(tags[tag]))
  return wav.toBuffer().subarray(bytesWithout)
}

function isrcChunk(tags: AudioTags): Uint8Array {
  const isrc = isrcOf(tags)
  if (isrc === '') return new Uint8Array(0)
  const xml =
    '<?xml version="1.0" encoding="UTF-8"?><ebuCoreMain xmlns:dc="http://purl.org/dc/elements/1.1/" ' +
    'xmlns="urn:ebu:metadata-schema:ebuCore_2012"><coreMetadata><identifier typeLabel="GUID" ' +
    'typeDefinition="Globally Unique Identifier" formatLabel="ISRC" ' +
    'formatDefinition="International Standard Recording Code">' +
    `<dc:identifier>ISRC:${isrc}</dc:identifier></identifier></coreMetadata></ebuCoreMain>`
  const chunk = Buffer.alloc(8 + xml.length + (xml.length % 2))
  chunk.write('axml', 'latin1')
  chunk.writeUInt32LE(xml.length, 4)
  chunk.write(xml, 8, 'latin1')
  return chunk
}

function isrcOf(tags: AudioTags): string {
  return clean(tags.isrc)
    .replace(/[^A-Za-z0-9]/g, '')
    .toUpperCase()
}

/** Control characters have no place in a tag; some formats would end at them. */
function clean(text: string | undefined): string {
  return (text ?? '').replace(/\p{Cc}+/gu, ' ').trim()
}
