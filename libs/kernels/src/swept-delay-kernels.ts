import type { Pointer } from './pointer.ts'

/** `assembly/swept-delay.ts`: echoes whose settings move. Layouts are drawn in the assembly file. */
export interface SweptDelayKernels {
  /** Processes `frames` frames in place, the first of them frame `begun` of a segment of `length` frames. */
  delaySweptEchoes(
    state: Pointer,
    segment: Pointer,
    line: Pointer,
    taps: Pointer,
    audio: Pointer,
    frames: number,
    begun: number,
    length: number,
  ): void
}
