import { msToFrames } from '@mixwright/audio'
import { type Arena, dbToGain, gainToDb, maths, type Pointer } from '@mixwright/kernels'
import { PeakFilter } from './peak-filter.ts'
import type { Processor } from './processor.ts'

export interface LimiterOptions {
  /** Level that the output's true peak never passes. dBTP. */
  ceilingDbtp: number
  /** Time in which 63 % of the gain comes back. ms, >= 0; `auto` lets it depend on the programme. */
  releaseMs: number | 'auto'
  /** Time in which the gain comes down before a peak. ms; less than 48 frames is taken as 48 frames. */
  lookaheadMs: number
  /** Time for which the gain stays down after a peak before it comes back. ms, >= 0. Default 0. */
  holdMs?: number | undefined
  /** How much of one channel's deficit the other takes on. 0 (each by itself) … 1 (both alike). Default 1. */
  link?: number | undefined
  /** Whether the curve between the samples counts, not just the samples. Default true. */
  truePeak?: boolean | undefined
}

const LEAST_LOOKAHEAD_FRAMES = 48
/** Gain stands still this long on both sides of a peak: all samples that shape the curve there. */
const REACH_FRAMES = 32
/**
 * Peaks over the ceiling are taken this far below it. A moving gain lifts the curve again between the samples, by
 * 0.002 dB at most in a search over noise, steps and modulated tones at the shortest look-ahead.
 */
const MARGIN_DB = 0.01
/** Share of the look-ahead that the first of two sliding means takes; both together are a smooth fall. */
const FIRST_SHARE = 0.5822419
/** `auto`: a single peak is let go in this time … */
const AUTO_FAST_MS = 10
/** … and limiting that has lasted, seen by an envelope that takes this long to rise and to fall, as slowly … */
const AUTO_SLOW_MS = 400
/** … until nothing has had to be held for this long, the longest rest between the peaks of a low note: then at once. */
const AUTO_PATIENCE_MS = 10
/** A link that moves stays so far under 1 that each channel keeps a gain of its own. */
const ALMOST_LINKED = 1 - 1e-12
/** Frames between two moves of what the lines keep. */
const LINE_FRAMES = 2048

// As drawn in assembly/limiter.ts.
const SETTINGS_BYTES = 80
const STATE_BYTES = 1280
const LINE_FRAME_BYTES = 48
const LANE_BYTES = 48
const TAKEN_BYTE = 120
const ENVELOPES_BYTES = 32

/**
 * Look-ahead limiter for true peaks.
 *
 * Shape    stereo → stereo, in place
 * Latency  lookaheadMs and 64 frames
 * Promise  the curve through the output, read eight times a sample through 64 taps, stays at or under the ceiling
 * Neutral  while that curve of the input does not pass the ceiling and the gain is back at 1, the input comes out late
 *          but bit for bit
 * Source   peak-hold and box-filter design after Signalsmith; the gain is a linear one throughout
 */
export class Limiter implements Processor {
  readonly latencyFrames: number
  readonly gapFrames = 0
  readonly #options: LimiterOptions
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #lookaheadFrames: number
  readonly #delayFrames: number
  readonly #windowBytes: number
  readonly #lineFrames: number
  readonly #filter: PeakFilter
  readonly #settings: Pointer
  readonly #state: Pointer
  readonly #window: Pointer
  readonly #lines: Pointer

  constructor(options: LimiterOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#lookaheadFrames = Math.max(LEAST_LOOKAHEAD_FRAMES, msToFrames(options.lookaheadMs, sampleRateHz))
    this.#delayFrames = this.#lookaheadFrames + REACH_FRAMES
    this.latencyFrames = this.#delayFrames + REACH_FRAMES
    this.#windowBytes = 2 * Math.ceil((this.#windowFrames + 1) / 2) * 16
    this.#lineFrames = this.latencyFrames + LINE_FRAMES
    this.#filter = new PeakFilter(arena)
    this.#settings = arena.alloc(SETTINGS_BYTES)
    this.#state = arena.alloc(STATE_BYTES)
    this.#window = arena.alloc(this.#windowBytes)
    this.#lines = arena.alloc(this.#lineFrames * LINE_FRAME_BYTES)
  }

