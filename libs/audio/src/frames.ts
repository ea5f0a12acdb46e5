/**
 * Every buffer handed to a processor starts at a multiple of this many frames of the song and is a multiple of it
 * long. Kernels flush denormals at the end of each quantum, so a result never depends on how a song is cut in blocks.
 */
export const QUANTUM_FRAMES = 64

/** Frame that a moment falls on, rounded half up. */
export function secondsToFrames(seconds: number, sampleRateHz: number): number {
  return Math.floor(seconds * sampleRateHz + 0.5)
}

/** Frames in a span of milliseconds, rounded half up. */
export function msToFrames(ms: number, sampleRateHz: number): number {
  return Math.floor((ms * sampleRateHz) / 1000 + 0.5)
}

/** The next multiple of the quantum at or above `frames`. */
export function ceilToQuantum(frames: number): number {
  return Math.ceil(frames / QUANTUM_FRAMES) * QUANTUM_FRAMES
}
