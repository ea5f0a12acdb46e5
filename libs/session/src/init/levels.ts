import { maths } from '@mixwright/kernels'
import type { Recording, Source } from './recording.ts'
import { ROLES } from './role.ts'

/** Where the levels of the first mix lie. */
export const FIRST_MIX = { loudnessLufs: -17, peakDbfs: -1, quietestLufs: -19.5 } as const

/** Faders stay in their upper half; what is further away is trimmed first. dB */
const FADER_REACH_DB = 12
const MOST_TRIM_DB = 60
const MOST_FADER_DB = 24
const STEP_DB = 0.5

/** Fader and trim of a source. dB */
export interface Level {
  trimDb: number
  faderDb: number
  /** Loudness that it has in the mix; null for silence. LUFS */
  partLufs: number | null
}

/** Levels that bring every source to the part that its role has in a mix. Sources of one role share its part. */
export function startingLevels(sources: readonly Source[]): Level[] {
  return sources.map((source) => {
    const heardLufs = loudnessOf(source)
    if (heardLufs === null) return { trimDb: 0, faderDb: 0, partLufs: null }
    const sharing = sources.filter(({ role }) => role === source.role).length
    const partLufs = ROLES[source.role].partLufs - 10 * maths.log10(sharing)
    const gainDb = partLufs - heardLufs
    return sharedOut(0, gainDb, partLufs)
  })
}

/** A gain as a fader within its reach and a trim for the rest. dB */
export function sharedOut(trimDb: number, faderDb: number, partLufs: number | null): Level {
  const excessDb = Math.abs(faderDb) > FADER_REACH_DB ? Math.round(faderDb) : 0
  const trim = clamp(trimDb + excessDb, MOST_TRIM_DB)
  return { trimDb: trim, faderDb: rounded(clamp(faderDb + trimDb - trim, MOST_FADER_DB)), partLufs }
}

/** A level on the steps of faders. dB */
export function rounded(db: number): number {
  return Math.round(db / STEP_DB) * STEP_DB
}

/** The next step down. dB */
export function roundedDown(db: number): number {
  return Math.floor(db / STEP_DB) * STEP_DB
}

/** Sum of the powers of several loudnesses. LUFS */
export function sumLufs(levels: readonly number[]): number {
  const power = levels.reduce((sum, lufs) => sum + maths.pow(10, lufs / 10), 0)
  return power > 0 ? 10 * maths.log10(power) : Number.NEGATIVE_INFINITY
}

/** Loudness of a source in the middle of the mix, fader and trim at 0 dB; null for silence. LUFS */
export function loudnessOf({ recordings }: Pick<Source, 'recordings'>): number | null {
  const levels = recordings.map(loudnessOfRecording).filter((lufs) => Number.isFinite(lufs))
  return levels.length === 0 ? null : sumLufs(levels)
}

/** Two equal channels that are taken as one lose what the pan law takes. dB */
const ONE_OF_TWO_DB = -3.01
/** K-weighted loudness of what is too short to have one, over its RMS. */
const OF_RMS_DB = -0.7

function loudnessOfRecording({ measurement, image }: Recording): number {
  const { integratedLufs, momentaryMaxLufs, rmsDbfs } = measurement
  const known = [integratedLufs, momentaryMaxLufs, rmsDbfs + OF_RMS_DB].find((level) => Number.isFinite(level))
  return (known ?? Number.NEGATIVE_INFINITY) + (image === 'same' ? ONE_OF_TWO_DB : 0)
}

function clamp(value: number, reach: number): number {
  return Math.min(reach, Math.max(-reach, value))
}
