import type { Arena, Pointer } from '@mixwright/kernels'
import { BandSplit } from './band-split.ts'
import { type CompressorOptions, isNeutralCompressor } from './compressor.ts'
import { createCompressor } from './create-compressor.ts'
import type { Curve } from './curve.ts'
import { RIDE_FRAMES } from './gain-rider.ts'
import { type MayMove, moves } from './may-move.ts'
import type { Processor } from './processor.ts'

/** What a band's compressor is told; it detects peaks, links both channels, and has neither look-ahead nor a dry path. */
export type BandCompression = Omit<CompressorOptions, 'mix' | 'detector' | 'lookaheadMs' | 'link' | 'sidechain'>

export interface MultibandOptions {
  /** Where the bands meet, rising at each time; each may move. Hz, > 0. */
  crossoversHz: readonly Curve[]
  /** One more than the crossovers, lowest band first. */
  bands: readonly BandCompression[]
}

/** The same, with bands that may move. */
export type MultibandPlan = Omit<MultibandOptions, 'bands'> & { bands: readonly MayMove<BandCompression>[] }

const FRAME_BYTES = 16

/**
 * Compressors on the bands of Linkwitz-Riley crossovers.
 *
 * Shape    stereo → stereo, in place
 * Latency  0 frames
 * Sum      an all-pass, as drawn in BandSplit
 * Neutral  all bands at ratio 1 without make-up: the audio is not touched
 */
export class Multiband implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames = 0
  readonly #isNeutral: boolean
  readonly #split: BandSplit
  readonly #compressors: readonly Processor[]

  constructor({ crossoversHz, bands }: MultibandPlan, arena: Arena, sampleRateHz: number) {
    if (bands.length !== crossoversHz.length + 1) {
      throw new RangeError(`multiband: got ${bands.length} bands for ${crossoversHz.length} crossovers`)
    }
    const compressions = bands.map((band) => ({ ...band, mix: 1, detector: 'peak', lookaheadMs: 0 }) as const)
    this.#isNeutral = compressions.every((band) => !moves(band) && isNeutralCompressor(band as CompressorOptions))
    this.#split = new BandSplit(crossoversHz, arena, sampleRateHz, RIDE_FRAMES)
    this.#compressors = compressions.map((compression) => createCompressor(compression, arena, sampleRateHz))
  }

  reset(): void {
    this.#split.reset()
    for (const compressor of this.#compressors) compressor.reset()
  }

  process(audio: Pointer, frames: number, _key?: Pointer, songFrame = 0): void {
    if (this.#isNeutral) return
    for (let done = 0; done < frames; done += RIDE_FRAMES) {
      const piece = Math.min(RIDE_FRAMES, frames - done)
      this.#split.process(audio + done * FRAME_BYTES, piece, songFrame + done, (band, index) => {
        this.#compressors[index]!.process(band, piece, undefined, songFrame + done)
      })
    }
  }

  /** Largest gain reduction of any band since this was last asked, dB >= 0. */
  takeReductionDb(): number {
    return Math.max(0, ...this.#compressors.map((compressor) => compressor.takeReductionDb?.() ?? 0))
  }

  isAtRest(): boolean {
    if (this.#isNeutral) return true
    return this.#split.isAtRest() && this.#compressors.every((compressor) => compressor.isAtRest())
  }
}
