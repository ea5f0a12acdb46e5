import type { AudioInfo } from '@mixwright/audio-files'
import type { CheckedAlbum } from '../disc/album-check.ts'
import type { Version } from '../song/version.ts'
import type { ExpectedStages } from './forecast.ts'

/**
 * Seconds for a minute of audio, measured with two threads on the demo song (13 stems, six deliveries). Only how they
 * relate to each other matters: a forecast finds out how fast this machine is.
 */
const DECODE_S = 0.4
const FINGERPRINT_S = 0.1
const STRIP_S = 0.3
const MASTER_S = 1.5
const MEASURE_S = 0.1
/** A page of the report, of any length. */
const DRAW_S = 0.2

/** What of the versions of a mix is rendered. */
export interface RenderAsked {
  deliver?: readonly string[] | undefined
  mixOnly?: boolean | undefined
  /** `report.html` is drawn. */
  isDrawn: boolean
  /** Files have to be read for the lock. */
  isLocked: boolean
}

/** How the time of a render is shared between its stages, and the length of its song. */
export function expectedRender(
  versions: readonly Version[],
  infos: ReadonlyMap<string, AudioInfo>,
  { deliver, mixOnly = false, isDrawn, isLocked }: RenderAsked,
): { stages: ExpectedStages; songS: number } {
  const all = [...infos.values()]
  const minutes = all.reduce((sum, info) => sum + durationS(info) / 60, 0)
  const coded = all.filter(({ pcm }) => pcm === null).reduce((sum, info) => sum + durationS(info) / 60, 0)
  const lengths = versions.map(({ project }) => project.lengthS ?? longestS(project, infos))
  const masters = versions.map(({ deliveries }) => {
    return mixOnly ? 0 : deliveries.filter(({ name }) => deliver?.includes(name) ?? true).length
  })
  const sum = (of: (index: number) => number) => versions.reduce((total, _, index) => total + of(index), 0)
  const stages = {
    'reading audio': coded * DECODE_S,
    hashing: isLocked ? minutes * FINGERPRINT_S : 0,
    mixing: minutes * STRIP_S * versions.length,
    mastering: sum((index) => (masters[index]! * lengths[index]! * MASTER_S) / 60),
    measuring: sum((index) => (versions[index]!.project.expect.length > 0 ? (lengths[index]! * MEASURE_S) / 60 : 0)),
    drawing: isDrawn ? versions.length * DRAW_S : 0,
  }
  return { stages, songS: sum((index) => lengths[index]!) }
}

/** The same for masters of a finished mix. */
export function expectedMasters(info: AudioInfo, masters: number): ExpectedStages {
  const minutes = durationS(info) / 60
  return {
    'reading audio': info.pcm === null ? minutes * DECODE_S : 0,
    measuring: minutes * MEASURE_S,
    mastering: minutes * masters * MASTER_S,
  }
}

/** The same for an album: its tracks by their places, then the disc. */
export function expectedAlbum({ tracks }: Pick<CheckedAlbum, 'tracks'>): ExpectedStages {
  const minutes = tracks.map(({ source }) => {
    if (source.kind === 'file') return { made: durationS(source.info) / 60, strips: 0 }
    const infos = [...source.checked.infos.values()]
    const longest = Math.max(0, ...infos.map(durationS)) / 60
    return { made: longest, strips: infos.reduce((sum, info) => sum + durationS(info) / 60, 0) }
  })
  const disc = minutes.reduce((sum, { made }) => sum + made * MEASURE_S, 0)
  const each = minutes.map(({ made, strips }, index) => {
    return [`track ${index + 1}`, made * MASTER_S + strips * STRIP_S] as const
  })
  return { ...Object.fromEntries(each), 'writing the disc': disc }
}

/** The time that setting the levels of a first mix takes. */
export function expectedBalance(stemsS: number): ExpectedStages {
  return { 'setting levels': (stemsS / 60) * STRIP_S }
}

function longestS({ stems }: Version['project'], infos: ReadonlyMap<string, AudioInfo>): number {
  const ends = stems.map(({ file, startS }) => {
    const info = infos.get(file)
    return info ? startS + durationS(info) : 0
  })
  return Math.max(0, ...ends)
}

function durationS({ frames, sampleRateHz }: AudioInfo): number {
  return frames / sampleRateHz
}
