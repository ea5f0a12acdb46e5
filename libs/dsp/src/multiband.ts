import type { Arena, Pointer } from '@mixwright/kernels'
import { BiquadChain } from './biquad-chain.ts'
import { Compressor, type CompressorOptions, isNeutralCompressor } from './compressor.ts'
import { crossoverAt } from './crossover.ts'
import { RIDE_FRAMES } from './gain-rider.ts'
import type { Processor } from './processor.ts'

/** What a band's compressor is told; it detects peaks, links both channels, and has neither look-ahead nor a dry path. */
export type BandCompression = Omit<CompressorOptions, 'mix' | 'detector' | 'lookaheadMs' | 'link' | 'sidechain'>

export interface MultibandOptions {
  /** Where the bands meet, rising. Hz, > 0. */
  crossoversHz: readonly number[]
  /** One more than the crossovers, lowest band first. */
  bands: readonly BandCompression[]
}

/** A crossover's place: the band below it, and the filter that leaves the rest above it. */
interface Split {
  band: Pointer
  low: BiquadChain
  high: BiquadChain
}

const FRAME_BYTES = 16
const SPLIT_SECTIONS = 2

/**
 * Compressors on the bands of Linkwitz-Riley crossovers.
 *
 * Shape    stereo → stereo, in place
 * Latency  0 frames
 * Sum      the top band, then the others from the lowest up. Each band goes through the all-pass of every crossover
 *          above its own, so that the bands add up to one all-pass
 * Neutral  all bands at ratio 1 without make-up: the audio is not touched
 */
export class Multiband implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames = 0
  readonly #options: MultibandOptions
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #isNeutral: boolean
  readonly #splits: readonly Split[]
  readonly #compressors: readonly Compressor[]

  constructor(options: MultibandOptions, arena: Arena, sampleRateHz: number) {
    const { crossoversHz, bands } = options
    if (bands.length !== crossoversHz.length + 1) {
      throw new RangeError(`multiband: got ${bands.length} bands for ${crossoversHz.length} crossovers`)
    }
    const compressions = bands.map((band) => ({ ...band, mix: 1, detector: 'peak', lookaheadMs: 0 }) as const)
    this.#options = options
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#isNeutral = compressions.every(isNeutralCompressor)
    this.#splits = crossoversHz.map((_, i) => ({
      band: arena.allocFrames(RIDE_FRAMES),
      low: new BiquadChain(arena, SPLIT_SECTIONS + crossoversHz.length - 1 - i),
      high: new BiquadChain(arena, SPLIT_SECTIONS),
    }))
    this.#compressors = compressions.map((compression) => new Compressor(compression, arena, sampleRateHz))
  }

  reset(): void {
    const crossovers = this.#options.crossoversHz.map((freqHz) => crossoverAt(freqHz, this.#sampleRateHz))
    this.#splits.forEach(({ low, high }, i) => {
      low.reset([...crossovers[i]!.low, ...crossovers.slice(i + 1).flatMap(({ sum }) => sum)])
      high.reset(crossovers[i]!.high)
    })
    for (const compressor of this.#compressors) compressor.reset()
  }

  process(audio: Pointer, frames: number): void {
    if (this.#isNeutral) return
    const { kernels } = this.#arena
    for (let done = 0; done < frames; done += RIDE_FRAMES) {
      const piece = Math.min(RIDE_FRAMES, frames - done)
      const at = audio + done * FRAME_BYTES
      this.#splits.forEach(({ band, low, high }, i) => {
        kernels.copy(at, band, piece)
        low.process(band, piece)
        high.process(at, piece)
        this.#compressors[i]!.process(band, piece)
      })
      this.#compressors.at(-1)!.process(at, piece)
      for (const { band } of this.#splits) kernels.accumulate(at, band, piece, 1)
    }
  }

  isAtRest(): boolean {
    if (this.#isNeutral) return true
    const areFiltersAtRest = this.#splits.every(({ low, high }) => low.isAtRest() && high.isAtRest())
    return areFiltersAtRest && this.#compressors.every((compressor) => compressor.isAtRest())
  }
}
