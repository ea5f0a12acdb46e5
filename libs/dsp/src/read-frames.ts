import type { Arena, Pointer } from '@mixwright/kernels'

/** Writes `frames` stereo frames of a recording, from `startFrame` (0 or more) on, to `at`; zeros after its end. */
export type ReadFrames = (startFrame: number, frames: number, at: Pointer) => void

/** Reads a stretch that may begin before the recording does: zeros there. */
export function readStretch(read: ReadFrames, startFrame: number, frames: number, at: Pointer, arena: Arena): void {
  const before = Math.min(frames, Math.max(0, -startFrame))
  if (before > 0) arena.kernels.clear(at, before)
  if (before < frames) read(startFrame + before, frames - before, at + before * 16)
}
