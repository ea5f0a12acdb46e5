import type { Arena, Pointer } from '@mixwright/kernels'
import { BiquadChain } from './biquad-chain.ts'
import { crossoverAt } from './crossover.ts'

/** A crossover's place: the band below it, and the filter that leaves the rest above it. */
interface Split {
  band: Pointer
  low: BiquadChain
  high: BiquadChain
}

const SPLIT_SECTIONS = 2

/**
 * Divides stereo audio into bands at Linkwitz-Riley crossovers. Each band goes through the all-pass of every crossover
 * above its own, so that the bands add up to one all-pass.
 */
export class BandSplit {
  readonly #crossoversHz: readonly number[]
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #splits: readonly Split[]

  /** `crossoversHz` rise; at most `mostFrames` frames are divided at a time. */
  constructor(crossoversHz: readonly number[], arena: Arena, sampleRateHz: number, mostFrames: number) {
    this.#crossoversHz = crossoversHz
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#splits = crossoversHz.map((_, i) => ({
      band: arena.allocFrames(mostFrames),
      low: new BiquadChain(arena, SPLIT_SECTIONS + crossoversHz.length - 1 - i),
      high: new BiquadChain(arena, SPLIT_SECTIONS),
    }))
  }

  reset(): void {
    const crossovers = this.#crossoversHz.map((freqHz) => crossoverAt(freqHz, this.#sampleRateHz))
    this.#splits.forEach(({ low, high }, i) => {
      low.reset([...crossovers[i]!.low, ...crossovers.slice(i + 1).flatMap(({ sum }) => sum)])
      high.reset(crossovers[i]!.high)
    })
  }

  /**
   * Divides the frames at `audio`, lets each band be worked on in place, the lowest first, and adds them up there again:
   * the top band, then the others from the lowest up.
   */
  process(audio: Pointer, frames: number, work: (band: Pointer, index: number) => void): void {
    const { kernels } = this.#arena
    this.#splits.forEach(({ band, low, high }, index) => {
      kernels.copy(audio, band, frames)
      low.process(band, frames)
      high.process(audio, frames)
      work(band, index)
    })
    work(audio, this.#splits.length)
    for (const { band } of this.#splits) kernels.accumulate(audio, band, frames, 1)
  }

  isAtRest(): boolean {
    return this.#splits.every(({ low, high }) => low.isAtRest() && high.isAtRest())
  }
}
