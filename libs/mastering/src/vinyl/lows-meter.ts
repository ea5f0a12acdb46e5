import { QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, BiquadChain, maths, type Pointer, type Processor } from '@mixwright/dsp'

const CELL_S = 0.1
const SECTIONS = 2

/** Mean squares of the lows of mid and side in one stretch. */
export interface LowsCell {
  mid: number
  side: number
}

/** What a LowsTap has heard. */
export interface LowsHistory {
  cellS: number
  cells: readonly LowsCell[]
}

/**
 * Hears the lows of what passes through it, ahead of the filter that takes those of the side away.
 *
 * Shape    stereo; the audio is not touched
 * Band     a fourth-order Linkwitz-Riley low-pass, 6 dB down at the corner
 * Memory   two numbers for each 0.1 s
 */
export class LowsTap implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames = 0
  readonly #cornerHz: number
  readonly #sampleRateHz: number
  readonly #arena: Arena
  readonly #chain: BiquadChain
  readonly #quantum: Pointer
  /** Squares of mid and side in the stretch so far. */
  readonly #sums: Pointer
  readonly #cellQuanta: number
  #cells: LowsCell[] = []
  #quanta = 0

  constructor(cornerHz: number, arena: Arena, sampleRateHz: number) {
    this.#cornerHz = cornerHz
    this.#sampleRateHz = sampleRateHz
    this.#arena = arena
    this.#chain = new BiquadChain(arena, SECTIONS)
    this.#quantum = arena.allocFrames(QUANTUM_FRAMES)
    this.#sums = arena.allocFrames(1)
    this.#cellQuanta = Math.max(1, Math.floor((CELL_S * sampleRateHz) / QUANTUM_FRAMES + 0.5))
  }

  /** Ends the programme; the last stretch may be shorter than it counts for. */
  finish(): LowsHistory {
    if (this.#quanta > 0) this.#closeCell()
    return { cellS: (this.#cellQuanta * QUANTUM_FRAMES) / this.#sampleRateHz, cells: this.#cells }
  }

  reset(): void {
    const t = maths.tan((Math.PI * this.#cornerHz) / this.#sampleRateHz)
    const a0 = 1 + Math.SQRT2 * t + t * t
    const [b0, a1, a2] = [(t * t) / a0, (2 * (t * t - 1)) / a0, (1 - Math.SQRT2 * t + t * t) / a0]
    const section = { b0, b1: 2 * b0, b2: b0, a1, a2 }
    this.#chain.reset([section, section])
    this.#arena.kernels.clear(this.#sums, 1)
    this.#cells = []
    this.#quanta = 0
  }

  process(audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    for (let frame = 0; frame < frames; frame += QUANTUM_FRAMES) {
      kernels.copy(audio + frame * 16, this.#quantum, QUANTUM_FRAMES)
      kernels.place(this.#quantum, QUANTUM_FRAMES, 0.5, -0.5, 0.5, 0.5)
      this.#chain.process(this.#quantum, QUANTUM_FRAMES)
      kernels.addSquares(this.#quantum, QUANTUM_FRAMES, this.#sums)
      if (++this.#quanta === this.#cellQuanta) this.#closeCell()
    }
  }

  isAtRest(): boolean {
    return this.#chain.isAtRest()
  }

  #closeCell(): void {
    const frames = this.#cellQuanta * QUANTUM_FRAMES
    const sums = this.#arena.f64(this.#sums, 2)
    this.#cells.push({ mid: sums[0]! / frames, side: sums[1]! / frames })
    sums.fill(0)
    this.#quanta = 0
  }
}
