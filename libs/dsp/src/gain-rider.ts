import { type Arena, dbToGain, maths, type Pointer } from '@mixwright/kernels'
import { type BlendedGainCurve, DB_PER_OCTAVE } from './gain-curve.ts'
import type { ChannelRider } from './linked-riders.ts'

export interface GainRiderOptions extends BlendedGainCurve {
  /** Time to cover 63 % of a rise of the gain reduction. ms, >= 0. */
  attackMs: number
  /** Time to cover 63 % of its fall. ms, >= 0; `auto` lets it depend on the programme. */
  releaseMs: number | 'auto'
  /** `peak`: largest sample, the louder channel; `rms`: mean square over about 10 ms, or less for short times (a full-scale sine is -3.01 dB). */
  detector: 'peak' | 'rms'
  /** Most that the gain is reduced by. dB; Infinity does not limit it. */
  rangeDb: number
}

/** Most frames that can be ridden at once. */
export const RIDE_FRAMES = 1024

const GROUP_FRAMES = 4
const SETTINGS_LENGTH = 23
const QUIET = 9
const STEPS_BYTE = 88
const SIGNS = 16
const STATE_BYTES = 80
const REDUCTION_BYTE = 64
/** -300 dB, as amplitude and as power: below lies nothing that could pass a threshold. */
const LEVEL_FLOOR = 1e-15
/** Two one-pole low-passes of this time smooth the mean square; together they remember about twice as long … */
const MEAN_SQUARE_MS = 5
/** … and where the gain is to move faster than they would let it, of these parts of attack and release. */
const MOST_PART_OF_ATTACK = 1 / 3
const MOST_PART_OF_RELEASE = 1 / 16
const LEAST_MEAN_SQUARE_MS = 0.05
/** Peaks are held so that the level of a low tone does not sag between them; the release is that much shorter. */
const HOLD_PART_OF_RELEASE = 0.04
const MOST_HOLD_MS = 10
/** `auto`: short peaks are let go in this time … */
const AUTO_FAST_MS = 80
/** … and reduction that has lasted, seen by an envelope that takes this long to rise and to fall, as slowly. */
const AUTO_SLOW_RISE_MS = 300
const AUTO_SLOW_FALL_MS = 1200

/**
 * The gain of a compressor over time: level, curve and smoothing, all but the audio path.
 *
 * Level is taken from groups of four frames, the largest of both channels, and smoothed after the gain computer in dB
 * by the "smooth branching" detector (Giannoulis, Massberg and Reiss 2012, eq. 16), whose attack and release are each
 * exactly what is asked for. `auto` takes the larger of two such envelopes, a fast one and one that is slow to rise
 * and slower to fall: a peak is let go in 80 ms, a reduction that lasted over 1.2 s.
 */
export class GainRider implements ChannelRider<GainRiderOptions> {
  readonly #options: GainRiderOptions
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #windowGroups: number
  readonly #settings: Pointer
  /** What the settings gain up to the end of a quantum. */
  readonly #steps: Pointer
  readonly #state: Pointer
  readonly #window: Pointer
  readonly #windowBytes: number
  readonly #gains: Pointer
  readonly #restingGain: number

  constructor(options: GainRiderOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    const holdMs = Math.min(MOST_HOLD_MS, HOLD_PART_OF_RELEASE * fastReleaseMs(options))
    const holdGroups = Math.floor((holdMs * sampleRateHz) / 1000 / GROUP_FRAMES)
    this.#windowGroups = options.detector === 'peak' ? holdGroups + 1 : 1
    this.#restingGain = 1 - options.mix + options.mix * dbToGain(options.makeupDb)
    this.#settings = arena.alloc(SETTINGS_LENGTH * 8)
    this.#steps = arena.alloc(SETTINGS_LENGTH * 8)
    this.#state = arena.alloc(STATE_BYTES)
    this.#windowBytes = Math.ceil((this.#windowGroups + 1) / 2) * 16
    this.#window = arena.alloc(this.#windowBytes)
    this.#gains = arena.alloc((RIDE_FRAMES / GROUP_FRAMES) * 8)
  }

  reset(): void {
    this.#arena.f64(this.#settings, SETTINGS_LENGTH).set(this.#settingsTable(this.#options))
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    this.#arena.f64(this.#state, STATE_BYTES / 8)[6] = this.#restingGain
    this.#arena.bytes(this.#window, this.#windowBytes).fill(0)
  }

  /**
   * Goes on with other settings, all but detector, makeup and mix, whose curve and times move on to `next` in the quantum to come;
   * the release is not shorter than at first.
   */
  retune(options: GainRiderOptions, next: GainRiderOptions): void {
    const [from, to] = [this.#settingsTable(options), this.#settingsTable(next)]
    const settings = this.#arena.f64(this.#settings, SETTINGS_LENGTH)
    const envelopes = this.#arena.f64(this.#state, 2)
    for (const lane of [0, 1]) if (from[SIGNS + lane] !== settings[SIGNS + lane]) envelopes[lane]! *= -1
    settings.set(from)
    settings[QUIET] = Math.min(from[QUIET]!, to[QUIET]!)
    const isMoving = from.some((value, i) => value !== to[i])
    this.#arena.i32(this.#settings + STEPS_BYTE, 1)[0] = isMoving ? this.#steps : 0
    const steps = from.map((value, i) => (value === to[i] ? 0 : to[i]! - value))
    this.#arena.f64(this.#steps, SETTINGS_LENGTH).set(steps)
  }

  /** Finds the gains for `frames` frames (at most RIDE_FRAMES) of `key`; false when they change nothing. */
  follow(key: Pointer, frames: number): boolean {
    const moves = this.#arena.kernels.compressorGains(
      this.#settings,
      this.#state,
      this.#window,
      this.#windowGroups,
      key,
      frames,
      this.#gains,
    )
    return moves === 1 || this.#restingGain !== 1
  }