  reset(): void {
    this.#filter.reset()
    this.#writeSettings()
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    this.#arena.i32(this.#state, STATE_BYTES / 4)[28] = this.latencyFrames
    this.#arena.bytes(this.#window, this.#windowBytes).fill(0)
    this.#arena.bytes(this.#lines, this.#lineFrames * LINE_FRAME_BYTES).fill(0)
  }

  process(audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    kernels.limit(this.#settings, this.#filter.at, this.#state, this.#window, this.#lines, audio, frames)
  }

  /**
   * Goes on with another release and another link from a quantum on. What they change is smoothed like the gain itself,
   * over the look-ahead.
   */
  retune({ releaseMs, link = 1 }: LimiterOptions): void {
    const { releaseMs: first } = this.#options
    const numbers = this.#arena.f64(this.#settings, SETTINGS_BYTES / 8)
    if (first !== 'auto' && releaseMs !== 'auto') numbers[3] = this.#pole(releaseMs)
    numbers[9] = Math.min(link, this.#options.link === 1 ? 1 : ALMOST_LINKED)
  }

  /** Largest gain reduction since this was last asked, dB >= 0. */
  takeReductionDb(): number {
    const cell = this.#arena.f64(this.#state + TAKEN_BYTE, 1)
    const largest = cell[0]! > 0 ? -gainToDb(1 - cell[0]!) : 0
    cell[0] = 0
    return largest
  }

  isAtRest(): boolean {
    const { kernels } = this.#arena
    if (kernels.isZero(this.#state, ENVELOPES_BYTES) === 0) return false
    if (kernels.isZero(this.#state + LANE_BYTES, ENVELOPES_BYTES) === 0) return false
    return (
      kernels.isZero(this.#lines, this.#lineFrames * 16) === 1 && kernels.isZero(this.#window, this.#windowBytes) === 1
    )
  }

  get #windowFrames(): number {
    const holdFrames = msToFrames(this.#options.holdMs ?? 0, this.#sampleRateHz)
    return this.#lookaheadFrames + 1 + 2 * REACH_FRAMES + holdFrames
  }

  #writeSettings(): void {
    const { ceilingDbtp, releaseMs, truePeak = true, link = 1 } = this.#options
    const isAuto = releaseMs === 'auto'
    const numbers = this.#arena.f64(this.#settings, SETTINGS_BYTES / 8)
    numbers[0] = dbToGain(ceilingDbtp)
    numbers[1] = dbToGain(ceilingDbtp - MARGIN_DB)
    numbers[2] = truePeak ? this.#filter.far : 0
    numbers[3] = this.#pole(isAuto ? AUTO_FAST_MS : releaseMs)
    numbers[4] = isAuto ? 1 - this.#pole(AUTO_SLOW_MS) : 0
    numbers[5] = isAuto ? msToFrames(AUTO_PATIENCE_MS, this.#sampleRateHz) : 0
    numbers[9] = link
    const integers = this.#arena.i32(this.#settings, SETTINGS_BYTES / 4)
    const first = Math.floor(FIRST_SHARE * this.#lookaheadFrames + 0.5)
    integers[12] = truePeak ? 1 : 0
    integers[13] = this.#windowFrames
    integers[14] = first + 1
    integers[15] = this.#lookaheadFrames - first + 1
    integers[16] = this.#delayFrames
    integers[17] = this.#lineFrames
  }

  /** What is left after one frame of a deficit that falls to 1/e in `ms`. */
  #pole(ms: number): number {
    return ms <= 0 ? 0 : maths.exp(-1000 / (ms * this.#sampleRateHz))
  }
}
