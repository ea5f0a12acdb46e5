import { QUANTUM_FRAMES } from '@mixwright/audio'
import type { Arena, Pointer } from '@mixwright/kernels'

/** Pairs of taps of the half-band filters, from the lowest rate up. */
const PAIRS = [36, 8, 6] as const
const HALF_BAND_STOP_DB = 100
/**
 * The last filter on the way down is no half-band filter: it passes what lies below 0.4535 of the session rate (20 kHz
 * at 44.1 kHz) and stops all from a half of it on, so that nothing folds back into the audio.
 */
const LAST_PAIRS = 124
const LAST_STOP_DB = 90
const LAST_CUTOFF = (0.4535 + 0.5) / 4
const FRAME_BYTES = 16

interface Filter {
  taps: Pointer
  pairs: number
  /** 2 for a half-band filter, whose other taps are 0. */
  stride: 1 | 2
}

interface Stage {
  /** Frames of one quantum before the stage; behind it there are twice as many. */
  frames: number
  up: Filter
  upLine: Pointer
  down: Filter
  downLine: Pointer
  raised: Pointer
}

export interface OversamplerOptions {
  /** 4 or 8 times the session rate. */
  times: 4 | 8
  /** Frames of the raised rate by which what is computed there comes late. */
  lateFrames: 0 | 1
}

/** Lets something be computed at a multiple of the session rate, between linear-phase filters. */
export class Oversampler {
  /** Frames of the session rate by which the result lags, whatever `lateFrames` is. */
  readonly latencyFrames: number
  readonly #arena: Arena
  readonly #lateFrames: 0 | 1
  readonly #stages: readonly Stage[]
  #silentFrames = 0

  constructor({ times, lateFrames }: OversamplerOptions, arena: Arena) {
    this.#arena = arena
    this.#lateFrames = lateFrames
    this.#stages = PAIRS.slice(0, times === 8 ? 3 : 2).map((pairs, index) => {
      const frames = QUANTUM_FRAMES * (1 << index)
      const up: Filter = { taps: arena.alloc((pairs + 1) * 8), pairs, stride: 2 }
      const last: Filter = { taps: arena.alloc((LAST_PAIRS + 1) * 8), pairs: LAST_PAIRS, stride: 1 }
      const down = index === 0 ? last : up
      return {
        frames,
        up,
        upLine: arena.allocFrames(upLineFrames(up, frames)),
        down,
        downLine: arena.allocFrames(downLineFrames(down, frames)),
        raised: arena.allocFrames(2 * frames),
      }
    })
    this.latencyFrames = this.#stages.reduce((sum, { up, down, frames }) => {
      return sum + ((up.pairs + delayFrames(down)) * QUANTUM_FRAMES) / frames
    }, 0)
  }

  reset(): void {
    const { kernels } = this.#arena
    this.#silentFrames = Number.POSITIVE_INFINITY
    for (const { up, upLine, down, downLine, frames } of this.#stages) {
      this.#design(up)
      if (down !== up) this.#design(down)
      kernels.clear(upLine, upLineFrames(up, frames))
      kernels.clear(downLine, downLineFrames(down, frames))
    }
  }

  /** Raises one quantum at `audio`, lets `compute` work on it in place, and lowers it again. */
  process(audio: Pointer, compute: (raised: Pointer, frames: number) => void): void {
    const { kernels } = this.#arena
    const silent = kernels.isZero(audio, QUANTUM_FRAMES * FRAME_BYTES) === 1
    if (silent && this.isAtRest()) return
    this.#silentFrames = silent ? this.#silentFrames + QUANTUM_FRAMES : 0
    let at = audio
    for (const { up, upLine, frames, raised } of this.#stages) {
      kernels.raiseRate(up.taps, up.pairs, upLine, at, frames, raised)
      at = raised
    }
    const top = this.#stages.length - 1
    compute(at, 2 * this.#stages[top]!.frames)
    for (let index = top; index >= 0; index--) {
      const { down, downLine, frames, raised } = this.#stages[index]!
      const to = index === 0 ? audio : this.#stages[index - 1]!.raised
      const lead = index === top ? this.#lateFrames : 0
      kernels.lowerRate(down.taps, down.pairs, down.stride, downLine, raised, frames, to, lead)
    }
  }

  /** True when only silence is left inside: the filters remember less than twice the latency and a quantum. */
  isAtRest(): boolean {
    return this.#silentFrames >= 2 * this.latencyFrames + QUANTUM_FRAMES
  }

  /** Writes a windowed sinc as drawn in assembly/oversampler.ts, gain 1 at 0 Hz. */
  #design({ taps, pairs, stride }: Filter): void {
    const isHalfBand = stride === 2
    const cutoff = isHalfBand ? 0.25 : LAST_CUTOFF
    const beta = 0.1102 * ((isHalfBand ? HALF_BAND_STOP_DB : LAST_STOP_DB) - 8.7)
    const table = this.#arena.f64(taps, pairs + 1)
    this.#arena.kernels.kaiserSinc(taps, 1, 0, 1, cutoff, pairs * stride + 1, beta)
    this.#arena.kernels.kaiserSinc(taps + 8, pairs, 1, stride, cutoff, pairs * stride + 1, beta)
    const beside = 2 * table.subarray(1).reduce((sum, tap) => sum + tap, 0)
    if (isHalfBand) {
      table[0] = 1
      for (let i = 1; i <= pairs; i++) table[i]! /= beside
    } else {
      const sum = table[0]! + beside
      for (let i = 0; i <= pairs; i++) table[i]! *= 2 / sum
    }
  }
}

/** Frames of the lower rate by which a filter on the way down lags. */
function delayFrames({ pairs, stride }: Filter): number {
  return (pairs * stride) / 2
}

function upLineFrames({ pairs }: Filter, frames: number): number {
  return 2 * pairs - 1 + frames
}

function downLineFrames(down: Filter, frames: number): number {
  return 4 * delayFrames(down) + 2 * frames
}
