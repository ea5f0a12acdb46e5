import { QUANTUM_FRAMES } from '@mixwright/audio'
import type { Arena, Pointer } from '@mixwright/kernels'
import { analogSections } from './analog-filter.ts'
import { type Curve, curveValue, curveValueBefore, forEachSegment } from './curve.ts'
import type { EqBand, MovableBand } from './eq-band.ts'
import type { Lanes } from './eq-stage.ts'
import { isCurve, settingsAt } from './may-move.ts'
import { SECTION_LENGTH, sweptSections } from './swept-sections.ts'

const FRAME_BYTES = 16
type MovingKey = 'freqHz' | 'gainDb' | 'q'

/** As in assembly/swept-filter.ts. */
const SECTION_STATE_BYTES = 32

/**
 * A band whose frequency, gain or q moves over song time. It is designed at every 64th song frame and at every point of
 * its curves; in between the coefficients of its state-variable filters go in straight lines, frame by frame.
 */
export class SweptStage {
  readonly lanes: Lanes
  readonly #band: MovableBand
  readonly #arena: Arena
  readonly #sampleRateHz: number
  /** What of the band moves. */
  readonly #keys: readonly MovingKey[]
  readonly #curves: readonly Curve[]
  readonly #sections: number
  readonly #from: Pointer
  readonly #steps: Pointer
  readonly #filtered: Pointer
  readonly #state: Pointer
  /** The last design, and what it is of. */
  #designed: { values: readonly number[]; sections: readonly number[] } | undefined

  constructor(lanes: Lanes, band: MovableBand, arena: Arena, sampleRateHz: number) {
    this.lanes = lanes
    this.#band = band
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    const settings: { readonly [K in MovingKey]?: Curve | undefined } = band
    this.#keys = (['freqHz', 'gainDb', 'q'] as const).filter((key) => isCurve(settings[key]))
    this.#curves = this.#keys.map((key) => settings[key]!)
    this.#sections = analogSections(settingsAt<EqBand>(band, 0)).length
    this.#from = arena.alloc(this.#sections * SECTION_LENGTH * 8)
    this.#steps = arena.alloc(this.#sections * SECTION_LENGTH * 8)
    this.#filtered = arena.alloc(16)
    this.#state = arena.alloc(this.#sections * SECTION_STATE_BYTES)
  }

  reset(): void {
    const { on = 'stereo' } = this.#band
    const [first, second] = [on === 'right' || on === 'side' ? 0 : -1, on === 'left' || on === 'mid' ? 0 : -1]
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
    forEachSegment(this.#curves, frame, QUANTUM_FRAMES, (offset, count, fromFrame, toFrame) => {
      const from = this.#design(fromFrame, curveValue)
      const to = this.#design(toFrame, curveValueBefore)
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

  #design(frame: number, read: typeof curveValue): readonly number[] {
    const values = this.#curves.map((curve) => read(curve, frame))
    const last = this.#designed
    if (last && values.every((value, i) => value === last.values[i])) return last.sections
    const band: { [K in MovingKey]?: unknown } = { ...this.#band }
    this.#keys.forEach((key, i) => {
      band[key] = values[i]
    })
    const sections = sweptSections(band as EqBand, this.#sampleRateHz)
    this.#designed = { values, sections }
    return sections
  }
}
