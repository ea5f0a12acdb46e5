import type { Pointer } from './pointer.ts'

/** `assembly/swept-filter.ts`: filters whose coefficients move. Layouts are drawn in the assembly file. */
export interface SweptFilterKernels {
  /** Filters `frames` frames in place, the first of them frame `begun` of a line of `length` frames. */
  sweptFilter(
    from: Pointer,
    steps: Pointer,
    sections: number,
    lanes: Pointer,
    state: Pointer,
    audio: Pointer,
    frames: number,
    begun: number,
    length: number,
  ): void
}
