import { QUANTUM_FRAMES } from '@mixwright/audio'
import type { Arena, Pointer, Processor } from '@mixwright/dsp'

const FRAME_BYTES = 16
/** Most stretches of this length are told at a glance to hold nothing. */
const LOOK_FRAMES = 1024

/** Fewer samples in a row are a peak, not clipping. */
const RUN_FRAMES = 3
/** The curve comes to a flat top in a larger step than this share of it; a low note in 16 bit does not. */
const LEAST_STEP = 1 / 1024
/** Flat tops lower than this are a sound's own shape. */
const LEAST_LEVEL = 0.25

/** The highest flat tops of a programme. */
export interface FlatTops {
  /** Runs of three samples and more in one channel with the same value, at the highest level that has any. */
  runs: number
  /** That level, over the highest sample of all; 1 where the tops are the peaks. */
  share: number
  /** Where the first begins. */
  atS: number
}

/**
 * Finds clipping in what passes through it, at whatever level: samples in a row of one and the same value. The audio is
 * not touched.
 */
export class ClipTap implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames = 0
  readonly #arena: Arena
  readonly #sampleRateHz: number
  /** The newest sample of each channel, how often in a row it came, and the other one before it. */
  readonly #last = [0, 0]
  readonly #lengths = [0, 0]
  readonly #before = [0, 0]
  #frames = 0
  #peak = 0
  #level = LEAST_LEVEL
  #runs = 0
  #atFrame = 0

  constructor(arena: Arena, sampleRateHz: number) {
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
  }

  get flatTops(): FlatTops {
    return {
      runs: this.#runs,
      share: this.#runs === 0 ? 0 : this.#level / this.#peak,
      atS: this.#atFrame / this.#sampleRateHz,
    }
  }

  reset(): void {
    this.#last.fill(0)
    this.#lengths.fill(0)
    this.#before.fill(0)
    this.#frames = 0
    this.#peak = 0
    this.#level = LEAST_LEVEL
    this.#runs = 0
    this.#atFrame = 0
  }

  process(audio: Pointer, frames: number): void {
    for (let done = 0; done < frames; done += LOOK_FRAMES) {
      const piece = Math.min(LOOK_FRAMES, frames - done)
      const at = audio + done * FRAME_BYTES
      const peak = this.#arena.kernels.peak(at, piece)
      this.#peak = Math.max(this.#peak, peak)
      if (peak >= this.#level) this.#lookCloser(at, piece)
      else this.#passOver(this.#arena.f64(at, 2 * piece))
    }
  }

  isAtRest(): boolean {
    return true
  }

  #lookCloser(audio: Pointer, frames: number): void {
    for (let done = 0; done < frames; done += QUANTUM_FRAMES) {
      const at = audio + done * FRAME_BYTES
      const samples = this.#arena.f64(at, 2 * QUANTUM_FRAMES)
      if (this.#arena.kernels.peak(at, QUANTUM_FRAMES) >= this.#level) this.#search(samples)
      else this.#passOver(samples)
    }
  }

  /** No run in here reaches the level, but one that does may begin on the next frame. */
  #passOver(samples: Float64Array): void {
    this.#last[0] = samples.at(-2)!
    this.#last[1] = samples.at(-1)!
    this.#lengths.fill(1)
    this.#frames += samples.length / 2
  }

  #search(samples: Float64Array): void {
    for (let i = 0; i < samples.length; i++) {
      const channel = i & 1
      const sample = samples[i]!
      if (sample === this.#last[channel]) this.#lengths[channel]!++
      else {
        this.#before[channel] = this.#last[channel]!
        this.#last[channel] = sample
        this.#lengths[channel] = 1
      }
      const level = Math.abs(sample)
      if (this.#lengths[channel] !== RUN_FRAMES || level < this.#level) continue
      if (!(Math.abs(sample - this.#before[channel]!) >= LEAST_STEP * level)) continue
      const first = this.#frames + (i >> 1) - RUN_FRAMES + 1
      if (level > this.#level || this.#runs === 0) {
        this.#level = level
        this.#runs = 0
        this.#atFrame = first
      }
      this.#runs++
    }
    this.#frames += samples.length / 2
  }
}
