import type { Pointer } from './pointer.ts'

/** `assembly/gate.ts`: gains of gates and expanders, for `applyGains`. Layouts are drawn in the file. */
export interface GateKernels {
  /** One gain for each four frames of `key`; `frames` is a multiple of 64. */
  gateGains(
    settings: Pointer,
    state: Pointer,
    window: Pointer,
    windowGroups: number,
    key: Pointer,
    frames: number,
    gains: Pointer,
  ): void
}
