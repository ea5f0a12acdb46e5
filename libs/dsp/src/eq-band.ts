import type { Curve } from './curve.ts'
import { isCurve, type MayMove } from './may-move.ts'

/** What of the audio a band acts on: both channels, one of them, or their half sum (mid) or half difference (side). */
export type EqSide = 'stereo' | 'left' | 'right' | 'mid' | 'side'

interface Placed {
  /** Default stereo. */
  on?: EqSide | undefined
}

/** Butterworth filter that lets one side of `freqHz` through (-3 dB there). */
export interface PassBand extends Placed {
  type: 'highPass' | 'lowPass'
  /** Hz, > 0. */
  freqHz: number
  /** Steepness, 6 for each order: 6, 12, 18, 24, 36 or 48. */
  slopeDbPerOct: number
  /** Resonance, for 12 dB per octave only. > 0. Default 0.7071 (Butterworth). */
  q?: number | undefined
}

/** Raises or lowers what lies around `freqHz`. */
export interface BellBand extends Placed, Movement {
  type: 'bell'
  /** Hz, > 0. */
  freqHz: number
  /** dB; 0 leaves the audio as it is, bit for bit. */
  gainDb: number
  /** Width as in the RBJ cookbook: the bandwidth at half the gain is about freqHz / q. > 0. */
  q: number
}

/** Raises or lowers what lies on one side of `freqHz`. */
export interface ShelfBand extends Placed, Movement {
  type: 'lowShelf' | 'highShelf'
  /** The point of half the gain (in dB). Hz, > 0. */
  freqHz: number
  /** dB; 0 leaves the audio as it is, bit for bit. */
  gainDb: number
  /** What the slope comes to as the gain grows, 6 for each order: 6, 12, 18, 24, 36 or 48. Default 12. */
  slopeDbPerOct?: number | undefined
  /** Bend as in the RBJ cookbook, for 12 dB per octave only. > 0; default 0.7071 (Butterworth), above it overshoots. */
  q?: number | undefined
}

/** Turns the whole spectrum around `freqHz`: first order, so at most 6 dB an octave. */
export interface TiltBand extends Placed {
  type: 'tilt'
  /** Where the gain is 0 dB. Hz, > 0. */
  freqHz: number
  /** Far above `freqHz`; far below it is as much the other way. dB; 0 leaves the audio as it is, bit for bit. */
  gainDb: number
}

/** Removes (`notch`), keeps (`bandPass`, 0 dB at the centre) or turns the phase (`allPass`) around `freqHz`. */
export interface FocusBand extends Placed {
  type: 'notch' | 'bandPass' | 'allPass'
  /** Hz, > 0. */
  freqHz: number
  /** Centre frequency over bandwidth. > 0. */
  q: number
}

/** How far a band's gain moves, and what moves it: the level of the band itself. */
export interface Movement {
  /** Level in the band above which its gain moves, a dB for a dB, bent over the first 6 dB. dBFS. */
  thresholdDb?: number | undefined
  /** Most that is added to the gain; negative takes away. dB. Default 0: stands still. */
  rangeDb?: number | undefined
  /** Time to cover 63 % of a move away from `gainDb`. ms, >= 0. Default 5. */
  attackMs?: number | undefined
  /** Time to cover 63 % of the way back. ms, >= 0. Default 80. */
  releaseMs?: number | undefined
}

export type EqBand = PassBand | BellBand | ShelfBand | TiltBand | FocusBand

/** Bands in series. */
export interface EqOptions {
  bands: readonly EqBand[]
  /** `linear` keeps the phase: one symmetric filter does what the bands' magnitudes are together. Default minimum. */
  phase?: 'minimum' | 'linear' | undefined
}

/** A band whose settings may move over song time. */
export type MovableBand = MayMove<EqBand>

/** A band whose gain follows the level. Its range stays on one side of 0 dB. */
export type MovingBand = MayMove<BellBand | ShelfBand> & { thresholdDb: Curve; rangeDb: Curve }

/** True for a band whose gain follows the level. */
export function isMoving(band: MovableBand): band is MovableBand & MovingBand {
  return 'rangeDb' in band && band.thresholdDb !== undefined && band.rangeDb !== undefined && band.rangeDb !== 0
}

/** True for a band whose frequency, gain or q moves over song time. */
export function isSwept(band: MovableBand): boolean {
  return isCurve(band.freqHz) || ('gainDb' in band && isCurve(band.gainDb)) || ('q' in band && isCurve(band.q))
}

/** True for a band whose gain, where it does not move, changes nothing. */
export function isFlat(band: MovableBand): boolean {
  return 'gainDb' in band && band.gainDb === 0
}
