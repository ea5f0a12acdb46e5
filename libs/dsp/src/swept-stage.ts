import type { Arena, Pointer } from '@mixwright/kernels'
import type { Curve } from './curve.ts'
import type { EqBand, MovableBand } from './eq-band.ts'
import type { Lanes } from './eq-stage.ts'
import { isCurve } from './may-move.ts'
import { SweptFilter } from './swept-filter.ts'
import { sweptSections } from './swept-sections.ts'

type MovingKey = 'freqHz' | 'gainDb' | 'q'

/** A band whose frequency, gain or q moves over song time. */
export class SweptStage {
  readonly lanes: Lanes
  readonly #filter: SweptFilter

  constructor(lanes: Lanes, band: MovableBand, arena: Arena, sampleRateHz: number) {
    this.lanes = lanes
    const settings: { readonly [K in MovingKey]?: Curve | undefined } = band
    const keys = (['freqHz', 'gainDb', 'q'] as const).filter((key) => isCurve(settings[key]))
    const design = {
      curves: keys.map((key) => settings[key]!),
      of: (...values: number[]) => {
        const moved: { [K in MovingKey]?: unknown } = { ...band }
        keys.forEach((key, i) => {
          moved[key] = values[i]
        })
        return sweptSections(moved as EqBand, sampleRateHz)
      },
    }
    this.#filter = new SweptFilter(design, band.on ?? 'stereo', arena)
  }

  reset(): void {
    this.#filter.reset()
  }

  process(audio: Pointer, frames: number, songFrame: number): void {
    this.#filter.process(audio, frames, songFrame)
  }

  isAtRest(): boolean {
    return this.#filter.isAtRest()
  }
}
