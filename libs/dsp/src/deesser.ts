import type { Arena, Pointer } from '@mixwright/kernels'
import { CrossoverFilter } from './crossover-filter.ts'
import type { Curve } from './curve.ts'
import { GainRider, RIDE_FRAMES } from './gain-rider.ts'
import { LinkedRiders } from './linked-riders.ts'
import type { Processor } from './processor.ts'

export interface DeesserOptions {
  /** Where the band that is heard and reduced begins; may move. Hz, > 0. */
  freqHz: Curve
  /** Level of the band above which it is reduced. dBFS. */
  thresholdDb: number
  /** Band dB over the threshold per dB out. >= 1; 1 does nothing. */
  ratio: number
  /** Time to cover 63 % of a rise of the reduction. ms, >= 0. */
  attackMs: number
  /** Time to cover 63 % of its fall. ms, >= 0; `auto` lets it depend on the programme. */
  releaseMs: number | 'auto'
  /** Most that the band is reduced by. dB, >= 0; 0 does nothing. */
  rangeDb: number
  /** How far each channel goes along with the one that is reduced more: 0 not at all, 1 both alike. Default 1. */
  link?: number | undefined
}

const FRAME_BYTES = 16
const PATH = { kneeDb: 6, makeupDb: 0, mix: 1, detector: 'peak' } as const

/**
 * Split-band de-esser: what lies above a Linkwitz-Riley crossover is compressed by its own level, knee 6 dB.
 *
 * Shape    stereo → stereo, in place; an external key is not heard
 * Latency  0 frames
 * Link     as in the compressor
 * Neutral  ratio 1 or range 0: the audio is not touched. Without reduction both bands add up to an all-pass: level
 *          kept, phase turned around `freqHz`
 */
export class Deesser implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames = 0
  readonly #arena: Arena
  readonly #isNeutral: boolean
  readonly #low: CrossoverFilter
  readonly #high: CrossoverFilter
  readonly #rider: GainRider | LinkedRiders<GainRider>
  readonly #lowBand: Pointer

  constructor(options: DeesserOptions, arena: Arena, sampleRateHz: number) {
    this.#arena = arena
    this.#isNeutral = options.ratio === 1 || options.rangeDb === 0
    const { freqHz, link = 1 } = options
    this.#low = new CrossoverFilter([{ freqHz, part: 'low' }], arena, sampleRateHz)
    this.#high = new CrossoverFilter([{ freqHz, part: 'high' }], arena, sampleRateHz)
    const make = () => new GainRider({ ...options, ...PATH }, arena, sampleRateHz)
    this.#rider = link === 1 ? make() : new LinkedRiders(make, { link, towards: 'larger' }, arena)
    this.#lowBand = arena.allocFrames(RIDE_FRAMES)
  }

  reset(): void {
    this.#low.reset()
    this.#high.reset()
    this.#rider.reset()
  }

  process(audio: Pointer, frames: number, _key?: Pointer, songFrame = 0): void {
    if (this.#isNeutral) return
    const { kernels } = this.#arena
    for (let done = 0; done < frames; done += RIDE_FRAMES) {
      const piece = Math.min(RIDE_FRAMES, frames - done)
      const at = audio + done * FRAME_BYTES
      kernels.copy(at, this.#lowBand, piece)
      this.#low.process(this.#lowBand, piece, songFrame + done)
      this.#high.process(at, piece, songFrame + done)
      if (this.#rider.follow(at, piece)) this.#rider.apply(at, piece)
      kernels.accumulate(at, this.#lowBand, piece, 1)
    }
  }

  /** Goes on with other settings; the release is not shorter than at first. */
  retune(options: DeesserOptions, next: DeesserOptions): void {
    this.#rider.retune({ ...options, ...PATH }, { ...next, ...PATH })
  }

  /** Largest reduction of the band since this was last asked, dB >= 0. */
  takeReductionDb(): number {
    if (this.#isNeutral) return 0
    const rider = this.#rider
    if (rider instanceof GainRider) return rider.takeReductionDb()
    return Math.max(rider.left.takeReductionDb(), rider.right.takeReductionDb())
  }

  isAtRest(): boolean {
    return this.#isNeutral || (this.#low.isAtRest() && this.#high.isAtRest() && this.#rider.isAtRest())
  }
}
