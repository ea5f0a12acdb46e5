import type { Arena, Pointer } from '@mixwright/kernels'
import { powerToDb } from './energy.ts'
import { kWeighting } from './k-weighting.ts'
import { hopStartFrame, LoudnessHistory } from './loudness-history.ts'

const STATE_BYTES = 128
const FILTER_LENGTH = 7
const FRAME_BYTES = 16
/** Doubles of the state that `closeHop` ends: K-weighted squares L R, sums L R, squares L R, products. */
const SUMS_OFFSET_BYTES = 64
const SUMS_LENGTH = 7

/** Weight of each channel in the loudness: 1 for L, R and C, 1.41 for surrounds, 0 for a channel that is left out. */
export type ChannelWeights = readonly [left: number, right: number]

/**
 * Loudness and plain averages of stereo audio, in one pass. Cheaper than a whole `Meter`.
 *
 * Shape   interleaved stereo f64, any number of frames a call
 * State   four filter states and the sums of the 10 ms now running, in the arena; the energies of past hops, in
 *         JavaScript memory, 8 bytes each
 * Source  ITU-R BS.1770-4, EBU Tech 3341
 */
export class LoudnessMeter {
  readonly history: LoudnessHistory
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #weights: ChannelWeights
  readonly #state: Pointer
  readonly #filter: Pointer
  #energyGain = 1
  #frames = 0
  #hop = 0
  #sums = new Float64Array(SUMS_LENGTH)

  constructor(arena: Arena, sampleRateHz: number, weights: ChannelWeights = [1, 1]) {
    this.history = new LoudnessHistory(sampleRateHz)
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#weights = weights
    this.#state = arena.alloc(STATE_BYTES)
    this.#filter = arena.alloc(FILTER_LENGTH * 8)
  }

  get frames(): number {
    return this.#frames
  }

  reset(): void {
    const { shelf, highPass } = kWeighting(this.#sampleRateHz)
    const filter = [shelf.b0, shelf.b1, shelf.b2, shelf.a1, shelf.a2, highPass.a1, highPass.a2]
    this.#arena.f64(this.#filter, FILTER_LENGTH).set(filter)
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    this.#energyGain = highPass.gain * highPass.gain
    this.#frames = 0
    this.#hop = 0
    this.#sums.fill(0)
    this.history.clear()
  }

  add(audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    const end = this.#frames + frames
    let at = audio
    while (this.#frames < end) {
      const hopEnd = hopStartFrame(this.#hop + 1, this.#sampleRateHz)
      const piece = Math.min(hopEnd, end) - this.#frames
      kernels.measureHop(this.#state, this.#filter, at, piece)
      this.#frames += piece
      at += piece * FRAME_BYTES
      if (this.#frames === hopEnd) this.#closeHop()
    }
  }

  /** Mean squares, means and mean product of both channels over all frames so far; all 0 before the first. */
  averages(): Averages {
    const running = this.#runningSums()
    const mean = (i: number) => (this.#frames > 0 ? (this.#sums[i]! + running[i]!) / this.#frames : 0)
    return { mean: [mean(2), mean(3)], power: [mean(4), mean(5)], product: mean(6) }
  }

  #closeHop(): void {
    const running = this.#runningSums()
    this.history.push((this.#weights[0] * running[0]! + this.#weights[1] * running[1]!) * this.#energyGain)
    for (let i = 0; i < SUMS_LENGTH; i++) this.#sums[i] = this.#sums[i]! + running[i]!
    this.#arena.kernels.closeHop(this.#state)
    this.#hop++
  }

  #runningSums(): Float64Array {
    return this.#arena.f64(this.#state + SUMS_OFFSET_BYTES, SUMS_LENGTH)
  }
}

/** Averages over time, left then right. */
export interface Averages {
  mean: [number, number]
  power: [number, number]
  product: number
}

/** RMS level of both channels together, dBFS; a full-scale square wave is 0, silence -Infinity. */
export function rmsDbfs({ power }: Averages): number {
  return powerToDb((power[0] + power[1]) / 2)
}

/** Mean of the channel that is further from 0, in sample units. */
export function dcOffset({ mean }: Averages): number {
  return Math.abs(mean[1]) > Math.abs(mean[0]) ? mean[1] : mean[0]
}

/** Likeness of the channels, -1 … 1; null where one is silent. */
export function correlation({ power, product }: Averages): number | null {
  const scale = Math.sqrt(power[0]) * Math.sqrt(power[1])
  return scale > 0 ? Math.max(-1, Math.min(1, product / scale)) : null
}

/** Level of the fold to mono, (L + R) / 2, against the stereo level, dB ≤ 0; null for silence. */
export function monoLossDb({ power, product }: Averages): number | null {
  const stereo = (power[0] + power[1]) / 2
  return stereo > 0 ? powerToDb(Math.max(0, (stereo + product) / 2) / stereo) : null
}
