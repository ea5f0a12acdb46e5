import { dbToGain } from '@mixwright/kernels'
import type { ChorusOptions } from './chorus.ts'
import type { ClipperOptions } from './clipper.ts'
import type { CompressorOptions } from './compressor.ts'
import type { ConvolutionOptions } from './convolution.ts'
import { type Curve, curveValue, highestOf, lowestOf } from './curve.ts'
import type { DeesserOptions } from './deesser.ts'
import type { DelayOptions } from './delay.ts'
import type { MovableBand } from './eq-band.ts'
import type { ExciterOptions } from './exciter.ts'
import type { ExpanderOptions } from './expander.ts'
import type { Gains } from './gain-ramp.ts'
import type { GateOptions } from './gate.ts'
import type { ImagerOptions } from './imager.ts'
import { againstThreshold, NOMINAL_DB } from './level-gains.ts'
import type { LimiterOptions } from './limiter.ts'
import { isCurve, type MayMove, settingsAt } from './may-move.ts'
import type { Around } from './moving-insert.ts'
import type { ReverbOptions } from './reverb.ts'
import { type SaturationOptions, TONE_HZ } from './saturation.ts'
import { type SidechainOptions, SLOPE_DB_PER_OCT } from './sidechain.ts'
import type { StereoOptions } from './stereo.ts'

/** A processor's settings without those that move around it, and what moves. */
export interface MovingParts<T> {
  readonly settings: MayMove<T>
  /** Settings that the processor is given with their curves, and reads by song frames itself. */
  readonly own?: Partial<T>
  readonly around: Around
}

/** Part of the output; the rest is the input. */
function mixOf(mix: Curve): Gains {
  return { curves: [mix], of: (part) => [1 - part!, part!, 0] }
}

/** The same with a gain of the output. */
function mixAndGain(mix: Curve, gainDb: Curve): Gains {
  return { curves: [mix, gainDb], of: (part, db) => [1 - part!, part! * dbToGain(db!), 0] }
}

/** Raises what stays under 0 dB to a ceiling that moves. */
function raisedTo(ceilingDb: Curve): Around {
  const before: Gains = { curves: [ceilingDb], of: (db) => [dbToGain(-db!)] }
  const after: Gains = { curves: [ceilingDb], of: (db) => [0, dbToGain(db!), 0] }
  return { before, after }
}

export function partsOfCompressor(plan: MayMove<CompressorOptions>): MovingParts<CompressorOptions> {
  const { thresholdDb, mix, makeupDb } = plan
  const { sidechain, ears } = partsOfSidechain(plan.sidechain)
  const isBlended = isCurve(mix) || isCurve(makeupDb)
  const isKeyed = isCurve(thresholdDb)
  return {
    settings: {
      ...plan,
      ...(isKeyed ? { thresholdDb: NOMINAL_DB } : {}),
      ...sidechain,
      ...(isBlended ? { mix: 1, makeupDb: 0 } : {}),
    },
    around: {
      ears,
      key: isKeyed && !plan.sidechain?.listen ? againstThreshold(thresholdDb) : undefined,
      after: isBlended ? mixAndGain(mix, makeupDb) : undefined,
    },
  }
}

export function partsOfGate<T extends GateOptions | ExpanderOptions>(plan: MayMove<T>): MovingParts<T> {
  const { thresholdDb, sidechain: heard } = plan as MayMove<GateOptions>
  const { sidechain, ears } = partsOfSidechain(heard)
  const settings = { ...plan, ...sidechain }
  if (!isCurve(thresholdDb)) return { settings, around: { ears } }
  const key = heard?.listen ? undefined : againstThreshold(thresholdDb)
  return { settings: { ...settings, thresholdDb: NOMINAL_DB }, around: { ears, key } }
}

