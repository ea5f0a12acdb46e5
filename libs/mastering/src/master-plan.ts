import { CD_BITS, CD_RATE_HZ } from '@mixwright/audio'
import { AUTO_BLACK_MS, NOISE_SHAPES, type NoiseShapeName, noiseShape, type QuantizerOptions } from '@mixwright/dsp'
import {
  allowsRate,
  codecRates,
  type DeliveryFormat,
  maxKbps,
  type SampleWord,
  sampleWord,
  usualRate,
} from './delivery-format.ts'
import { type Target, targetNamed } from './targets.ts'
import { VINYL_KEYS, type VinylPlan, type VinylSettings, vinylPlan } from './vinyl/vinyl-settings.ts'

export type Dither = QuantizerOptions['dither']

/** A delivery as a mix file describes it. What is absent comes from the target. */
export interface DeliverySettings extends VinylSettings {
  /** Name of the delivery, and of its file. */
  readonly name: string
  /** Built-in target; without one the delivery is as mixed, under -1 dBTP where its samples are not floats. */
  readonly target?: string
  readonly format?: DeliveryFormat
  readonly sampleRateHz?: number
  readonly loudnessLufs?: number | 'as mixed'
  readonly ceilingDbtp?: number
  /** Most that gain for loudness may push peaks over the ceiling; 0 allows no limiter. Default 12, vinyl 0. dB */
  readonly maxLimitingDb?: number
  readonly dither?: Dither
  /** Digital silence longer than this stays silent: dither pauses; 'off' dithers silence too. ms */
  readonly autoBlackMs?: number | 'off'
}

/** Everything the engine needs to know about one master. */
export interface MasterPlan {
  readonly name: string
  readonly format: DeliveryFormat
  readonly sampleRateHz: number
  /** What samples are rounded to. */
  readonly word: SampleWord
  readonly dither: Dither
  /** Run of digital silence after which dither pauses; null for never. ms */
  readonly autoBlackMs: number | null
  /** Filled up to whole sectors of a compact disc with digital silence, which stays undithered. */
  readonly wholeSectors: boolean
  /** Names the dither's random sequence. */
  readonly seed: string
  /** LUFS, or null to leave the loudness as mixed. */
  readonly targetLufs: number | null
  /** dBTP, or null for none. */
  readonly ceilingDbtp: number | null
  /** How far gain may push the true peak over the ceiling. dB; 0 allows no limiter: the level is lowered instead. */
  readonly maxLimitingDb: number
  /** The record it is for; null for what is no record. */
  readonly vinyl: VinylPlan | null
}

/** A setting that cannot be met; `key` is the property of the settings. */
export interface DeliveryProblem {
  readonly key: keyof DeliverySettings
  /** `what: got x, allowed y`. */
  readonly message: string
}

/**
 * Most that a limiter is asked to take off for loudness. Beyond it a master stays quieter than its target and says so:
 * 12 dB lower every peak to a quarter, which no listener takes for the same mix.
 */
export const MAX_LIMITING_DB = 12

const PLAIN_CEILING_DBTP = -1
const PLAIN_FORMAT: DeliveryFormat = { codec: 'wav', bits: 24, float: false }

/** The plan of a delivery, or all that is wrong with its settings. */
export function resolveDelivery(
  settings: DeliverySettings,
  sessionRateHz: number,
): { plan: MasterPlan } | { problems: DeliveryProblem[] } {
  const target = settings.target === undefined ? plainTarget(settings) : targetNamed(settings.target)
  if (!target) return { problems: [{ key: 'target', message: `target: got '${settings.target}', no such target` }] }
  const { name, format = target.format } = settings
  const word = sampleWord(format)
  const asked = settings.sampleRateHz ?? target.sampleRateHz
  const sampleRateHz = asked === 'session' ? usualRate(format, sessionRateHz) : asked
  const dither = settings.dither ?? (word === 'float' ? 'none' : target.dither)
  const problems = [
    ...rateProblems(format, sampleRateHz),
    ...ditherProblems(dither, sampleRateHz),
    ...discProblems(target.compactDisc === true, sampleRateHz, word),
    ...(target.vinyl ? [] : vinylProblems(settings)),
  ]
  if (problems.length > 0) return { problems }
  const loudness = settings.loudnessLufs ?? target.loudnessLufs
  const plan: MasterPlan = {
    name,
    format,
    sampleRateHz,
    word,
    dither,
    autoBlackMs: settings.autoBlackMs === 'off' ? null : (settings.autoBlackMs ?? AUTO_BLACK_MS),
    wholeSectors: target.compactDisc === true,
    seed: name,
    targetLufs: loudness === 'as mixed' ? null : loudness,
    ceilingDbtp: settings.ceilingDbtp ?? target.ceilingDbtp,
    maxLimitingDb: settings.maxLimitingDb ?? (target.limiting ? MAX_LIMITING_DB : 0),
    vinyl: target.vinyl ? vinylPlan(settings) : null,
  }
  return { plan }
}

/** What applies to a delivery that names no target. */
function plainTarget({
  name,
  format = PLAIN_FORMAT,
}: DeliverySettings): Omit<Target, 'service' | 'source' | 'confidence' | 'date'> {
  const isFloat = !('kbps' in format) && sampleWord(format) === 'float'
  return {
    name,
    format,
    sampleRateHz: 'session',
    loudnessLufs: 'as mixed',
    ceilingDbtp: isFloat ? null : PLAIN_CEILING_DBTP,
    dither: 'tpdf',
    limiting: true,
  }
}

function rateProblems(format: DeliveryFormat, sampleRateHz: number): DeliveryProblem[] {
  const most = maxKbps(format, sampleRateHz)
  if ('kbps' in format && most !== undefined && format.kbps > most) {
    const allowed = `allowed up to ${most} kbit/s at ${sampleRateHz} Hz`
    return [{ key: 'format', message: `format: got ${format.codec} ${format.kbps}, ${allowed}` }]
  }
  if (allowsRate(format, sampleRateHz)) return []
  const allowed = codecRates(format).join(', ')
  return [{ key: 'sampleRateHz', message: `sampleRate: got ${sampleRateHz} Hz, ${format.codec} allows ${allowed} Hz` }]
}

function ditherProblems(dither: Dither, sampleRateHz: number): DeliveryProblem[] {
  if (!isNoiseShape(dither) || noiseShape(dither, sampleRateHz)) return []
  const rates = NOISE_SHAPES[dither].flatMap(({ ratesHz }) => ratesHz).join(', ')
  return [{ key: 'dither', message: `dither: got ${dither} at ${sampleRateHz} Hz, published for ${rates} Hz` }]
}

function discProblems(isDisc: boolean, sampleRateHz: number, word: SampleWord): DeliveryProblem[] {
  if (!isDisc) return []
  const problems: DeliveryProblem[] = []
  if (sampleRateHz !== CD_RATE_HZ) {
    problems.push({ key: 'sampleRateHz', message: `sampleRate: got ${sampleRateHz} Hz, a CD holds ${CD_RATE_HZ} Hz` })
  }
  if (word !== CD_BITS) problems.push({ key: 'format', message: `format: a CD holds samples of ${CD_BITS} bit` })
  return problems
}

function vinylProblems(settings: DeliverySettings): DeliveryProblem[] {
  const keys = (Object.keys(VINYL_KEYS) as (keyof VinylSettings)[]).filter((key) => settings[key] !== undefined)
  return keys.map((key) => ({ key, message: `${VINYL_KEYS[key]}: got one for a target that is not vinyl` }))
}

function isNoiseShape(dither: Dither): dither is NoiseShapeName {
  return dither in NOISE_SHAPES
}
