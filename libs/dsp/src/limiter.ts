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
  /** Most that the hold comes to by `retune`, where it moves. ms, >= holdMs. Default: it stands. */
  mostHoldMs?: number | undefined
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
const SETTINGS_BYTES = 128
const STATE_BYTES = 1280
const LINE_FRAME_BYTES = 48
const LANE_BYTES = 48
const TAKEN_BYTE = 120
const ENVELOPES_BYTES = 32
const POLE = 3
const LINK = 9
const POLE_STEP = 10
const HOLD = 12
const HOLD_STEP = 13
// As drawn in assembly/held-deficits.ts.
const QUEUE_BYTES = 32
const ENTRY_BYTES = 16

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
  /** Of each lane, where the hold moves. */
  readonly #heldEntries: number
  readonly #held: Pointer

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
    const { mostHoldMs } = options
    this.#heldEntries = mostHoldMs === undefined ? 0 : powerOfTwoAbove(msToFrames(mostHoldMs, sampleRateHz) + 1)
    this.#held = this.#heldEntries > 0 ? arena.alloc(2 * this.#heldBytes) : 0
  }

  reset(): void {
    this.#filter.reset()
    this.#writeSettings()
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    this.#arena.i32(this.#state, STATE_BYTES / 4)[28] = this.latencyFrames
    this.#arena.bytes(this.#window, this.#windowBytes).fill(0)
    this.#arena.bytes(this.#lines, this.#lineFrames * LINE_FRAME_BYTES).fill(0)
    if (this.#heldEntries === 0) return
    for (const lane of [0, 1]) {
      const queue = this.#held + lane * this.#heldBytes
      this.#arena.bytes(queue, this.#heldBytes).fill(0)
      this.#arena.i32(queue, 8)[6] = this.#heldEntries - 1
    }
  }

  process(audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    kernels.limit(this.#settings, this.#filter.at, this.#state, this.#window, this.#lines, audio, frames)
  }

  /** Goes on with another release, hold and link, which move on in straight lines to `next` in the quantum to come. */
  retune(options: LimiterOptions, next: LimiterOptions): void {
    const [from, to] = [this.#movingNumbers(options), this.#movingNumbers(next)]
    const numbers = this.#arena.f64(this.#settings, SETTINGS_BYTES / 8)
    ;[numbers[POLE], numbers[LINK], numbers[HOLD]] = from
    ;[numbers[POLE_STEP], numbers[POLE_STEP + 1], numbers[HOLD_STEP]] = to.map((value, i) => value - from[i]!) as Moving
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
    const { holdMs = 0, mostHoldMs } = this.#options
    const holdFrames = mostHoldMs === undefined ? msToFrames(holdMs, this.#sampleRateHz) : 0
    return this.#lookaheadFrames + 1 + 2 * REACH_FRAMES + holdFrames
  }

  get #heldBytes(): number {
    return QUEUE_BYTES + this.#heldEntries * ENTRY_BYTES
  }

  /** Pole, link and frames of a hold that moves. */
  #movingNumbers({ releaseMs, link = 1, holdMs = 0 }: LimiterOptions): Moving {
    return [
      this.#pole(releaseMs === 'auto' ? AUTO_FAST_MS : releaseMs),
      Math.min(link, this.#options.link === undefined || this.#options.link === 1 ? 1 : ALMOST_LINKED),
      this.#heldEntries === 0 ? 0 : (holdMs * this.#sampleRateHz) / 1000,
    ]
  }

  #writeSettings(): void {
    const { ceilingDbtp, releaseMs, truePeak = true } = this.#options
    const isAuto = releaseMs === 'auto'
    const numbers = this.#arena.f64(this.#settings, SETTINGS_BYTES / 8).fill(0)
    numbers[0] = dbToGain(ceilingDbtp)
    numbers[1] = dbToGain(ceilingDbtp - MARGIN_DB)
    numbers[2] = truePeak ? this.#filter.far : 0
    ;[numbers[POLE], numbers[LINK], numbers[HOLD]] = this.#movingNumbers(this.#options)
    numbers[4] = isAuto ? 1 - this.#pole(AUTO_SLOW_MS) : 0
    numbers[5] = isAuto ? msToFrames(AUTO_PATIENCE_MS, this.#sampleRateHz) : 0
    const integers = this.#arena.i32(this.#settings, SETTINGS_BYTES / 4)
    const first = Math.floor(FIRST_SHARE * this.#lookaheadFrames + 0.5)
    integers[12] = truePeak ? 1 : 0
    integers[13] = this.#windowFrames
    integers[14] = first + 1
    integers[15] = this.#lookaheadFrames - first + 1
    integers[16] = this.#delayFrames
    integers[17] = this.#lineFrames
    integers[28] = this.#held
    integers[29] = this.#heldBytes
  }

  /** What is left after one frame of a deficit that falls to 1/e in `ms`. */
  #pole(ms: number): number {
    return ms <= 0 ? 0 : maths.exp(-1000 / (ms * this.#sampleRateHz))
  }
}

/** Pole, link and hold. */
type Moving = [number, number, number]

function powerOfTwoAbove(number: number): number {
  let power = 1
  while (power <= number) power *= 2
  return power
}
