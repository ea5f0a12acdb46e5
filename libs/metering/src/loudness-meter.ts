import type { Arena, Kernels, Pointer } from '@mixwright/kernels'
import { powerToDb } from './energy.ts'
import { type KWeighting, kWeighting } from './k-weighting.ts'
import { hopStartFrame, LoudnessHistory } from './loudness-history.ts'

const STATE_BYTES = 128
const FILTER_LENGTH = 9
const FRAME_BYTES = 16
/** Where the sums of a pair's state lie: K-weighted squares L R, sums L R, squares L R, products. */
const SUMS_OFFSET_BYTES = 64
const SUMS_LENGTH = 7
const SUMS_BYTES = 64

/** Weight of each channel in the loudness: 1 for L, R and C, 1.41 for surrounds, 0 for a channel that is left out. */
export type ChannelWeights = readonly number[]

/**
 * Loudness and plain averages, in one pass. Cheaper than a whole `Meter`.
 *
 * Shape   interleaved stereo f64, any number of frames a call; more than two channels come as pairs in their order, an
 *         odd last one twice
 * State   four filter states a channel and the sums of the 10 ms now running, in the arena; see LoudnessHistory
 * Source  ITU-R BS.1770-4, EBU Tech 3341
 */
export class LoudnessMeter {
  readonly history: LoudnessHistory
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #weights: ChannelWeights
  readonly #state: Pointer
  readonly #filter: Pointer
  readonly #pairs: number
  /** Sums of all hops that have ended. */
  readonly #totals: Pointer
  readonly #addFrames: Kernels['measureHop']
  #energyGain = 1
  #frames = 0
  #hop = 0

  /** @param options.averages whether they will be asked for; loudness alone is cheaper. Default true */
  constructor(
    arena: Arena,
    sampleRateHz: number,
    weights: ChannelWeights = [1, 1],
    { averages = true }: { averages?: boolean } = {},
  ) {
    this.history = new LoudnessHistory(sampleRateHz)
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#weights = weights
    this.#addFrames = averages ? arena.kernels.measureHop : arena.kernels.weighHop
    this.#pairs = Math.ceil(weights.length / 2)
    this.#state = arena.alloc(this.#pairs * STATE_BYTES)
    this.#totals = arena.alloc(this.#pairs * SUMS_BYTES)
    this.#filter = arena.alloc(FILTER_LENGTH * 8)
  }

  get frames(): number {
    return this.#frames
  }

  reset(): void {
    const { shelf, highPass } = kWeighting(this.#sampleRateHz)
    this.#arena.f64(this.#filter, FILTER_LENGTH).set(filterOf({ shelf, highPass }))
    this.#arena.bytes(this.#state, this.#pairs * STATE_BYTES).fill(0)
    this.#energyGain = highPass.gain * highPass.gain
    this.#frames = 0
    this.#hop = 0
    this.#arena.bytes(this.#totals, this.#pairs * SUMS_BYTES).fill(0)
    this.history.clear()
  }

  /** Adds frames, and gives their largest sample; the pair after the one at `audio` lies `pairBytes` further on. */
  add(audio: Pointer, frames: number, pairBytes = 0): number {
    const end = this.#frames + frames
    let at = audio
    let largest = 0
    while (this.#frames < end) {
      const hopEnd = hopStartFrame(this.#hop + 1, this.#sampleRateHz)
      const piece = Math.min(hopEnd, end) - this.#frames
      for (let pair = 0; pair < this.#pairs; pair++) {
        const state = this.#state + pair * STATE_BYTES
        largest = Math.max(largest, this.#addFrames(state, this.#filter, at + pair * pairBytes, piece))
      }
      this.#frames += piece
      at += piece * FRAME_BYTES
      if (this.#frames === hopEnd) this.#closeHop()
    }
    return largest
  }

  /** Averages over all frames so far; all 0 before the first. */
  averages(): Averages {
    const sums: number[] = []
    for (let pair = 0; pair < this.#pairs; pair++) {
      const totals = this.#arena.f64(this.#totals + pair * SUMS_BYTES, SUMS_LENGTH)
      const running = this.#arena.f64(this.#state + pair * STATE_BYTES + SUMS_OFFSET_BYTES, SUMS_LENGTH)
      for (let i = 0; i < SUMS_LENGTH; i++) sums.push(totals[i]! + running[i]!)
    }
    const mean = (pair: number, i: number) => (this.#frames > 0 ? sums[pair * SUMS_LENGTH + i]! / this.#frames : 0)
    const channels = this.#weights.map((_, channel) => [channel >> 1, channel % 2] as const)
    return {
      mean: channels.map(([pair, side]) => mean(pair, 2 + side)),
      power: channels.map(([pair, side]) => mean(pair, 4 + side)),
      product: mean(0, 6),
    }
  }

  #closeHop(): void {
    let energy = 0
    for (let pair = 0; pair < this.#pairs; pair++) {
      const [left, right] = [this.#weights[2 * pair]!, this.#weights[2 * pair + 1] ?? 0]
      const state = this.#state + pair * STATE_BYTES
      energy = this.#arena.kernels.closeHop(state, this.#totals + pair * SUMS_BYTES, left, right, energy)
    }
    this.history.push(energy * this.#energyGain)
    this.#hop++
  }
}

/** As drawn in assembly/loudness.ts. */
function filterOf({ shelf: { b0, b1, b2, a1, a2 }, highPass }: KWeighting): number[] {
  return [b0, b1 - a1 * b0, b2 - a2 * b0, a1, a2, -2 - highPass.a1, 1 - highPass.a2, highPass.a1, highPass.a2]
}

/** Averages over time, by channel. */
export interface Averages {
  mean: number[]
  power: number[]
  /** Of the first two channels with each other. */
  product: number
}

/** RMS level of all channels together, dBFS; a full-scale square wave is 0, silence -Infinity. */
export function rmsDbfs({ power }: Averages): number {
  return powerToDb(power.reduce((sum, one) => sum + one, 0) / power.length)
}

/** Mean of the channel that is furthest from 0, in sample units. */
export function dcOffset({ mean }: Averages): number {
  return mean.reduce((furthest, one) => (Math.abs(one) > Math.abs(furthest) ? one : furthest), 0)
}

/** Likeness of the first two channels, -1 … 1; null where one is silent. */
export function correlation({ power: [left = 0, right = left], product }: Averages): number | null {
  const scale = Math.sqrt(left) * Math.sqrt(right)
  return scale > 0 ? Math.max(-1, Math.min(1, product / scale)) : null
}

/** Level of the fold to mono, (L + R) / 2, against the stereo level, dB ≤ 0; null for silence. */
export function monoLossDb({ power: [left = 0, right = left], product }: Averages): number | null {
  const stereo = (left + right) / 2
  return stereo > 0 ? powerToDb(Math.max(0, (stereo + product) / 2) / stereo) : null
}

/** Share of the side, (L - R) / 2, in the power of side and mid, 0 … 1; null for silence. */
export function width({ power: [left = 0, right = left], product }: Averages): number | null {
  const both = left + right
  return both > 0 ? Math.max(0, Math.min(1, 0.5 - product / both)) : null
}
