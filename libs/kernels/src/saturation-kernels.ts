import type { Pointer } from './pointer.ts'

/** `assembly/saturation.ts`: curves with slope 1 at 0. Their formulas are in the file. */
export interface SaturationKernels {
  /** Bends `frames` frames in place; `cubic` and `bias` 0 give tanh. */
  bend(audio: Pointer, frames: number, drive: number, cubic: number, bias: number): void
  /** Clips `frames` frames in place, one frame late; `past` are two frames of state. */
  clip(past: Pointer, audio: Pointer, frames: number, drive: number): void
  /** What `frames` frames have over a curve that ends at 1 / drive, `knee` the half width of its bend; late as `clip`. */
  excess(past: Pointer, audio: Pointer, frames: number, drive: number, knee: number): void
}
