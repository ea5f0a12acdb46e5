import type { Pointer } from './pointer.ts'

/** `assembly/compressor.ts`: levels to gains to audio, in groups of four frames. Layouts are drawn in the file. */
export interface CompressorKernels {
  /** One gain for each four frames of `key`; 1 when any differs from the gain at rest. */
  compressorGains(
    settings: Pointer,
    state: Pointer,
    window: Pointer,
    windowGroups: number,
    key: Pointer,
    frames: number,
    gains: Pointer,
  ): number
  /** First half of `compressorGains`: the reductions wanted, in octaves. */
  compressorReductions(
    settings: Pointer,
    state: Pointer,
    window: Pointer,
    windowGroups: number,
    key: Pointer,
    frames: number,
    reductions: Pointer,
  ): void
  /** Second half: reductions to gains in place; 1 when any differs from the gain at rest. */
  smoothedReductions(settings: Pointer, state: Pointer, reductions: Pointer, frames: number): number
  /** Multiplies `frames` frames by the gains, joined by straight lines. */
  applyGains(state: Pointer, gains: Pointer, audio: Pointer, frames: number): void
  /** log2 in place, by the approximation that levels are measured with; the numbers are positive and normal. */
  levelOctaves(at: Pointer, pairs: number): void
  /** 2^x in place, by the approximation that gains are made with; -1000 to 1000. */
  gainOfOctaves(at: Pointer, pairs: number): void
}
