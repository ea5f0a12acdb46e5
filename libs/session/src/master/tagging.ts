import type { AudioTags, WavMetadata } from '@mixwright/audio-files'
import type { DeliveryFormat } from '@mixwright/mastering'
import type { Delivery, Release } from '@mixwright/project'
import type { Artworks } from './artwork.ts'

/** What a delivered file says beside its sound. */
export interface Tagging {
  tags: AudioTags
  /** Chunks of a WAV file that carry the tags. */
  chunks: WavMetadata
  /** Adds the gain to play the file at the reference level, from what the file measures. */
  replayGain: boolean
}

/** Takes a delivery's own release data, or that of the whole mix. */
export function taggingOf(release: Release, { metadata = 'all', replayGain = false }: Delivery, artworks: Artworks) {
  const isOwn = typeof metadata === 'object'
  const chunks: WavMetadata = isOwn ? metadata.chunks : metadata
  const tags = metadata === 'none' ? {} : tagsOf(isOwn ? metadata : release, artworks)
  return { tags, chunks, replayGain } satisfies Tagging
}

/** What a delivery asks for that its format has no place for. */
export function taggingProblems(
  { metadata, replayGain }: Delivery,
  { codec }: DeliveryFormat,
): { key: string; message: string }[] {
  const problems: { key: string; message: string }[] = []
  if (codec !== 'wav' && (metadata === 'bext' || metadata === 'info')) {
    problems.push({ key: 'metadata', message: `metadata: got ${metadata} for ${codec}, which has no such chunk` })
  }
  if (codec === 'wav' && replayGain) {
    problems.push({ key: 'replayGain', message: 'replayGain: got true for wav, which has no place for it' })
  }
  return problems
}

function tagsOf(release: Release, artworks: Artworks): AudioTags {
  const { title, artist, album, albumArtist, composer, songwriter, genre, comment, copyright, isrc, upc } = release
  const { track, disc } = release
  const date = release.date ?? release.year?.toString()
  const artwork = release.artwork === undefined ? undefined : artworks.get(release.artwork)
  const texts = { title, artist, album, albumArtist, composer, songwriter, genre, comment, copyright, isrc, upc }
  return withoutAbsent({ ...texts, track, disc, date, artwork })
}

/** Without the keys whose value is undefined. */
function withoutAbsent<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as ReturnType<
    typeof withoutAbsent<T>
  >
}
