import type { Arena, Pointer } from '@mixwright/kernels'
import { CrossoverFilter } from './crossover-filter.ts'
import type { Curve } from './curve.ts'

/** A crossover's place: the band below it, and the filter that leaves the rest above it. */
interface Split {
  band: Pointer
  low: CrossoverFilter
  high: CrossoverFilter
}

/**
 * Divides stereo audio into bands at Linkwitz-Riley crossovers. Each band goes through the all-pass of every crossover
 * above its own, so that the bands add up to one all-pass.
 */
export class BandSplit {
  readonly #arena: Arena
  readonly #splits: readonly Split[]

  /** `crossoversHz` rise, at each time; at most `mostFrames` frames are divided at a time. */
  constructor(crossoversHz: readonly Curve[], arena: Arena, sampleRateHz: number, mostFrames: number) {
    this.#arena = arena
    this.#splits = crossoversHz.map((freqHz, i) => ({
      band: arena.allocFrames(mostFrames),
      low: new CrossoverFilter(
        [
          { freqHz, part: 'low' },
          ...crossoversHz.slice(i + 1).map((above) => ({ freqHz: above, part: 'sum' as const })),
        ],
        arena,
        sampleRateHz,
      ),
      high: new CrossoverFilter([{ freqHz, part: 'high' }], arena, sampleRateHz),
    }))
  }

  reset(): void {
    for (const { low, high } of this.#splits) {
      low.reset()
      high.reset()
    }
  }

  /**
   * Divides the frames at `audio`, lets each band be worked on in place, the lowest first, and adds them up there again:
   * the top band, then the others from the lowest up.
   */
  process(audio: Pointer, frames: number, songFrame: number, work: (band: Pointer, index: number) => void): void {
    const { kernels } = this.#arena
    this.#splits.forEach(({ band, low, high }, index) => {
      kernels.copy(audio, band, frames)
      low.process(band, frames, songFrame)
      high.process(audio, frames, songFrame)
      work(band, index)
    })
    work(audio, this.#splits.length)
    for (const { band } of this.#splits) kernels.accumulate(audio, band, frames, 1)
  }

  isAtRest(): boolean {
    return this.#splits.every(({ low, high }) => low.isAtRest() && high.isAtRest())
  }
}
