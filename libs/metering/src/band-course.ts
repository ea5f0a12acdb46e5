import type { Arena, Pointer } from '@mixwright/kernels'
import type { BandAnalysis } from './band-analysis.ts'

const FRAME_BYTES = 16

/**
 * Level per band over time, from one Hann window a step: what lies between two windows is not heard, so that every
 * strip of a desk can have one.
 *
 * Shape   interleaved stereo f64 from song frame 0 on, any number of frames a call
 * Result  a row for each step: mean squares of a channel, the mean of both, in the order of the bands
 */
export class BandCourse {
  readonly #arena: Arena
  readonly #analysis: BandAnalysis
  readonly #stepFrames: number
  readonly #block: Pointer
  #frames = 0
  #isSilent = true
  #rows: Float64Array[] = []

  /** @param stepFrames from one window to the next, at least the window's length */
  constructor(arena: Arena, analysis: BandAnalysis, stepFrames: number) {
    this.#arena = arena
    this.#analysis = analysis
    this.#stepFrames = Math.max(analysis.size, stepFrames)
    this.#block = arena.allocFrames(analysis.size)
  }

  reset(): void {
    this.#analysis.prepare()
    this.#frames = 0
    this.#isSilent = true
    this.#rows = []
  }

  /** Adds frames; `isSilent` says that all of them are 0. */
  add(audio: Pointer, frames: number, isSilent = false): void {
    const { size } = this.#analysis
    for (let done = 0; done < frames; ) {
      const at = this.#frames % this.#stepFrames
      const isHeard = at < size
      const piece = Math.min(frames - done, (isHeard ? size : this.#stepFrames) - at)
      if (isHeard) this.#take(audio + done * FRAME_BYTES, at, piece, isSilent)
      this.#frames += piece
      done += piece
      if (isHeard && at + piece === size) this.#close()
    }
  }

  /** A row for each step whose window is complete. */
  read(): readonly Float64Array[] {
    return this.#rows
  }

  #take(audio: Pointer, at: number, frames: number, isSilent: boolean): void {
    const { kernels } = this.#arena
    const to = this.#block + at * FRAME_BYTES
    if (isSilent) kernels.clear(to, frames)
    else kernels.weigh(audio, this.#analysis.window + at * 8, to, frames)
    if (!isSilent) this.#isSilent = false
  }

  #close(): void {
    this.#rows.push(this.#isSilent ? new Float64Array(this.#analysis.bands) : this.#analysis.measure(this.#block))
    this.#isSilent = true
  }
}
