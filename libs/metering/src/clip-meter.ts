import type { Arena, Pointer } from '@mixwright/kernels'

/** Level from which a sample counts as full scale: the largest 16-bit sample. */
export const FULL_SCALE = 1 - 1 / 32768
/** Fewer in a row are peaks, not clipping. */
const RUN_FRAMES = 3
const PLACES = 10

/** Samples in a row at or over full scale. */
export interface Clips {
  /** Runs of three samples and more in one channel. */
  runs: number
  longestFrames: number
  /** Where the longest run begins; null when there is none. */
  longestAtS: number | null
  /** Where the first ten begin. */
  atS: number[]
}

/**
 * Counts runs of clipped samples in each of up to two channels.
 *
 * Shape   interleaved stereo f64, any number of frames a call
 * State   the run that may still go on in each channel
 */
export class ClipMeter {
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #clipAt: number
  readonly #channels: ChannelRuns[]
  #frames = 0

  constructor(arena: Arena, sampleRateHz: number, channels: number, clipAt: number) {
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#clipAt = clipAt
    this.#channels = Array.from({ length: channels }, () => new ChannelRuns())
  }

  reset(): void {
    this.#frames = 0
    for (const channel of this.#channels) channel.reset()
  }

  /** Adds frames of which no sample exceeds `largest`. */
  add(audio: Pointer, frames: number, largest = this.#arena.kernels.peak(audio, frames)): void {
    const isClipped = largest >= this.#clipAt
    if (isClipped || this.#channels.some(({ running }) => running > 0)) {
      const samples = this.#arena.f64(audio, 2 * frames)
      this.#channels.forEach((channel, side) => {
        for (let i = side, frame = this.#frames; i < samples.length; i += 2, frame++) {
          channel.add(Math.abs(samples[i]!) >= this.#clipAt, frame)
        }
      })
    }
    this.#frames += frames
  }

  /** Runs so far; of one that is still going on, as much as has been heard. */
  read(): Clips {
    return joinClips(this.#channels.map((channel) => channel.read(this.#sampleRateHz)))
  }
}

class ChannelRuns {
  /** Clipped samples up to the last one. */
  running = 0
  #runs = 0
  #starts: number[] = []
  #longestFrames = 0
  #longestStart = 0

  reset(): void {
    this.running = 0
    this.#runs = 0
    this.#starts = []
    this.#longestFrames = 0
    this.#longestStart = 0
  }

  add(isClipped: boolean, frame: number): void {
    this.running = isClipped ? this.running + 1 : 0
    if (this.running < RUN_FRAMES) return
    const start = frame - this.running + 1
    if (this.running === RUN_FRAMES) {
      this.#runs++
      if (this.#starts.length < PLACES) this.#starts.push(start)
    }
    if (this.running > this.#longestFrames) {
      this.#longestFrames = this.running
      this.#longestStart = start
    }
  }

  read(sampleRateHz: number): Clips {
    return {
      runs: this.#runs,
      longestFrames: this.#longestFrames,
      longestAtS: this.#runs > 0 ? this.#longestStart / sampleRateHz : null,
      atS: this.#starts.map((start) => start / sampleRateHz),
    }
  }
}

/** Clips of channels that ran side by side. */
export function joinClips(parts: readonly Clips[]): Clips {
  const longest = parts.reduce((most, part) => (part.longestFrames > most.longestFrames ? part : most))
  return {
    runs: parts.reduce((sum, { runs }) => sum + runs, 0),
    longestFrames: longest.longestFrames,
    longestAtS: longest.longestAtS,
    atS: parts
      .flatMap(({ atS }) => atS)
      .sort((a, b) => a - b)
      .slice(0, PLACES),
  }
}
