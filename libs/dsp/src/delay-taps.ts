import type { Arena, Pointer } from '@mixwright/kernels'

/** Frames that a place between two frames is read from. */
export const TAPS = 16
const TAP_ROWS = 512
/** Flat within 0.01 dB up to a third of the sample rate, images 80 dB down. */
const KAISER_BETA = 8
/** A moving place cannot be read closer to the newest frame. */
export const LEAST_FRAMES = 9

export function allocTaps(arena: Arena): Pointer {
  return arena.alloc((TAP_ROWS + 1) * TAPS * 8)
}

/** Writes the table of assembly/delay-line.ts. */
export function writeTaps(arena: Arena, taps: Pointer): void {
  for (let row = 0; row <= TAP_ROWS; row++) {
    const at = taps + row * TAPS * 8
    arena.kernels.kaiserSinc(at, TAPS, 1 - TAPS / 2 - row / TAP_ROWS, 1, 0.5, TAPS / 2, KAISER_BETA)
    const weights = arena.f64(at, TAPS)
    let sum = 0
    for (const weight of weights) sum += weight
    for (let tap = 0; tap < TAPS; tap++) weights[tap]! /= sum
  }
}

/** Frames of a line whose place moves: a power of two that holds the longest time and the taps around it. */
export function movingLineFrames(longestFrames: number): number {
  let frames = 64
  while (frames < longestFrames + LEAST_FRAMES + TAPS) frames *= 2
  return frames
}
