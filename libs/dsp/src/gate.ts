import type { Arena, Pointer } from '@mixwright/kernels'
import { DynamicsPath } from './dynamics-path.ts'
import { GateRider, type GateRiderOptions } from './gate-rider.ts'
import { type Linked, LinkedRiders } from './linked-riders.ts'
import type { Processor } from './processor.ts'
import type { SidechainOptions } from './sidechain.ts'

export interface GateOptions {
  /** Level that opens the gate. dBFS, of the largest sample, the louder channel. */
  thresholdDb: number
  /** How far the level must fall under the threshold before the gate closes. dB, >= 0. */
  hysteresisDb: number
  /** How far the gate closes. dB, >= 0; 0 does nothing. */
  rangeDb: number
  /** Time to cover 63 % of opening, in dB. ms, >= 0. */
  attackMs: number
  /** Time that it stays open for after the level has fallen. ms, >= 0. */
  holdMs: number
  /** Time to cover 63 % of closing, in dB. ms, >= 0. */
  releaseMs: number
  /** Delays the audio, but not what opens the gate, so that it is open before a beat. ms, >= 0. */
  lookaheadMs: number
  /** How far each channel goes along with the one that is more open: 0 not at all, 1 both alike. Default 1. */
  link?: number | undefined
  /** What is heard of the key. Default all of it. */
  sidechain?: SidechainOptions | undefined
}

/**
 * Gate with an external or filtered key. It is closed before the song begins.
 *
 * Shape    stereo → stereo, in place
 * Latency  lookaheadMs
 * Link     at 1 one level, the louder channel's, opens both. Under 1 each channel opens and holds by its own, and its
 *          wanted reduction in dB moves by `link` of the way to the smaller one
 * State    one gain (dB) and the hold, of each channel if the link is under 1; key filters; the look-ahead
 * Neutral  a range of 0: the audio is not touched, and not delayed. Open, with the gain back at 0 dB, it is exactly 1
 */
export class Gate implements Processor {
  readonly latencyFrames: number
  readonly gapFrames = 0
  readonly #isNeutral: boolean
  readonly #rider: GateRider | LinkedRiders<GateRider>
  readonly #path: DynamicsPath

  constructor(options: GateOptions, arena: Arena, sampleRateHz: number) {
    const { link = 1 } = options
    const make = () => new GateRider(ridden(options), arena, sampleRateHz)
    const rider = link === 1 ? make() : new LinkedRiders(make, { link, towards: 'smaller' }, arena)
    this.#rider = rider
    this.#path = new DynamicsPath(rider, options, arena, sampleRateHz)
    this.#isNeutral = options.rangeDb === 0 && !options.sidechain?.listen
    this.latencyFrames = this.#isNeutral ? 0 : this.#path.latencyFrames
  }

  reset(): void {
    this.#path.reset()
  }

  process(audio: Pointer, frames: number, key: Pointer = audio): void {
    if (!this.#isNeutral) this.#path.process(audio, frames, key)
  }

  /** Goes on with other levels and times, all but the look-ahead. */
  retune(options: GateOptions, next: GateOptions): void {
    this.#rider.retune(ridden(options), ridden(next))
  }

  isAtRest(): boolean {
    return this.#isNeutral || this.#path.isAtRest()
  }
}

function ridden(options: GateOptions): GateRiderOptions & Linked {
  const { thresholdDb, hysteresisDb, holdMs } = options
  return { ...options, law: { openDb: thresholdDb, closeDb: thresholdDb - hysteresisDb, holdMs } }
}
