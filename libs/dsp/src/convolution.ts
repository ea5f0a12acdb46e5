import { msToFrames, QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, dbToGain, type Pointer } from '@mixwright/kernels'
import { type ImpulseResponse, leadFrames, type StereoPaths, stereoPaths, unitEnergyGain } from './impulse-response.ts'
import type { Processor } from './processor.ts'
import { resampledFrames } from './resampler.ts'
import { SpectralBlock } from './spectral-block.ts'

export interface ConvolutionOptions {
  impulse: ImpulseResponse
  /** Gain of the response. dB. */
  gainDb: number
  /** Time before the response begins. ms, ≥ 0. */
  predelayMs: number
  /** Scales the response to unit energy: noise leaves as loud as it came, before `gainDb`. */
  normalize: boolean
  /** Part of the convolved signal; the rest is the dry one, in time with it. 0 (does nothing)…1. */
  mix: number
  /**
   * Blocks are counted from song frame 0, in whole quanta, and not from the first sound on; and the response may be
   * exchanged by `respond`. Default false.
   */
  onGrid?: boolean | undefined
}

/** Parts that a response is cut into: about where transforms and products cost least together. */
const PARTS = 4
/**
 * The same from this length on, where products wait for memory: the spectra have left the cache. Not of a response that
 * is exchanged, which goes from one to the next over a part.
 */
const PARTS_OF_LONG = 2
const LONG_FRAMES = 16384
const SHORTEST_PART_FRAMES = 256
const LONGEST_PART_FRAMES = 131072

const SIDES = ['left', 'right'] as const
type Side = (typeof SIDES)[number]
type Spectra = Record<Side, Pointer>

/**
 * Convolution with a recorded response, to its full length.
 *
 * Shape    stereo → stereo, in place; the channels cross where the response has four channels
 * Latency  one part: a power of two, half of the response or more, a quarter where that is short or may be exchanged; 128
 *          frames or more on top where the response is resampled
 * Silence  in is silence out once the response has passed; silent parts cost nothing
 * Source   uniformly partitioned overlap-save: Stockham, AFIPS 1966; Wefers, "Partitioned convolution algorithms for
 *          real-time auralization", 2015
 */
export class Convolution implements Processor {
  readonly latencyFrames: number
  readonly gapFrames: number
  readonly #options: ConvolutionOptions
  readonly #sampleRateHz: number
  readonly #arena: Arena
  readonly #partFrames: number
  readonly #block: SpectralBlock
  /** Spectra of the response's parts; `crossing` goes from each side to the other. */
  readonly #straight: Spectra[]
  readonly #crossing: Spectra[]
  /** Spectra of the last input blocks, a ring. */
  readonly #history: (Spectra & { silent: boolean })[]
  readonly #pairs: Pointer
  readonly #out: Pointer
  /** Where a response is prepared while others sound: a part, and silence behind it. */
  readonly #aside: readonly [Pointer, Pointer] | undefined
  #previous: Pointer
  #current: Pointer
  #previousSilent = true
  #newest = 0
  /** Frames of the current block so far. Blocks are counted from the first sound after rest. */
  #position = 0
  #atRest = true

