import { QUANTUM_FRAMES } from '@mixwright/audio'
import type { Arena, Pointer } from '@mixwright/kernels'
import { type Curve, curveValue, curveValueBefore, forEachSegment } from './curve.ts'
import type { EqSide } from './eq-band.ts'
import { SECTION_LENGTH } from './swept-sections.ts'

const FRAME_BYTES = 16
/** As in assembly/swept-filter.ts. */
const SECTION_STATE_BYTES = 32

/** Filters in series whose sections follow from the values of curves. */
export interface SweptDesign {
  readonly curves: readonly Curve[]
  /** The sections, as in assembly/swept-filter.ts, for a value of each curve. As many for any values. */
  of(...values: number[]): readonly number[]
}

/**
 * Filters that move over song time. They are designed at every 64th song frame and at every point of a curve; in between
 * the coefficients of their state-variable filters go in straight lines, frame by frame.
 */
export class SweptFilter {
  readonly #design: SweptDesign
  readonly #on: EqSide
  readonly #arena: Arena
  readonly #sections: number
  readonly #from: Pointer
  readonly #steps: Pointer
  readonly #filtered: Pointer
  readonly #state: Pointer
  /** The last design, and what it is of. */
  #designed: { values: readonly number[]; sections: readonly number[] } | undefined

  constructor(design: SweptDesign, on: EqSide, arena: Arena) {
    this.#design = design
    this.#on = on
    this.#arena = arena
    this.#sections = this.#sectionsAt(0, curveValue).length / SECTION_LENGTH
    this.#from = arena.alloc(this.#sections * SECTION_LENGTH * 8)
    this.#steps = arena.alloc(this.#sections * SECTION_LENGTH * 8)
    this.#filtered = arena.alloc(16)
    this.#state = arena.alloc(this.#sections * SECTION_STATE_BYTES)
  }

  reset(): void {
    const [first, second] = [
      this.#on === 'right' || this.#on === 'side' ? 0 : -1,
      this.#on === 'left' || this.#on === 'mid' ? 0 : -1,
    ]
    this.#arena.i32(this.#filtered, 4).set([first, first, second, second])
    this.#arena.bytes(this.#state, this.#sections * SECTION_STATE_BYTES).fill(0)
  }

  process(audio: Pointer, frames: number, songFrame: number): void {
    for (let done = 0; done < frames; done += QUANTUM_FRAMES) {
      this.#quantum(audio + done * FRAME_BYTES, songFrame + done)
    }
  }

  isAtRest(): boolean {
    return this.#arena.kernels.isZero(this.#state, this.#sections * SECTION_STATE_BYTES) === 1
  }

  #quantum(audio: Pointer, frame: number): void {
    const length = this.#sections * SECTION_LENGTH
    forEachSegment(this.#design.curves, frame, QUANTUM_FRAMES, (offset, count, fromFrame, toFrame) => {
      const from = this.#sectionsAt(fromFrame, curveValue)
      const to = this.#sectionsAt(toFrame, curveValueBefore)
      this.#arena.f64(this.#from, length).set(from)
      const steps = this.#arena.f64(this.#steps, length)
      for (let i = 0; i < length; i++) steps[i] = to[i]! - from[i]!
      this.#arena.kernels.sweptFilter(
        this.#from,
        this.#steps,
        this.#sections,
        this.#filtered,
        this.#state,
        audio + offset * FRAME_BYTES,
        count,
        frame + offset - fromFrame,
        toFrame - fromFrame,
      )
    })
  }

  #sectionsAt(frame: number, read: typeof curveValue): readonly number[] {
    const values = this.#design.curves.map((curve) => read(curve, frame))
    const last = this.#designed
    if (last && values.every((value, i) => value === last.values[i])) return last.sections
    const sections = this.#design.of(...values)
    this.#designed = { values, sections }
    return sections
  }
}
