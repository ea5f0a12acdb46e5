import type { Arena, Pointer } from '@mixwright/kernels'
import { DynamicsPath } from './dynamics-path.ts'
import { GainRider, type GainRiderOptions } from './gain-rider.ts'
import { type Linked, LinkedRiders } from './linked-riders.ts'
import type { Processor } from './processor.ts'
import type { SidechainOptions } from './sidechain.ts'

export interface CompressorOptions extends Omit<GainRiderOptions, 'rangeDb'> {
  /** Delays the audio, but not what steers it, so that the gain is down before a peak. ms, >= 0. */
  lookaheadMs: number
  /** How far each channel goes along with the one that is reduced more: 0 not at all, 1 both alike. Default 1. */
  link?: number | undefined
  /** What is heard of the key. Default all of it. */
  sidechain?: SidechainOptions | undefined
}

/**
 * Soft-knee feed-forward compressor with an external or filtered key and a parallel dry path.
 *
 * Shape    stereo → stereo, in place
 * Latency  lookaheadMs; the dry path of `mix` is delayed with the rest
 * Link     at 1 one level, the louder channel's, steers both. Under 1 each channel has a level, and its wanted
 *          reduction in dB moves by `link` of the way to the larger one
 * State    two envelopes (dB) and the peaks held, of each channel if the link is under 1; key filters; the look-ahead
 * Neutral  a ratio of 1 without make-up, or a mix of 0: the audio is not touched, and not delayed. Below the knee and
 *          with the envelope back at 0 dB, the gain without make-up is exactly 1
 * Source   Giannoulis, Massberg and Reiss, JAES 60(6), 2012
 */
export class Compressor implements Processor {
  readonly latencyFrames: number
  readonly gapFrames = 0
  readonly #isNeutral: boolean
  readonly #rider: GainRider | LinkedRiders<GainRider>
  readonly #path: DynamicsPath

  constructor(options: CompressorOptions, arena: Arena, sampleRateHz: number) {
    const { link = 1 } = options
    const make = () => new GainRider(ridden(options), arena, sampleRateHz)
    const rider = link === 1 ? make() : new LinkedRiders(make, { link, towards: 'larger' }, arena)
    this.#rider = rider
    this.#path = new DynamicsPath(rider, options, arena, sampleRateHz)
    this.#isNeutral = isNeutralCompressor(options) && !options.sidechain?.listen
    this.latencyFrames = this.#isNeutral ? 0 : this.#path.latencyFrames
  }

  reset(): void {
    this.#path.reset()
  }

  process(audio: Pointer, frames: number, key: Pointer = audio): void {
    if (!this.#isNeutral) this.#path.process(audio, frames, key)
  }

  /** Goes on with another curve and other times; the release is not shorter than at first. */
  retune(options: CompressorOptions, next: CompressorOptions): void {
    this.#rider.retune(ridden(options), ridden(next))
  }

  /** Largest gain reduction since this was last asked, dB >= 0; the larger of both channels. */
  takeReductionDb(): number {
    if (this.#isNeutral) return 0
    const rider = this.#rider
    if (rider instanceof GainRider) return rider.takeReductionDb()
    return Math.max(rider.left.takeReductionDb(), rider.right.takeReductionDb())
  }

  isAtRest(): boolean {
    return this.#isNeutral || this.#path.isAtRest()
  }
}

function ridden(options: CompressorOptions): GainRiderOptions & Linked {
  return { ...options, rangeDb: Number.POSITIVE_INFINITY }
}

/** True for settings that return the input. */
export function isNeutralCompressor({ ratio, makeupDb, mix }: CompressorOptions): boolean {
  return (ratio === 1 && makeupDb === 0) || mix === 0
}
