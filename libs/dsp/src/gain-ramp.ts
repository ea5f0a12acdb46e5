import type { Arena, Pointer } from '@mixwright/kernels'
import { type Curve, curveValue, curveValueBefore, forEachSegment } from './curve.ts'

/** Gains that follow from the values of curves. */
export interface Gains {
  readonly curves: readonly Curve[]
  /** The gains for a value of each curve, linear. */
  of(...values: number[]): readonly number[]
}

/** Gains at both ends of a straight part, and which of its frames the first of a piece is. */
interface Part {
  readonly offset: number
  readonly count: number
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly begun: number
  readonly length: number
}

const FRAME_BYTES = 16

/** Gains that move in straight lines between exact values at every 64th song frame and at every point of a curve. */
export class GainRamp {
  readonly #arena: Arena
  readonly #matrix: Pointer

  constructor(arena: Arena) {
    this.#arena = arena
    this.#matrix = arena.alloc(64)
  }

  /** Multiplies frames by one gain. */
  scale(gains: Gains, audio: Pointer, frames: number, songFrame: number): void {
    forEachPart(gains, songFrame, frames, (part) => this.#place(part, audio, 0))
  }

  /** Multiplies each side by one gain, and adds the other side by a second. */
  place(gains: Gains, audio: Pointer, frames: number, songFrame: number): void {
    forEachPart(gains, songFrame, frames, (part) => this.#place(part, audio, 0, 1))
  }

  /** Blends by three gains: of `dry`, of each side of `audio`, and of its other side. */
  blend(gains: Gains, audio: Pointer, dry: Pointer, frames: number, songFrame: number): void {
    forEachPart(gains, songFrame, frames, (part) => {
      this.#place(part, audio, 1, 2)
      const { offset, count, from, to, begun, length } = part
      const [at, source] = [audio + offset * FRAME_BYTES, dry + offset * FRAME_BYTES]
      if (from[0] === 0 && to[0] === 0) return
      this.#arena.kernels.accumulateRamp(at, source, count, from[0]!, to[0]! - from[0]!, begun, length)
    })
  }

  /** Multiplies a part by the gain at one index, and adds the other side by that at another; 1 and 0 change nothing. */
  #place({ offset, count, from, to, begun, length }: Part, audio: Pointer, own: number, other?: number): void {
    const straight = [from[own]!, to[own]!] as const
    const crossed = other === undefined ? ([0, 0] as const) : ([from[other]!, to[other]!] as const)
    if (straight.every((gain) => gain === 1) && crossed.every((gain) => gain === 0)) return
    const [step, cross] = [straight[1] - straight[0], crossed[1] - crossed[0]]
    const matrix = [straight[0], straight[0], crossed[0], crossed[0], step, step, cross, cross]
    this.#arena.f64(this.#matrix, 8).set(matrix)
    this.#arena.kernels.placeRamp(audio + offset * FRAME_BYTES, count, this.#matrix, begun, length)
  }
}

function forEachPart({ curves, of }: Gains, songFrame: number, frames: number, visit: (part: Part) => void): void {
  forEachSegment(curves, songFrame, frames, (offset, count, fromFrame, toFrame) => {
    const from = of(...curves.map((curve) => curveValue(curve, fromFrame)))
    const to = of(...curves.map((curve) => curveValueBefore(curve, toFrame)))
    visit({ offset, count, from, to, begun: songFrame + offset - fromFrame, length: toFrame - fromFrame })
  })
}
