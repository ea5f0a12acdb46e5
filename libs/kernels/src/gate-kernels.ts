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
  /** First half of `gateGains`: the reductions wanted, in octaves. */
  gateReductions(
    settings: Pointer,
    state: Pointer,
    window: Pointer,
    windowGroups: number,
    key: Pointer,
    frames: number,
    reductions: Pointer,
  ): void
  /** Second half: reductions to gains in place. */
  smoothedGate(settings: Pointer, state: Pointer, reductions: Pointer, frames: number): void
}
