import { QUANTUM_FRAMES } from '@mixwright/audio'
import type { Arena, Pointer } from '@mixwright/kernels'
import type { Processor } from './processor.ts'

export interface ChorusOptions {
  /** Cycles a second of each voice. Hz, > 0. */
  rateHz: number
  /** From the shortest to the longest delay of a voice. ms, > 0. */
  depthMs: number
  /** Voices, evenly spread over the cycle. 1 … 4. */
  voices: number
  /** How far the right channel's voices are ahead: 0 moves both alike, 1 is a quarter of the cycle. 0 … 1. */
  width: number
  /** Part of the voices; the rest is the dry signal. 0 (does nothing) … 1. */
  mix: number
}

const SHORTEST_MS = 6
/** Frames that interpolation takes beside the place it reads, and one for rounding. */
const MARGIN_FRAMES = 4
const QUARTER_CYCLE = 0.25

// As drawn in assembly/chorus.ts.
const STATE_BYTES = 152
const OFFSETS_AT = 64
const GAINS_AT = 128

/**
 * Chorus: up to four voices, each the signal 6 ms and up to `depthMs` more ago, moving as a sine does.
 *
 * Shape    stereo → stereo, in place; left stays left
 * Latency  0 frames, of the dry signal       Tail  6 ms and depthMs
 * Phase    begins at the first sound, and anew at the first sound after silence that has outlasted the line
 * Level    voices are summed by power: each at 1 / √voices
 * Neutral  mix 0: the audio is not touched
 */
export class Chorus implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames: number
  readonly #options: ChorusOptions
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #state: Pointer
  readonly #line: Pointer

  constructor(options: ChorusOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.gapFrames = lineFrames(options, sampleRateHz)
    this.#state = arena.alloc(STATE_BYTES)
    this.#line = arena.allocFrames(this.gapFrames)
  }

  reset(): void {
    const { rateHz, depthMs, voices, width, mix } = this.#options
    const framesPerMs = this.#sampleRateHz / 1000
    this.#arena.kernels.clear(this.#line, this.gapFrames)
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    this.#arena.i32(this.#state, 4).set([voices, this.gapFrames - 1, 0, this.gapFrames])
    this.#arena
      .f64(this.#state + 24, 5)
      .set([
        rateHz / this.#sampleRateHz,
        SHORTEST_MS * framesPerMs,
        (depthMs / 2) * framesPerMs,
        1 - mix,
        mix / Math.sqrt(voices),
      ])
    this.#writeOffsets(width)
  }

  process(audio: Pointer, frames: number): void {
    if (this.#options.mix > 0) this.#arena.kernels.chorus(this.#state, this.#line, audio, frames)
  }

  /** Goes on with another rate, depth and width, which move on to `next` in the quantum to come. */
  retune(options: ChorusOptions, next: ChorusOptions): void {
    const step = (rateHz: number) => rateHz / this.#sampleRateHz
    const halfDepth = (depthMs: number) => ((depthMs / 2) * this.#sampleRateHz) / 1000
    this.#arena.f64(this.#state + 24, 1)[0] = step(options.rateHz)
    this.#arena.f64(this.#state + 40, 1)[0] = halfDepth(options.depthMs)
    this.#writeOffsets(options.width)
    const rises = [
      step(next.rateHz) - step(options.rateHz),
      halfDepth(next.depthMs) - halfDepth(options.depthMs),
      QUARTER_CYCLE * (next.width - options.width),
    ]
    this.#arena.f64(this.#state + GAINS_AT, 3).set(rises.map((rise) => rise / QUANTUM_FRAMES))
  }

  #writeOffsets(width: number): void {
    const { voices } = this.#options
    const offsets = Array.from({ length: voices }, (_, voice) => [
      voice / voices,
      voice / voices + QUARTER_CYCLE * width,
    ])
    this.#arena.f64(this.#state + OFFSETS_AT, 2 * voices).set(offsets.flat())
  }

  isAtRest(): boolean {
    return this.#options.mix === 0 || this.#arena.i32(this.#state, 4)[3] === this.gapFrames
  }
}

/** Frames of the line: a power of two that holds the longest delay. */
function lineFrames({ depthMs }: ChorusOptions, sampleRateHz: number): number {
  const least = ((SHORTEST_MS + depthMs) * sampleRateHz) / 1000 + MARGIN_FRAMES
  let frames = 64
  while (frames < least) frames *= 2
  return frames
}