/** What is left of a side-chain's settings, and the filters on the way to it that move. */
function partsOfSidechain(sidechain: MayMove<SidechainOptions> | undefined) {
  const filter = (type: 'highPass' | 'lowPass', freqHz: Curve | undefined): MovableBand[] => {
    return isCurve(freqHz) ? [{ type, freqHz, slopeDbPerOct: SLOPE_DB_PER_OCT }] : []
  }
  const { highPassHz, lowPassHz } = sidechain ?? {}
  const ears = [...filter('highPass', highPassHz), ...filter('lowPass', lowPassHz)]
  if (ears.length === 0) return { sidechain: {}, ears }
  const left = {
    ...sidechain,
    highPassHz: isCurve(highPassHz) ? undefined : highPassHz,
    lowPassHz: isCurve(lowPassHz) ? undefined : lowPassHz,
  }
  return { sidechain: { sidechain: left }, ears }
}

/** A de-esser hears its own band: all of it is raised or lowered, and lowered or raised again. */
export function partsOfDeesser(plan: MayMove<DeesserOptions>): MovingParts<DeesserOptions> {
  const { freqHz, thresholdDb } = plan
  const own = { freqHz }
  const settings = { ...plan, freqHz: curveValue(freqHz, 0) }
  if (!isCurve(thresholdDb)) return { settings, own, around: {} }
  const before = againstThreshold(thresholdDb)
  const after: Gains = { curves: [thresholdDb], of: (db) => [0, dbToGain(db! - NOMINAL_DB), 0] }
  return { settings: { ...settings, thresholdDb: NOMINAL_DB }, own, around: { before, after } }
}

export function partsOfLimiter(plan: MayMove<LimiterOptions>): MovingParts<LimiterOptions> {
  const { ceilingDbtp, holdMs } = plan
  const own = isCurve(holdMs) ? { mostHoldMs: highestOf(holdMs) } : {}
  if (!isCurve(ceilingDbtp)) return { settings: plan, own, around: {} }
  return { settings: { ...plan, ceilingDbtp: 0 }, own, around: raisedTo(ceilingDbtp) }
}

export function partsOfClipper(plan: MayMove<ClipperOptions>): MovingParts<ClipperOptions> {
  const { ceilingDb } = plan
  if (!isCurve(ceilingDb)) return { settings: plan, around: {} }
  return { settings: { ...plan, ceilingDb: 0 }, around: raisedTo(ceilingDb) }
}

/** The harmonics stand beside the input already, so a blend with it leaves so much of them. */
export function partsOfExciter(plan: MayMove<ExciterOptions>): MovingParts<ExciterOptions> {
  const { amount, freqHz, driveDb } = plan
  const own = { freqHz, driveDb }
  const settings = { ...plan, freqHz: curveValue(freqHz, 0), driveDb: curveValue(driveDb, 0) }
  if (!isCurve(amount)) return { settings, own, around: {} }
  return { settings: { ...settings, amount: 1 }, own, around: { after: mixOf(amount) } }
}

export function partsOfSaturation(plan: MayMove<SaturationOptions>): MovingParts<SaturationOptions> {
  const { driveDb, toneDb, mix } = plan
  const isTurning = isCurve(toneDb)
  const band = isTurning ? ({ type: 'tilt', freqHz: TONE_HZ, gainDb: toneDb } as const) : undefined
  const settings = { ...plan, ...(isTurning ? { toneDb: 0 } : {}) }
  if (!isCurve(driveDb)) {
    return isCurve(mix) || isTurning
      ? { settings: { ...settings, mix: 1 }, around: { band, after: mixOf(mix) } }
      : still<SaturationOptions>(plan)
  }
  const before: Gains = { curves: [driveDb], of: (db) => [dbToGain(db!)] }
  const after: Gains = { curves: [driveDb, mix], of: (db, part) => [1 - part!, part! * dbToGain(-db!), 0] }
  return { settings: { ...settings, driveDb: 0, mix: 1 }, around: { before, band, after } }
}

export function partsOfStereo(plan: MayMove<StereoOptions>): MovingParts<StereoOptions> {
  const { width, monoBelowHz } = plan
  const own = { monoBelowHz }
  const settings = { ...plan, monoBelowHz: monoBelowHz && curveValue(monoBelowHz, 0) }
  if (!isCurve(width)) return { settings, own, around: {} }
  const after: Gains = { curves: [width], of: (level) => [0, (1 + level!) / 2, (1 - level!) / 2] }
  return { settings: { ...settings, width: 1 }, own, around: { after } }
}

