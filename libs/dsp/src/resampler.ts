import type { Arena, Pointer } from '@mixwright/kernels'
import { BandLimiter } from './band-limiter.ts'
import { Interpolator } from './interpolator.ts'
import { type ReadFrames, readStretch } from './read-frames.ts'

export interface ResamplerOptions {
  /** Rate of the input. Hz, whole, 8000…384000. */
  fromHz: number
  /** Rate of the output. Hz, whole, 8000…384000. */
  toHz: number
}

/** Largest power of two between the rates that is reached without an interpolator. */
const MAX_FACTOR = 4
/** Least rate between the stages, in units of the lower of the outer two. */
const MIDDLE_RATE = 1.5

/**
 * Sample-rate converter. Output frame n is the input at time n fromHz / toHz: linear phase, no delay.
 *
 * Shape     stereo, pulled: `render` reads the input it needs
 * Pass-band flat within 0.001 dB to 0.907 of the lower Nyquist frequency (20 kHz at 44.1 kHz)
 * Stop-band aliases and images under -140 dB from the lower Nyquist frequency on
 * Position  a frame's bits depend on its place in the song, not on the order or the size of the calls
 * Equal rates pass bit for bit
 * Source    band limit by overlap-save in the spectrum, then a Kaiser-windowed polyphase bank
 *           (Crochiere and Rabiner, "Multirate Digital Signal Processing", 1983)
 */
export class Resampler {
  readonly #arena: Arena
  readonly #options: ResamplerOptions
  readonly #limiter: BandLimiter | undefined
  readonly #interpolator: Interpolator | undefined
  /** An output frame lies advance / phases middle frames after the one before. */
  readonly #advance: number
  readonly #phases: number
  readonly #window: Pointer
  #windowStart = 0
  #windowEnd = 0

  constructor(options: ResamplerOptions, arena: Arena) {
    const { fromHz, toHz } = options
    for (const rateHz of [fromHz, toHz]) {
      if (!Number.isInteger(rateHz) || rateHz < 8000 || rateHz > 384000) {
        throw new RangeError(`sample rate: got ${rateHz} Hz, allowed whole numbers from 8000 to 384000`)
      }
    }
    this.#arena = arena
    this.#options = options
    this.#advance = 1
    this.#phases = 1
    this.#window = 0
    if (fromHz === toHz) return
    const lowerHz = Math.min(fromHz, toHz)
    const factor = middleFactor(fromHz, toHz)
    const middleHz = fromHz * factor
    this.#limiter = new BandLimiter(fromHz, lowerHz / 2, factor, arena)
    let taps = 0
    if (middleHz !== toHz) {
      const [advance, phases] = lowestTerms(fromHz * Math.max(1, factor), toHz * Math.max(1, 1 / factor))
      this.#advance = advance
      this.#phases = phases
      this.#interpolator = new Interpolator(advance, phases, lowerHz / middleHz, arena)
      taps = this.#interpolator.taps
    }
    this.#window = arena.allocFrames(taps + this.#limiter.hopFrames)
  }

  /** `resampledFrames` of this conversion. */
  outputFrames(inputFrames: number): number {
    return resampledFrames(inputFrames, this.#options)
  }

  reset(): void {
    this.#limiter?.reset()
    this.#interpolator?.reset()
    this.#windowStart = 0
    this.#windowEnd = 0
  }

  /**
   * Writes `outFrames` frames from `outStart` on to `at`; frames before 0 hold what the filter rings ahead. Consecutive
   * calls read the input in order, each frame once; any other order is allowed.
   */
  render(readInput: ReadFrames, outStart: number, outFrames: number, at: Pointer): void {
    if (!this.#limiter) {
      readStretch(readInput, outStart, outFrames, at, this.#arena)
      return
    }
    const reach = this.#interpolator ? this.#interpolator.taps / 2 : 0
    for (let next = outStart, left = outFrames; left > 0; ) {
      const remainder = (next * this.#advance) % this.#phases
      const phase = remainder < 0 ? remainder + this.#phases : remainder
      const base = (next * this.#advance - phase) / this.#phases
      const first = base - Math.max(0, reach - 1)
      if (first < this.#windowStart || first > this.#windowEnd) this.#seek(first, readInput)
      while (base + reach >= this.#windowEnd) this.#extend(first, readInput)
      const ready = Math.ceil(((this.#windowEnd - reach - base) * this.#phases - phase) / this.#advance)
      const frames = Math.min(left, ready)
      const input = this.#window + (first - this.#windowStart) * 16
      if (this.#interpolator) this.#interpolator.render(input, phase, at, frames)
      else this.#arena.kernels.copy(input, at, frames)
      next += frames
      left -= frames
      at += frames * 16
    }
  }

  /** Starts the window anew with the block that holds a frame. */
  #seek(frame: number, readInput: ReadFrames): void {
    const hop = this.#limiter!.hopFrames
    this.#windowStart = Math.floor(frame / hop) * hop
    this.#windowEnd = this.#windowStart
    this.#extend(this.#windowStart, readInput)
  }

  /** Forgets what lies before `first` and appends the next block. */
  #extend(first: number, readInput: ReadFrames): void {
    const limiter = this.#limiter!
    const kept = this.#windowEnd - first
    if (kept > 0) this.#arena.kernels.copy(this.#window + (first - this.#windowStart) * 16, this.#window, kept)
    limiter.render(this.#windowEnd / limiter.hopFrames, readInput, this.#window + kept * 16)
    this.#windowStart = first
    this.#windowEnd += limiter.hopFrames
  }
}

/** Frames that `frames` frames become: one for every output moment before the input's end, ceil(frames toHz / fromHz). */
export function resampledFrames(frames: number, { fromHz, toHz }: ResamplerOptions): number {
  const product = frames * toHz
  const remainder = product % fromHz
  return (product - remainder) / fromHz + (remainder > 0 ? 1 : 0)
}

/**
 * Rate between the stages, as a power of two times the input rate: the output rate itself where it is one, else the
 * least that leaves the interpolator room.
 */
function middleFactor(fromHz: number, toHz: number): number {
  const leastHz = MIDDLE_RATE * Math.min(fromHz, toHz)
  let factor = 1
  while (fromHz * factor < leastHz) factor *= 2
  while ((fromHz * factor) / 2 >= leastHz) factor /= 2
  for (let exact = factor / 2; exact <= MAX_FACTOR; exact *= 2) if (fromHz * exact === toHz) return exact
  return factor
}

function lowestTerms(numerator: number, denominator: number): [number, number] {
  let [a, b] = [numerator, denominator]
  while (b > 0) [a, b] = [b, a % b]
  return [numerator / a, denominator / a]
}
