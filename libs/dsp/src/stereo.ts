import { type Arena, maths, type Pointer } from '@mixwright/kernels'
import { type Biquad, bilinear, UNITY } from './biquad.ts'
import { BiquadChain } from './biquad-chain.ts'
import type { Curve } from './curve.ts'
import { isCurve } from './may-move.ts'
import type { Processor } from './processor.ts'
import { SweptFilter } from './swept-filter.ts'
import { stateVariable } from './swept-sections.ts'

export interface StereoOptions {
  /** Level of the side (half the difference of left and right). 0 (mono) … 2; 1 leaves it. */
  width: number
  /** Frequency at and below which the side is gone; may move. Hz, > 0; without it the side keeps its lows. */
  monoBelowHz?: Curve | undefined
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
  /** Filters of the mid and of the side whose frequency moves, in place of the chain. */
  readonly #swept: readonly SweptFilter[]

  constructor(options: StereoOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    const { monoBelowHz } = options
    const isMoving = isCurve(monoBelowHz)
    this.#chain = new BiquadChain(arena, monoBelowHz === undefined || isMoving ? 0 : SIDE_SECTIONS)
    this.#swept = isMoving
      ? (['mid', 'side'] as const).map((lane) => {
          const of = (freqHz?: number) => monoSections(freqHz!, sampleRateHz)[lane].flatMap(stateVariable)
          return new SweptFilter({ curves: [monoBelowHz], of }, lane, arena)
        })
      : []
  }

  reset(): void {
    const { monoBelowHz } = this.#options
    for (const filter of this.#swept) filter.reset()
    if (monoBelowHz === undefined || isCurve(monoBelowHz)) return
    const { mid, side } = monoSections(monoBelowHz, this.#sampleRateHz)
    this.#chain.reset(
      mid.flatMap((section) => [section, UNITY]),
      side,
    )
  }

  process(audio: Pointer, frames: number, _key?: Pointer, songFrame = 0): void {
    const { kernels } = this.#arena
    const { width, monoBelowHz } = this.#options
    if (monoBelowHz === undefined) {
      if (width === 1) return
      kernels.place(audio, frames, (1 + width) / 2, (1 + width) / 2, (1 - width) / 2, (1 - width) / 2)
      return
    }
    kernels.place(audio, frames, 0.5, -0.5, 0.5, 0.5)
    this.#chain.process(audio, frames)
    for (const filter of this.#swept) filter.process(audio, frames, songFrame)
    kernels.place(audio, frames, 1, -width, width, 1)
  }

  isAtRest(): boolean {
    return this.#chain.isAtRest() && this.#swept.every((filter) => filter.isAtRest())
  }
}

/** Sections for mid (lane 0), and twice as many for side (lane 1). */
function monoSections(monoBelowHz: number, sampleRateHz: number): { mid: Biquad[]; side: Biquad[] } {
  const edge = maths.tan((Math.PI * monoBelowHz) / sampleRateHz)
  const freqHz = (maths.atan2(edge, STOP_EDGE) * sampleRateHz) / Math.PI
  const spread = Math.sqrt(2 - KAPPA * KAPPA)
  const mid: Biquad[] = []
  const side: Biquad[] = []
  for (const bend of [Math.sqrt(2 - KAPPA - spread), Math.sqrt(2 - KAPPA + spread)]) {
    const section = (zeros: readonly [number, number, number]) =>
      bilinear({ freqHz, zeros, poles: [1, bend, 1] }, sampleRateHz)
    mid.push(section([1, -bend, 1]))
    side.push(section([0, 0, 1]), section([KAPPA, 0, 1]))
  }
  return { mid, side }
}