  constructor(options: ConvolutionOptions, arena: Arena, sampleRateHz: number) {
    const { impulse } = options
    const longest = impulse.channels.reduce((frames, channel) => Math.max(frames, channel.length), 0)
    const lead = leadFrames(impulse, sampleRateHz)
    const responseFrames = resampledFrames(longest, { fromHz: impulse.sampleRateHz, toHz: sampleRateHz })
    this.#options = options
    this.#sampleRateHz = sampleRateHz
    this.#arena = arena
    this.gapFrames = Math.max(1, lead + msToFrames(options.predelayMs, sampleRateHz) + responseFrames)
    this.#partFrames = partFrames(this.gapFrames, options.onGrid ? PARTS : PARTS_OF_LONG)
    this.latencyFrames = options.mix === 0 ? 0 : this.#partFrames + lead
    const block = new SpectralBlock(this.#partFrames, arena)
    const spectra = (shared: boolean): Spectra[] =>
      Array.from({ length: Math.ceil(this.gapFrames / this.#partFrames) }, () => {
        const left = block.allocSpectrum()
        return { left, right: shared ? left : block.allocSpectrum() }
      })
    this.#block = block
    this.#straight = spectra(impulse.channels.length === 1)
    this.#crossing = impulse.channels.length === 4 ? spectra(false) : []
    this.#history = spectra(false).map((at) => ({ ...at, silent: true }))
    this.#pairs = arena.alloc(2 * this.#straight.length * 8)
    this.#out = arena.allocFrames(this.#partFrames)
    this.#previous = arena.allocFrames(this.#partFrames)
    this.#current = arena.allocFrames(this.#partFrames)
    if (options.onGrid) this.#aside = [arena.allocFrames(this.#partFrames), arena.allocFrames(this.#partFrames)]
  }

  /** Frames that are computed together. */
  get partFrames(): number {
    return this.#partFrames
  }

  reset(): void {
    const { kernels } = this.#arena
    this.#block.reset()
    this.#prepare(this.#response())
    kernels.clear(this.#previous, this.#partFrames)
    kernels.clear(this.#out, this.#partFrames)
    for (const slot of this.#history) slot.silent = true
    this.#previousSilent = true
    this.#position = 0
    this.#atRest = true
  }

  /** Takes what the impulse's channels hold now as the response, of the same length, from the next block on. */
  respond(): void {
    this.#prepare(this.#response())
  }

  process(audio: Pointer, frames: number, _key?: Pointer, songFrame = 0): void {
    if (this.#options.mix === 0) return
    const { kernels } = this.#arena
    const end = audio + frames * 16
    for (let at = audio; at < end; ) {
      if (this.#atRest) {
        at = this.#skipSilence(at, end)
        if (at === end) return
        this.#atRest = false
        if (this.#options.onGrid) this.#beginAt(songFrame + (at - audio) / 16)
      }
      const count = Math.min((end - at) / 16, this.#partFrames - this.#position)
      kernels.copy(at, this.#current + this.#position * 16, count)
      kernels.copy(this.#out + this.#position * 16, at, count)
      at += count * 16
      this.#position += count
      if (this.#position === this.#partFrames) this.#turn()
    }
  }

  isAtRest(): boolean {
    return this.#atRest || this.#options.mix === 0
  }

  /** Begins in the midst of the block that a song frame lies in, as after silence. */
  #beginAt(songFrame: number): void {
    const inQuanta = Math.floor(songFrame / QUANTUM_FRAMES) * QUANTUM_FRAMES
    this.#position = inQuanta - Math.floor(inQuanta / this.#partFrames) * this.#partFrames
    this.#arena.kernels.clear(this.#current, this.#partFrames)
  }

  /** The first quantum with sound in it, or `end`. */
  #skipSilence(at: Pointer, end: Pointer): Pointer {
    const quantumBytes = QUANTUM_FRAMES * 16
    while (at < end && this.#arena.kernels.isZero(at, quantumBytes)) at += quantumBytes
    return at
  }

  /** Ends a block of input: computes the block of output that goes out while the next one comes in. */
  #turn(): void {
    const { kernels } = this.#arena
    const currentSilent = kernels.isZero(this.#current, this.#partFrames * 16) !== 0
    this.#newest = (this.#newest + 1) % this.#history.length
    const slot = this.#history[this.#newest]!
    slot.silent = this.#previousSilent && currentSilent
    if (!slot.silent) this.#block.separate(this.#previous, this.#current, slot.left, slot.right)
    this.#atRest = this.#history.every(({ silent }) => silent)
    if (this.#atRest) {
      kernels.clear(this.#out, this.#partFrames)
    } else {
      for (const side of SIDES) this.#multiply(side)
      this.#block.combine(this.#out)
    }
    ;[this.#previous, this.#current] = [this.#current, this.#previous]
    this.#previousSilent = currentSilent
    this.#position = 0
  }

  /** Sums what arrives at a side: straight parts from the earliest on, then crossing ones. */
  #multiply(to: Side): void {
    const blocks = this.#history.map((_, age, ring) => ring[(this.#newest + ring.length - age) % ring.length]!)
    const pairs = this.#arena.i32(this.#pairs, 4 * blocks.length)
    const from: Side = to === 'left' ? 'right' : 'left'
    let count = 0
    const add = (signal: Pointer, response: Pointer) => {
      pairs[2 * count] = signal
      pairs[2 * count + 1] = response
      count++
    }
    for (const [age, part] of this.#straight.entries()) if (!blocks[age]!.silent) add(blocks[age]![to], part[to])
    for (const [age, part] of this.#crossing.entries()) if (!blocks[age]!.silent) add(blocks[age]![from], part[from])
    this.#arena.kernels.multiplySpectra(this.#pairs, count, this.#partFrames, this.#block[to])
  }

  /** The response as it is convolved: predelayed, scaled, and with the dry signal in it. */
  #response(): StereoPaths {
    const { impulse, gainDb, normalize, predelayMs, mix } = this.#options
    const paths = stereoPaths(impulse, this.#sampleRateHz)
    const gain = mix * dbToGain(gainDb) * (normalize ? unitEnergyGain(impulse) : 1)
    const predelay = msToFrames(predelayMs, this.#sampleRateHz)
    const place = (path: Float64Array, dry: number) => {
      const placed = new Float64Array(this.gapFrames)
      placed.set(
        path.map((sample) => sample * gain),
        predelay,
      )
      placed[paths.leadFrames]! += dry
      return placed
    }
    return {
      leadFrames: paths.leadFrames,
      straight: [place(paths.straight[0], 1 - mix), place(paths.straight[1], 1 - mix)],
      crossing: paths.crossing && [place(paths.crossing[0], 0), place(paths.crossing[1], 0)],
    }
  }

  /** Transforms the parts of the response. */
  #prepare({ straight, crossing }: StereoPaths): void {
    const frames = this.#partFrames
    const scale = 1 / (8 * frames)
    const [scratch, zeros] = this.#aside ?? [this.#current, this.#out]
    this.#arena.kernels.clear(zeros, frames)
    const transform = ([left, right]: readonly [Float64Array, Float64Array], parts: readonly Spectra[]) => {
      parts.forEach((part, index) => {
        const start = index * frames
        const view = this.#arena.f64(scratch, 2 * frames).fill(0)
        for (let n = 0; n < Math.min(frames, left.length - start); n++) {
          view[2 * n] = left[start + n]! * scale
          view[2 * n + 1] = right[start + n]! * scale
        }
        this.#block.separate(scratch, zeros, part.left, part.right)
      })
    }
    transform(straight, this.#straight)
    if (crossing) transform(crossing, this.#crossing)
  }
}

function partFrames(responseFrames: number, partsOfLong: number): number {
  let frames = SHORTEST_PART_FRAMES
  const parts = responseFrames < LONG_FRAMES ? PARTS : partsOfLong
  while (frames < LONGEST_PART_FRAMES && frames * parts < responseFrames) frames *= 2
  return frames
}
