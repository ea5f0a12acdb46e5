import type { Arena, Pointer } from '@mixwright/dsp'

/** Stereo audio that may be read anywhere, any number of times. Mono is read as two equal channels. */
export interface AudioSource {
  readonly frames: number
  readonly sampleRateHz: number
  /** Writes `frames` frames from `startFrame` on to `at`; all of them lie inside the source. */
  read(arena: Arena, at: Pointer, startFrame: number, frames: number): void
}

/** Takes a finished master, in order. */
export interface MasterSink {
  /** A new attempt begins: what was written before is void. Called before the first `write` too. */
  restart(): void
  /** The next `frames` frames: whole codes divided by 2^(bits - 1), or 32-bit floats, as the plan's word says. */
  write(arena: Arena, at: Pointer, frames: number): void
}

/** Keeps one stretch of audio of 32-bit floats, written once in order and read many times. */
export interface Scratch {
  write(arena: Arena, at: Pointer, startFrame: number, frames: number): void
  read(arena: Arena, at: Pointer, startFrame: number, frames: number): void
}

/** Audio in JavaScript memory, 16 bytes a frame: for short programmes. */
export class MemoryScratch implements Scratch {
  #samples = new Float64Array(0)

  write(arena: Arena, at: Pointer, startFrame: number, frames: number): void {
    const end = 2 * (startFrame + frames)
    if (end > this.#samples.length) {
      const longer = new Float64Array(Math.max(end, 2 * this.#samples.length))
      longer.set(this.#samples)
      this.#samples = longer
    }
    this.#samples.set(arena.f64(at, 2 * frames), 2 * startFrame)
  }

  read(arena: Arena, at: Pointer, startFrame: number, frames: number): void {
    arena.f64(at, 2 * frames).set(this.#samples.subarray(2 * startFrame, 2 * (startFrame + frames)))
  }
}
