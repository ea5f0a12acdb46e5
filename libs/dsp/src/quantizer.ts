import { msToFrames, Random } from '@mixwright/audio'
import type { Arena, Pointer } from '@mixwright/kernels'
import { type NoiseShape, type NoiseShapeName, noiseShape } from './noise-shapes.ts'

export interface QuantizerOptions {
  /** Length of the word. */
  bits: 16 | 24
  /**
   * `none` rounds; `tpdf` adds triangular dither of two codes peak to peak; a shape's name also moves the error to
   * where the ear is dull; `shaped` is DEFAULT_NOISE_SHAPE where the rate has it, else `tpdf`.
   */
  dither: 'none' | 'tpdf' | 'shaped' | NoiseShapeName
  /** Digital silence of more than this stays silent: dither pauses. ms, or null for never. Default AUTO_BLACK_MS. */
  autoBlackMs?: number | null
  /** Names the dither's random sequence: equal seeds give equal bytes. */
  seed: string
}

/** What `shaped` stands for: the most audible gain for the least added power, 14 dB below and 14 dB above. */
export const DEFAULT_NOISE_SHAPE: NoiseShapeName = 'gesemann'

/** Longer than any digital silence inside music, shorter than the pause between two songs. */
export const AUTO_BLACK_MS = 100

const NEVER_FRAMES = 0x7fffffff

const STATE_BYTES = 2656

/**
 * Turns stereo frames into whole codes, in place, ready to be written as PCM.
 *
 * Shape    stereo → stereo, in place; results are code / 2^(bits - 1), exact, from -1 to 1 - 2^(1 - bits)
 * Latency  0 frames
 * Dither   independent for each channel, drawn in order, so one quantizer serves one stream from its first frame
 * Silence  after `autoBlackMs` of exact zeros, zeros until the next sample that is none
 * Source   Wannamaker, Lipshitz, Vanderkooy, Wright, IEEE Trans. SP 48(2), 2000; the shapes name their own
 */
export class Quantizer {
  /** The error filter in use, if any. */
  readonly shape: NoiseShape | undefined
  readonly #options: QuantizerOptions
  readonly #sampleRateHz: number
  readonly #arena: Arena
  readonly #state: Pointer

  /** Throws RangeError for a shape that is not published for the rate. */
  constructor(options: QuantizerOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#sampleRateHz = sampleRateHz
    this.#arena = arena
    this.#state = arena.alloc(STATE_BYTES)
    this.shape = chooseShape(options.dither, sampleRateHz)
  }

  /** Ready for the first frame of a stream. */
  reset(): void {
    const { bits, seed, autoBlackMs = AUTO_BLACK_MS } = this.#options
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    const words = this.#arena.i32(this.#state, 24)
    for (let lane = 0; lane < 4; lane++) {
      const random = Random.named(`${seed}/dither/${lane}`)
      for (let word = 0; word < 4; word++) words[word * 4 + lane] = random.uint32()
      words[lane] = words[lane]! | 1 // all four words zero would stay zero
    }
    this.#arena.f64(this.#state + 64, 1)[0] = bits === 16 ? 32768 : 8388608
    words[18] = autoBlackMs === null ? NEVER_FRAMES : msToFrames(autoBlackMs, this.#sampleRateHz)
    if (this.shape) {
      const { errors, outputs } = this.shape
      words[22] = errors.length + outputs.length * 65536
      this.#arena.f64(this.#state + 96, 32).set(errors)
      this.#arena.f64(this.#state + 352, 32).set(outputs)
    }
  }

  /** Quantises `frames` frames (any number) that follow those of the last call. */
  process(audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    if (this.shape) kernels.quantizeShaped(audio, frames, this.#state)
    else if (this.#options.dither === 'none') kernels.quantizeRounded(audio, frames, this.#state)
    else kernels.quantizeDithered(audio, frames, this.#state)
  }

  /** Samples of both channels held at the end of the range since `reset`. */
  get clippedSamples(): number {
    const [left, right] = this.#arena.i32(this.#state + 80, 2)
    return left! + right!
  }
}

function chooseShape(dither: QuantizerOptions['dither'], sampleRateHz: number): NoiseShape | undefined {
  if (dither === 'none' || dither === 'tpdf') return undefined
  if (dither === 'shaped') return noiseShape(DEFAULT_NOISE_SHAPE, sampleRateHz)
  const shape = noiseShape(dither, sampleRateHz)
  if (!shape) throw new RangeError(`noise shape ${dither}: got ${sampleRateHz} Hz, published for other rates only`)
  return shape
}
