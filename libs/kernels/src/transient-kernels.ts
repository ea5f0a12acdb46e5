import type { Pointer } from './pointer.ts'

/** `assembly/transient.ts`: gains of a transient shaper, for `applyGains`. Layouts are drawn in the file. */
export interface TransientKernels {
  /** One gain for each four frames of `key`; `frames` is a multiple of 64. */
  transientGains(
    settings: Pointer,
    state: Pointer,
    window: Pointer,
    windowGroups: number,
    key: Pointer,
    frames: number,
    gains: Pointer,
  ): void
}
