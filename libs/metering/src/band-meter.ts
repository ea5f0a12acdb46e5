import { type Arena, maths, type Pointer } from '@mixwright/kernels'

/** Centres of the octave bands; a band reaches from centre / sqrt(2) to centre * sqrt(2). */
export const BANDS = [
  { name: '31.5 Hz', centreHz: 31.25 },
  { name: '63 Hz', centreHz: 62.5 },
  { name: '125 Hz', centreHz: 125 },
  { name: '250 Hz', centreHz: 250 },
  { name: '500 Hz', centreHz: 500 },
  { name: '1 kHz', centreHz: 1000 },
  { name: '2 kHz', centreHz: 2000 },
  { name: '4 kHz', centreHz: 4000 },
  { name: '8 kHz', centreHz: 8000 },
  { name: '16 kHz', centreHz: 16000 },
] as const

export type BandName = (typeof BANDS)[number]['name']

/** What a band holds: mean square of a channel, the mean of both, and the share of the side (L - R) / 2 in it. */
export interface BandReading {
  power: number
  /** 0 … 1: nothing, all; null where the band is empty. */
  width: number | null
}

const WIDEST_BIN_HZ = 12 // two bins and a half in the lowest band
const FRAME_BYTES = 16

/**
 * Mean level and width per octave band of stereo audio, by Hann-windowed Fourier transforms laid end to end.
 *
 * Blocks do not overlap: over music the average is true, a click that falls into the seam of two blocks counts less.
 * They last 83 to 167 ms; silent ones cost no transform. What does not fill one at the end is left out, unless it is all
 * there is.
 */
export class BandMeter {
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #size: number
  readonly #window: Pointer
  readonly #twiddles: Pointer
  readonly #block: Pointer
  readonly #spectrum: Pointer
  readonly #power: Pointer
  readonly #cross: Pointer
  readonly #begunPower: Pointer
  readonly #begunCross: Pointer
  #filledFrames = 0
  #blocks = 0

  constructor(arena: Arena, sampleRateHz: number) {
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#size = transformSize(sampleRateHz)
    this.#window = arena.alloc(this.#size * 8)
    this.#twiddles = arena.allocFrames(this.#size)
    this.#block = arena.allocFrames(this.#size)
    this.#spectrum = arena.allocFrames(this.#size)
    this.#power = arena.alloc(this.#size * 8)
    this.#cross = arena.alloc(this.#size * 8)
    this.#begunPower = arena.alloc(this.#size * 8)
    this.#begunCross = arena.alloc(this.#size * 8)
  }

  reset(): void {
    const size = this.#size
    const window = this.#arena.f64(this.#window, size)
    for (let i = 0; i < size; i++) window[i] = 0.5 - 0.5 * maths.cos(((2 * Math.PI) / size) * (i + 0.5))
    this.#arena.kernels.fftTwiddles(this.#twiddles, size)
    this.#arena.f64(this.#power, size).fill(0)
    this.#arena.f64(this.#cross, size).fill(0)
    this.#filledFrames = 0
    this.#blocks = 0
  }

  add(audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    for (let done = 0; done < frames; ) {
      const piece = Math.min(frames - done, this.#size - this.#filledFrames)
      const to = this.#block + this.#filledFrames * FRAME_BYTES
      kernels.weigh(audio + done * FRAME_BYTES, this.#window + this.#filledFrames * 8, to, piece)
      this.#filledFrames += piece
      done += piece
      if (this.#filledFrames === this.#size) {
        this.#addSpectrum(this.#power, this.#cross)
        this.#blocks++
        this.#filledFrames = 0
      }
    }
  }

  /** Every band, in the order of BANDS. */
  read(): BandReading[] {
    const size = this.#size
    const { kernels } = this.#arena
    let [power, cross] = [this.#power, this.#cross]
    if (this.#blocks === 0) {
      ;[power, cross] = [this.#begunPower, this.#begunCross]
      this.#arena.f64(power, size).fill(0)
      this.#arena.f64(cross, size).fill(0)
      kernels.clear(this.#block + this.#filledFrames * FRAME_BYTES, size - this.#filledFrames)
      this.#addSpectrum(power, cross)
    }
    const powers = spectrumOf(this.#arena.f64(power, size))
    const crosses = spectrumOf(this.#arena.f64(cross, size))
    const scale = 1 / (2 * size * this.#weightOfFrames())
    return BANDS.map(({ centreHz }) => {
      const sum = bandSum(powers, centreHz, this.#binHz())
      const width = sum > 0 ? Math.max(0, Math.min(1, 0.5 - bandSum(crosses, centreHz, this.#binHz()) / sum)) : null
      return { power: sum * scale, width }
    })
  }

  #addSpectrum(power: Pointer, cross: Pointer): void {
    const { kernels } = this.#arena
    if (kernels.isZero(this.#block, this.#size * FRAME_BYTES)) return
    kernels.splitFrames(this.#block, this.#spectrum, this.#size)
    kernels.fftForward(this.#spectrum, this.#size, this.#twiddles)
    kernels.addPower(this.#spectrum, this.#size, power)
    kernels.addCrossPower(this.#spectrum, this.#size, cross)
  }

  /** Sum of the squared window over the frames that were transformed. */
  #weightOfFrames(): number {
    const window = this.#arena.f64(this.#window, this.#blocks > 0 ? this.#size : this.#filledFrames)
    let weight = 0
    for (const value of window) weight += value * value
    return Math.max(1, this.#blocks) * weight || 1
  }

  #binHz(): number {
    return this.#sampleRateHz / this.#size
  }
}

/** The smallest power of 2 that resolves the lowest band. */
function transformSize(sampleRateHz: number): number {
  let size = 16
  while (sampleRateHz / size > WIDEST_BIN_HZ) size *= 2
  return size
}

/** A sum per frequency from 0 to half the sample rate: bins k and -k of the transform together. */
function spectrumOf(power: Float64Array): Float64Array {
  const size = power.length
  const spectrum = new Float64Array(size / 2 + 1)
  for (let position = 0; position < size; position++) {
    const bin = mirrored(position, size)
    spectrum[Math.min(bin, size - bin)]! += power[position]!
  }
  return spectrum
}

/** `position` with its bits in reverse, which is the bin that the transform leaves there. */
function mirrored(position: number, size: number): number {
  let bin = 0
  for (let rest = position, bits = size; bits > 1; bits >>= 1, rest >>= 1) bin = (bin << 1) | (rest & 1)
  return bin
}

/** Sum over a band; a bin stands for half a bin to either side and is shared where a band ends inside. */
function bandSum(spectrum: Float64Array, centreHz: number, binHz: number): number {
  const from = centreHz / Math.SQRT2 / binHz
  const to = (centreHz * Math.SQRT2) / binHz
  let sum = 0
  for (let bin = Math.floor(from + 0.5); bin < spectrum.length && bin - 0.5 < to; bin++) {
    sum += spectrum[bin]! * (Math.min(to, bin + 0.5) - Math.max(from, bin - 0.5))
  }
  return sum
}
