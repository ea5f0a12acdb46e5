import { type Artwork, MAX_ARTWORK_BYTES, readArtwork } from './artwork.ts'
import { AsideFile } from './aside-file.ts'
import type { AudioInfo } from './audio-info.ts'
import type { TextTag } from './audio-tags.ts'
import { DEMUXERS } from './core-probe.ts'
import { FfmpegCore, type LoadedCore } from './ffmpeg-core.ts'
import { withFile } from './file-bytes.ts'
import { readWavTags } from './wav-tag-reader.ts'

/** Tags as a file has them, unchecked: the recording code may be none, the date half a date. */
export type WrittenTags = { [K in TextTag | 'track' | 'disc']?: string }

/** What a file says beside its sound. */
export interface FileTags {
  texts: WrittenTags
  artwork?: Artwork
}

/** Names of tags in ffmpeg's words, lower-case: of Vorbis comments, ID3v2 frames and MP4 items; the first found counts. */
const NAMES: Readonly<Record<keyof WrittenTags, readonly string[]>> = {
  title: ['title'],
  artist: ['artist'],
  album: ['album'],
  albumArtist: ['album_artist', 'albumartist'],
  composer: ['composer'],
  songwriter: ['lyricist', 'text'],
  genre: ['genre'],
  comment: ['comment'],
  copyright: ['copyright'],
  isrc: ['isrc', 'tsrc'],
  upc: ['barcode', 'upc', 'ean'],
  date: ['date', 'year', 'tdrc', 'tyer'],
  track: ['track', 'tracknumber'],
  disc: ['disc', 'discnumber'],
}
/** Vorbis comments keep how many there are apart. */
const TOTALS = { track: ['tracktotal', 'totaltracks'], disc: ['disctotal', 'totaldiscs'] } as const

interface Answer {
  streams?: { codec_type?: string; tags?: Record<string, string> }[]
  format?: { tags?: Record<string, string> }
}

/**
 * Reads the tags of a file: of WAV its `LIST INFO` and `axml`, or ID3 tags in a chunk; of other formats what ffmpeg's
 * core understands, with the cover. A file without tags has none, and so has one whose tags are damaged.
 *
 * @param scratchPath a file that is written for a moment
 */
export async function readTags(
  info: AudioInfo,
  scratchPath: string,
  loadCore: () => LoadedCore = FfmpegCore.load,
): Promise<FileTags> {
  const own = info.pcm && info.container === 'wav' ? withFile(info.path, (file) => readWavTags(file, info)) : undefined
  if (own && !own.hasId3) return { texts: own.texts }
  const loaded = loadCore()
  if ('problem' in loaded) return { texts: own?.texts ?? {} }
  const { texts, hasPicture } = await askCore(loaded.core, info)
  const artwork = hasPicture ? await takePicture(loaded.core, info, scratchPath) : undefined
  return { texts: { ...texts, ...own?.texts }, ...(artwork ? { artwork } : {}) }
}

function inputOf({ container }: AudioInfo): string[] {
  return ['-protocol_whitelist', 'file', '-f', DEMUXERS[container], '-i', '/host/in']
}

async function askCore(core: FfmpegCore, info: AudioInfo): Promise<{ texts: WrittenTags; hasPicture: boolean }> {
  const show = ['-show_entries', 'format_tags:stream_tags:stream=codec_type']
  const files = [{ name: 'in', path: info.path, access: 'read' }] as const
  const { streams = [], format } = ((await core.inspect([...show, ...inputOf(info)], files)) ?? {}) as Answer
  const spoken = streams.find(({ codec_type }) => codec_type === 'audio')?.tags
  const all = [...Object.entries(spoken ?? {}), ...Object.entries(format?.tags ?? {})]
  const tags = new Map(all.map(([name, text]) => [name.toLowerCase(), text.trim()]))
  return { texts: textsOf(tags), hasPicture: streams.some(({ codec_type }) => codec_type === 'video') }
}

function textsOf(tags: ReadonlyMap<string, string>): WrittenTags {
  const first = (names: readonly string[]) => names.map((name) => tags.get(name)).find((text) => text)
  const texts: WrittenTags = {}
  for (const [tag, names] of Object.entries(NAMES) as [keyof WrittenTags, readonly string[]][]) {
    const text = first(names)
    const total = tag === 'track' || tag === 'disc' ? first(TOTALS[tag]) : undefined
    if (text) texts[tag] = total === undefined || text.includes('/') ? text : `${text}/${total}`
  }
  return texts
}

/** The first cover, as its file was; undefined when it is none that we could embed again. */
async function takePicture(core: FfmpegCore, info: AudioInfo, scratchPath: string): Promise<Artwork | undefined> {
  const aside = new AsideFile(scratchPath)
  try {
    const output = ['-map', '0:v:0', '-c', 'copy', '-frames:v', '1', '-f', 'image2pipe', '/host/out']
    const { exitCode } = await core.run(
      [...inputOf(info), ...output],
      [
        { name: 'in', path: info.path, access: 'read' },
        { name: 'out', path: aside.path, access: 'write' },
      ],
    )
    if (exitCode !== 0) return undefined
    const bytes = withFile(aside.path, (file) => file.read(0, Math.min(file.size, MAX_ARTWORK_BYTES + 1)))
    const read = readArtwork(Uint8Array.from(bytes))
    return 'artwork' in read ? read.artwork : undefined
  } finally {
    aside.abort()
  }
}
