import type { Arena, Pointer } from '@mixwright/kernels'
import { DynamicsPath } from './dynamics-path.ts'
import { GateRider, type GateRiderOptions } from './gate-rider.ts'
import { type Linked, LinkedRiders } from './linked-riders.ts'
import type { Processor } from './processor.ts'
import type { SidechainOptions } from './sidechain.ts'

export interface ExpanderOptions {
  /** Level under which gain is reduced. dBFS, of the largest sample, the louder channel. */
  thresholdDb: number
  /** Output dB under the threshold per input dB. >= 1; 1 does nothing. */
  ratio: number
  /** Width of the bend, centred on the threshold. dB, 0 (hard) and up. */
  kneeDb: number
  /** Most that the gain is reduced by. dB, >= 0; 0 does nothing. */
  rangeDb: number
  /** Time to cover 63 % of a rise of the gain, in dB. ms, >= 0. */
  attackMs: number
  /** Time to cover 63 % of its fall, in dB. ms, >= 0. */
  releaseMs: number
  /** Delays the audio, but not what steers it, so that the gain is up before a beat. ms, >= 0. Default 0. */
  lookaheadMs?: number | undefined
  /** How far each channel goes along with the one that is reduced less: 0 not at all, 1 both alike. Default 1. */
  link?: number | undefined
  /** What is heard of the key. Default all of it. */
  sidechain?: SidechainOptions | undefined
}

/**
 * Downward expander with an external or filtered key. Before the song begins its gain is down by the range.
 *
 * Shape    stereo → stereo, in place
 * Latency  lookaheadMs
 * Link     at 1 one level, the louder channel's, steers both. Under 1 each channel has a level, and its wanted
 *          reduction in dB moves by `link` of the way to the smaller one
 * State    one gain (dB) and the peaks held, of each channel if the link is under 1; key filters; the look-ahead
 * Neutral  a ratio of 1 or a range of 0: the audio is not touched, and not delayed. Over the knee, with the gain back
 *          at 0 dB, it is exactly 1
 */
export class Expander implements Processor {
  readonly latencyFrames: number
  readonly gapFrames = 0
  readonly #isNeutral: boolean
  readonly #rider: GateRider | LinkedRiders<GateRider>
  readonly #path: DynamicsPath

  constructor(options: ExpanderOptions, arena: Arena, sampleRateHz: number) {
    const { link = 1, lookaheadMs = 0, sidechain } = options
    const make = () => new GateRider(ridden(options), arena, sampleRateHz)
    const rider = link === 1 ? make() : new LinkedRiders(make, { link, towards: 'smaller' }, arena)
    this.#rider = rider
    this.#path = new DynamicsPath(rider, { lookaheadMs, sidechain }, arena, sampleRateHz)
    this.#isNeutral = (options.ratio === 1 || options.rangeDb === 0) && !sidechain?.listen
    this.latencyFrames = this.#isNeutral ? 0 : this.#path.latencyFrames
  }

  reset(): void {
    this.#path.reset()
  }

  process(audio: Pointer, frames: number, key: Pointer = audio): void {
    if (!this.#isNeutral) this.#path.process(audio, frames, key)
  }

  /** Goes on with other settings; the release is not shorter than at first. */
  retune(options: ExpanderOptions, next: ExpanderOptions): void {
    this.#rider.retune(ridden(options), ridden(next))
  }

  isAtRest(): boolean {
    return this.#isNeutral || this.#path.isAtRest()
  }
}

function ridden(options: ExpanderOptions): GateRiderOptions & Linked {
  return { ...options, law: options }
}