export function partsOfReverb(plan: MayMove<ReverbOptions>): MovingParts<ReverbOptions> {
  const { width, mix, predelayMs, decayS, dampingHz } = plan
  const own = { decayS, dampingHz }
  const held = { ...plan, decayS: curveValue(decayS, 0), dampingHz: curveValue(dampingHz, 0) }
  const isLate = isCurve(predelayMs)
  if (!isCurve(width) && !isCurve(mix) && !isLate) return { settings: held, own, around: {} }
  const after: Gains = {
    curves: [width, mix],
    of: (level, part) => [1 - part!, (part! * (1 + level!)) / 2, (part! * (1 - level!)) / 2],
  }
  const settings = { ...held, width: 1, mix: 1, ...(isLate ? { predelayMs: 0 } : {}) }
  return { settings, own, around: { lateMs: isLate ? predelayMs : undefined, after } }
}

export function partsOfConvolution(plan: MayMove<ConvolutionOptions>): MovingParts<ConvolutionOptions> {
  const { gainDb, mix, predelayMs } = plan
  const isLate = isCurve(predelayMs)
  if (!isCurve(gainDb) && !isCurve(mix) && !isLate) return still<ConvolutionOptions>(plan)
  const settings = { ...plan, gainDb: 0, mix: 1, ...(isLate ? { predelayMs: 0 } : {}) }
  return { settings, around: { lateMs: isLate ? predelayMs : undefined, after: mixAndGain(mix, gainDb) } }
}

/** Echoes and voices: what comes out is blended. */
export function partsOfMix<T extends ChorusOptions | DelayOptions>(plan: MayMove<T>): MovingParts<T> {
  const { mix } = plan as MayMove<ChorusOptions>
  return isCurve(mix) ? { settings: { ...plan, mix: 1 }, around: { after: mixOf(mix) } } : still<T>(plan)
}

/** Crossovers and widths the imager reads itself. */
export function partsOfImager(plan: MayMove<ImagerOptions>): MovingParts<ImagerOptions> {
  const { crossoversHz, widths } = plan
  const held = (values: readonly Curve[]) => values.map((value) => curveValue(value, 0))
  return {
    settings: { crossoversHz: held(crossoversHz), widths: held(widths) },
    own: { crossoversHz, widths },
    around: {},
  }
}

export function still<T>(settings: MayMove<T>): MovingParts<T> {
  return { settings, around: {} }
}

/** The same, silenced in favour of the input while `bypass` is 1. */
export function bypassed(around: Around, bypass: Curve): Around {
  const { curves, of } = around.after ?? { curves: [], of: () => [0, 1, 0] }
  const after: Gains = {
    curves: [bypass, ...curves],
    of: (off, ...values) => {
      const [dry, straight, crossed] = of(...values) as [number, number, number]
      return [off! + (1 - off!) * dry, (1 - off!) * straight, (1 - off!) * crossed]
    },
  }
  return { ...around, after }
}

/** By how much a setting that moves begins beside the value at which a processor would leave itself out. */
const HAIR = 1e-6

/** Settings that a processor is built with before they move: at work, with the shortest release and the greatest depth. */
export function builtFor<T extends object>(settings: MayMove<T>): T {
  const built = settingsAt<T>(settings, 0) as Record<string, unknown>
  const neutral: Record<string, number> = { ratio: 1, rangeDb: 0, attackDb: 0, sustainDb: 0, link: 1 }
  for (const [key, value] of Object.entries(settings)) {
    if (!isCurve(value)) continue
    if (key === 'releaseMs') built[key] = lowestOf(value)
    else if (key === 'depthMs') built[key] = highestOf(value)
    else if (built[key] === neutral[key]) built[key] = neutral[key]! + (key === 'link' ? -HAIR : HAIR)
  }
  return built as T
}
