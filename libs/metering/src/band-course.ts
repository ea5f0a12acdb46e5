import { type Arena, maths, type Pointer } from '@mixwright/kernels'

const FRAME_BYTES = 16

/** What a band course looks at. */
export interface BandCourseOptions {
  /** Frames of the window at the start of each step; a power of 2. */
  size: number
  /** Frames from one window to the next, at least `size`. */
  stepFrames: number
  /** Where bands begin, rising, and where the last ends. Hz */
  edgesHz: readonly number[]
}

/** A bin's place in the transform and its share in a band. */
interface Share {
  place: number
  weight: number
}

/**
 * Level per band over time, from one Hann window a step: what lies between two windows is not heard, so that every
 * strip of a desk can have one.
 *
 * Shape   interleaved stereo f64 from song frame 0 on, any number of frames a call
 * Result  a row for each step: mean squares of a channel, the mean of both, in the order of the bands
 */
export class BandCourse {
  readonly #arena: Arena
  readonly #size: number
  readonly #stepFrames: number
  readonly #bands: readonly (readonly Share[])[]
  readonly #window: Pointer
  readonly #twiddles: Pointer
  readonly #block: Pointer
  readonly #spectrum: Pointer
  readonly #power: Pointer
  #scale = 1
  #frames = 0
  #isSilent = true
  #rows: Float64Array[] = []

  constructor(arena: Arena, sampleRateHz: number, { size, stepFrames, edgesHz }: BandCourseOptions) {
    this.#arena = arena
    this.#size = size
    this.#stepFrames = Math.max(size, stepFrames)
    this.#bands = bandShares(edgesHz, size, sampleRateHz / size)
    this.#window = arena.alloc(size * 8)
    this.#twiddles = arena.allocFrames(size)
    this.#block = arena.allocFrames(size)
    this.#spectrum = arena.allocFrames(size)
    this.#power = arena.alloc(size * 8)
  }

  reset(): void {
    const window = this.#arena.f64(this.#window, this.#size)
    let weight = 0
    for (let i = 0; i < window.length; i++) {
      window[i] = 0.5 - 0.5 * maths.cos(((2 * Math.PI) / this.#size) * (i + 0.5))
      weight += window[i]! * window[i]!
    }
    this.#scale = 1 / (2 * this.#size * weight)
    this.#arena.kernels.fftTwiddles(this.#twiddles, this.#size)
    this.#frames = 0
    this.#isSilent = true
    this.#rows = []
  }

  /** Adds frames; `isSilent` says that all of them are 0. */
  add(audio: Pointer, frames: number, isSilent = false): void {
    for (let done = 0; done < frames; ) {
      const at = this.#frames % this.#stepFrames
      const isHeard = at < this.#size
      const piece = Math.min(frames - done, (isHeard ? this.#size : this.#stepFrames) - at)
      if (isHeard) this.#take(audio + done * FRAME_BYTES, at, piece, isSilent)
      this.#frames += piece
      done += piece
      if (isHeard && at + piece === this.#size) this.#close()
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
    else kernels.weigh(audio, this.#window + at * 8, to, frames)
    if (!isSilent) this.#isSilent = false
  }

  #close(): void {
    const row = new Float64Array(this.#bands.length)
    if (!this.#isSilent) {
      const { kernels } = this.#arena
      kernels.splitFrames(this.#block, this.#spectrum, this.#size)
      kernels.fftForward(this.#spectrum, this.#size, this.#twiddles)
      const power = this.#arena.f64(this.#power, this.#size)
      power.fill(0)
      kernels.addPower(this.#spectrum, this.#size, this.#power)
      for (const [band, shares] of this.#bands.entries()) {
        let sum = 0
        for (const { place, weight } of shares) sum += weight * power[place]!
        row[band] = sum * this.#scale
      }
    }
    this.#rows.push(row)
    this.#isSilent = true
  }
}

/** The bins of each band, both halves of the transform; a bin is shared where a band ends inside. */
function bandShares(edgesHz: readonly number[], size: number, binHz: number): Share[][] {
  const places = new Int32Array(size)
  for (let place = 0; place < size; place++) places[mirrored(place, size)] = place
  return edgesHz.slice(1).map((endHz, band) => {
    const [from, to] = [edgesHz[band]! / binHz, Math.min(endHz / binHz, size / 2)]
    const shares: Share[] = []
    for (let bin = Math.floor(from + 0.5); bin <= size / 2 && bin - 0.5 < to; bin++) {
      const weight = Math.min(to, bin + 0.5) - Math.max(from, bin - 0.5)
      shares.push({ place: places[bin]!, weight })
      if (bin > 0 && bin < size / 2) shares.push({ place: places[size - bin]!, weight })
    }
    return shares
  })
}

/** `position` with its bits in reverse, which is the bin that the transform leaves there. */
function mirrored(position: number, size: number): number {
  let bin = 0
  for (let rest = position, bits = size; bits > 1; bits >>= 1, rest >>= 1) bin = (bin << 1) | (rest & 1)
  return bin
}
