import type { Pointer } from './pointer.ts'

/** `assembly/checksum.ts`: whether two passes over samples met the same ones. */
export interface ChecksumKernels {
  /** Takes frames into the 32 bytes at `state`, all 0 at first; the result does not depend on how frames are cut. */
  addChecksum(state: Pointer, audio: Pointer, frames: number): void
}
