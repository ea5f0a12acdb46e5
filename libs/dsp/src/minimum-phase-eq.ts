import type { Arena, Pointer } from '@mixwright/kernels'
import type { MovableBand } from './eq-band.ts'
import { EqStage, planStages } from './eq-stage.ts'
import { MovingStage } from './moving-stage.ts'
import type { Processor } from './processor.ts'
import { SweptStage } from './swept-stage.ts'

/**
 * Equalizer bands as recursive filters, in series; a band that follows the level is a filter of its `gainDb`
 * and one that moves. Left and right become mid and side around bands that need it.
 *
 * Shape    stereo → stereo, in place
 * Latency  0 frames
 * State    two words a section and channel, below 1e-24 taken as 0
 */
export class MinimumPhaseEq implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames = 0
  readonly #arena: Arena
  readonly #stages: readonly (EqStage | MovingStage | SweptStage)[]

  constructor(bands: readonly MovableBand[], arena: Arena, sampleRateHz: number) {
    this.#arena = arena
    this.#stages = planStages(bands).map(({ moving, swept, ...plan }) => {
      if (swept) return new SweptStage(plan.lanes, swept, arena, sampleRateHz)
      return moving ? new MovingStage(plan.lanes, moving, arena, sampleRateHz) : new EqStage(plan, arena, sampleRateHz)
    })
  }

  reset(): void {
    for (const stage of this.#stages) stage.reset()
  }

  process(audio: Pointer, frames: number, _key?: Pointer, songFrame = 0): void {
    const { kernels } = this.#arena
    for (const stage of this.#stages) {
      if (stage.lanes === 'midSide') kernels.place(audio, frames, 0.5, -0.5, 0.5, 0.5)
      stage.process(audio, frames, songFrame)
      if (stage.lanes === 'midSide') kernels.place(audio, frames, 1, -1, 1, 1)
    }
  }

  isAtRest(): boolean {
    return this.#stages.every((stage) => stage.isAtRest())
  }
}
