import { type Arena, maths, type Pointer } from '@mixwright/kernels'
import { type Biquad, bilinear } from './biquad.ts'
import { BiquadChain } from './biquad-chain.ts'
import type { Processor } from './processor.ts'

export interface StereoOptions {
  /** Level of the side (half the difference of left and right). 0 (mono) … 2; 1 leaves it. */
  width: number
  /** Frequency at and below which the side is gone. Hz, > 0; without it the side keeps its lows. */
  monoBelowHz?: number | undefined
}

/**
 * The high-pass of the side is s⁴ (s² + κ)² / D(s)², its low-pass twin (1 + κ s²)² / D(s)², and both add up to the
 * all-pass D(-s) / D(s) that the mid goes through, so mid and side stay in phase. κ places a double zero under the
 * corner: κ = 0 is the Linkwitz-Riley crossover of order eight, a larger κ falls faster and rings longer.
 */
const KAPPA = 0.25
/** Where the side is 46 dB down, in units of the corner, where it is 6 dB down. */
const STOP_EDGE = 0.637
const SIDE_SECTIONS = 4
const UNITY: Biquad = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 }

/**
 * Width by mid and side, and a mono low end.
 *
 * Shape      stereo → stereo, in place
 * Latency    0 frames
 * Mono       with `monoBelowHz` = f, the side is at least 46 dB down at and below f, 6 dB at 1.57 f, 0.6 dB at 2 f and
 *            0.1 dB from 2.4 f on; the mid keeps its level and takes on the phase of the side
 * Neutral    width 1 without `monoBelowHz`: the audio is not touched
 */
export class StereoImage implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames = 0
  readonly #options: StereoOptions
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #chain: BiquadChain

  constructor(options: StereoOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#chain = new BiquadChain(arena, options.monoBelowHz === undefined ? 0 : SIDE_SECTIONS)
  }

  reset(): void {
    const { monoBelowHz } = this.#options
    if (monoBelowHz === undefined) return
    const { mid, side } = monoSections(monoBelowHz, this.#sampleRateHz)
    this.#chain.reset(mid, side)
  }

  process(audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    const { width, monoBelowHz } = this.#options
    if (monoBelowHz === undefined) {
      if (width === 1) return
      kernels.place(audio, frames, (1 + width) / 2, (1 + width) / 2, (1 - width) / 2, (1 - width) / 2)
      return
    }
    kernels.place(audio, frames, 0.5, -0.5, 0.5, 0.5)
    this.#chain.process(audio, frames)
    kernels.place(audio, frames, 1, -width, width, 1)
  }

  isAtRest(): boolean {
    return this.#chain.isAtRest()
  }
}

/** Sections for mid (lane 0) and side (lane 1), as many for both. */
function monoSections(monoBelowHz: number, sampleRateHz: number): { mid: Biquad[]; side: Biquad[] } {
  const edge = maths.tan((Math.PI * monoBelowHz) / sampleRateHz)
  const freqHz = (maths.atan2(edge, STOP_EDGE) * sampleRateHz) / Math.PI
  const spread = Math.sqrt(2 - KAPPA * KAPPA)
  const mid: Biquad[] = []
  const side: Biquad[] = []
  for (const bend of [Math.sqrt(2 - KAPPA - spread), Math.sqrt(2 - KAPPA + spread)]) {
    const section = (zeros: readonly [number, number, number]) =>
      bilinear({ freqHz, zeros, poles: [1, bend, 1] }, sampleRateHz)
    mid.push(section([1, -bend, 1]), UNITY)
    side.push(section([0, 0, 1]), section([KAPPA, 0, 1]))
  }
  return { mid, side }
}