  measure(key: Pointer, frames: number): void {
    const { kernels } = this.#arena
    kernels.compressorReductions(
      this.#settings,
      this.#state,
      this.#window,
      this.#windowGroups,
      key,
      frames,
      this.#gains,
    )
  }

  smooth(frames: number): boolean {
    const moves = this.#arena.kernels.smoothedReductions(this.#settings, this.#state, this.#gains, frames)
    return moves === 1 || this.#restingGain !== 1
  }

  get state(): Pointer {
    return this.#state
  }

  /** Where the gains just found are, one for each four frames: what the gain has come to at their end. */
  get gains(): Pointer {
    return this.#gains
  }

  /** Multiplies the frames by the gains just found. */
  apply(audio: Pointer, frames: number): void {
    this.#arena.kernels.applyGains(this.#state, this.#gains, audio, frames)
  }

  /** Largest gain reduction since this was last asked, dB >= 0. */
  takeReductionDb(): number {
    const cell = this.#arena.f64(this.#state + REDUCTION_BYTE, 1)
    const largest = cell[0]! * DB_PER_OCTAVE
    cell[0] = 0
    return largest
  }

  /** True when nothing of what was heard is left in the gain. */
  isAtRest(): boolean {
    const { kernels } = this.#arena
    const state = this.#arena.f64(this.#state, STATE_BYTES / 8)
    if (state[6] !== this.#restingGain || state[7] !== 0) return false
    return kernels.isZero(this.#state, 48) === 1 && kernels.isZero(this.#window, this.#windowBytes) === 1
  }

  /** As drawn in assembly/compressor.ts. */
  #settingsTable(options: GainRiderOptions): number[] {
    const { thresholdDb, ratio, kneeDb, rangeDb, mix, makeupDb, detector } = options
    const isPeak = detector === 'peak'
    const slope = 1 - 1 / ratio
    const knee = kneeDb / DB_PER_OCTAVE
    const kneeStartDb = thresholdDb - kneeDb / 2
    return [
      ...[isPeak ? 1 : 0.5, isPeak ? LEVEL_FLOOR : LEVEL_FLOOR * LEVEL_FLOOR, kneeStartDb / DB_PER_OCTAVE, knee],
      ...[knee === 0 ? 0 : slope / (2 * knee), slope, rangeDb / DB_PER_OCTAVE, 1 - mix, mix * dbToGain(makeupDb)],
      ...[slope === 0 ? Number.POSITIVE_INFINITY : dbToGain(isPeak ? kneeStartDb : 2 * kneeStartDb)],
      ...[isPeak ? 0 : this.#pole(averagingMs(options)), 0],
      ...this.#envelopePoles(options),
      ...this.#averagedTimes(options, slope),
    ]
  }

  /** Attack poles, release poles and signs of the two envelopes; both are the same unless the release is automatic. */
  #envelopePoles(options: GainRiderOptions): number[] {
    const { attackMs, releaseMs, detector } = options
    const holdMs = ((this.#windowGroups - 1) * GROUP_FRAMES * 1000) / this.#sampleRateHz
    const attack = this.#pole(attackMs)
    const release = this.#pole(fastReleaseMs(options) - holdMs)
    const sign = attack > release && detector === 'peak' ? -1 : 1
    if (releaseMs !== 'auto') return [attack, attack, release, release, sign, sign]
    return [attack, this.#pole(AUTO_SLOW_RISE_MS), release, this.#pole(AUTO_SLOW_FALL_MS), sign, 1]
  }

  /** Times of the envelope of mean squares, in groups, and what turns reduction into the level over the threshold. */
  #averagedTimes(options: GainRiderOptions, slope: number): number[] {
    const groupsPerMs = this.#sampleRateHz / (1000 * GROUP_FRAMES)
    const dbOver = slope === 0 ? 0 : DB_PER_OCTAVE / slope
    const isAuto = options.releaseMs === 'auto' ? 1 : 0
    const fifth = (averagingMs(options) / 5) * groupsPerMs
    return [options.attackMs * groupsPerMs, fastReleaseMs(options) * groupsPerMs, dbOver, fifth, isAuto]
  }

  /** What is left after one group of an envelope that falls to 1/e in `ms`. */
  #pole(ms: number): number {
    return ms <= 0 ? 0 : maths.exp((-GROUP_FRAMES * 1000) / (ms * this.#sampleRateHz))
  }
}

function fastReleaseMs({ releaseMs }: GainRiderOptions): number {
  return releaseMs === 'auto' ? AUTO_FAST_MS : releaseMs
}

function averagingMs(options: GainRiderOptions): number {
  const { attackMs } = options
  const most = Math.min(MOST_PART_OF_ATTACK * attackMs, MOST_PART_OF_RELEASE * fastReleaseMs(options))
  return Math.max(LEAST_MEAN_SQUARE_MS, Math.min(MEAN_SQUARE_MS, most))
}
