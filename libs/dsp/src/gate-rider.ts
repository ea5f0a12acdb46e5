import { type Arena, dbToGain, maths, type Pointer } from '@mixwright/kernels'
import { DB_PER_OCTAVE } from './gain-curve.ts'
import { RIDE_FRAMES } from './gain-rider.ts'
import type { ChannelRider } from './linked-riders.ts'

/** A gain that is 0 dB for what is loud, and falls for what is not. */
export interface GateRiderOptions {
  /** Most that the gain is reduced by. dB, >= 0. */
  rangeDb: number
  /** Time to cover 63 % of a fall of the reduction, in dB: of opening. ms, >= 0. */
  attackMs: number
  /** Time to cover 63 % of its rise, in dB: of closing. ms, >= 0. */
  releaseMs: number
  law: GateLaw | ExpanderLaw
}

export interface GateLaw {
  /** Level that opens. dBFS. */
  openDb: number
  /** Level under which it closes, <= openDb. dBFS. */
  closeDb: number
  /** Time that it stays open for after the level was last there. ms, >= 0. */
  holdMs: number
}

export interface ExpanderLaw {
  /** Level under which gain is reduced. dBFS. */
  thresholdDb: number
  /** Output dB under the threshold per input dB. >= 1; 1 does nothing. */
  ratio: number
  /** Width of the bend, centred on the threshold. dB, 0 (hard) and up. */
  kneeDb: number
}

const GROUP_FRAMES = 4
const SETTINGS_BYTES = 96
const KIND_BYTE = 72
const STEPS_BYTE = 80
const STATE_BYTES = 80
/** An expander's peaks are held so that the level of a low tone does not sag between them; it closes that much faster. */
const HOLD_PART_OF_RELEASE = 0.04
const MOST_HOLD_MS = 10

/** The gain of a gate or an expander over time, from the largest samples of groups of four frames, channels linked. */
export class GateRider implements ChannelRider<GateRiderOptions> {
  readonly #options: GateRiderOptions
  readonly #arena: Arena
  readonly #sampleRateHz: number
  #rangeOctaves: number
  readonly #windowGroups: number
  readonly #windowBytes: number
  readonly #settings: Pointer
  /** What the settings gain up to the end of a quantum. */
  readonly #steps: Pointer
  readonly #state: Pointer
  readonly #window: Pointer
  readonly #gains: Pointer

  constructor(options: GateRiderOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#rangeOctaves = options.rangeDb / DB_PER_OCTAVE
    const holdMs = 'ratio' in options.law ? Math.min(MOST_HOLD_MS, HOLD_PART_OF_RELEASE * options.releaseMs) : 0
    this.#windowGroups = this.#groups(holdMs) + 1
    this.#windowBytes = Math.ceil((this.#windowGroups + 1) / 2) * 16
    this.#settings = arena.alloc(SETTINGS_BYTES)
    this.#steps = arena.alloc(SETTINGS_BYTES)
    this.#state = arena.alloc(STATE_BYTES)
    this.#window = arena.alloc(this.#windowBytes)
    this.#gains = arena.alloc((RIDE_FRAMES / GROUP_FRAMES) * 8)
  }

  /** Ready for frame 0, closed: as after endless silence. */
  reset(): void {
    this.#rangeOctaves = this.#options.rangeDb / DB_PER_OCTAVE
    this.#writeSettings(this.#options)
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    this.#arena.bytes(this.#window, this.#windowBytes).fill(0)
    const gain = this.#arena.f64(this.#gains, 2)
    gain[0] = -this.#rangeOctaves
    this.#arena.kernels.gainOfOctaves(this.#gains, 1)
    const state = this.#arena.f64(this.#state, STATE_BYTES / 8)
    state[0] = this.#rangeOctaves
    state[6] = gain[0]
  }

  /**
   * Goes on with other settings, which move on to `next` in the quantum to come; an expander's release is
   * not shorter than at first.
   */
  retune(options: GateRiderOptions, next: GateRiderOptions): void {
    this.#rangeOctaves = next.rangeDb / DB_PER_OCTAVE
    this.#writeSettings(options)
    const [from, to] = [this.#numbers(options), this.#numbers(next)]
    const isMoving = from.some((value, i) => value !== to[i])
    this.#arena.i32(this.#settings + STEPS_BYTE, 1)[0] = isMoving ? this.#steps : 0
    const steps = from.map((value, i) => to[i]! - value)
    this.#arena.f64(this.#steps, steps.length).set(steps)
  }

  /** Finds the gains for `frames` frames (at most RIDE_FRAMES) of `key`. */
  follow(key: Pointer, frames: number): boolean {
    const { kernels } = this.#arena
    kernels.gateGains(this.#settings, this.#state, this.#window, this.#windowGroups, key, frames, this.#gains)
    return true
  }

  measure(key: Pointer, frames: number): void {
    const { kernels } = this.#arena
    kernels.gateReductions(this.#settings, this.#state, this.#window, this.#windowGroups, key, frames, this.#gains)
  }

  smooth(frames: number): boolean {
    this.#arena.kernels.smoothedGate(this.#settings, this.#state, this.#gains, frames)
    return true
  }

  get state(): Pointer {
    return this.#state
  }

  get gains(): Pointer {
    return this.#gains
  }

  /** Multiplies the frames by the gains just found. */
  apply(audio: Pointer, frames: number): void {
    this.#arena.kernels.applyGains(this.#state, this.#gains, audio, frames)
  }

  /** True when it is closed, and nothing that was heard is left in it. */
  isAtRest(): boolean {
    const isClosed = this.#arena.i32(this.#state, STATE_BYTES / 4)[19] === 0
    const isSettled = this.#arena.f64(this.#state, 1)[0] === this.#rangeOctaves
    return isClosed && isSettled && this.#arena.kernels.isZero(this.#window, this.#windowBytes) === 1
  }

  /** As drawn in assembly/gate.ts. */
  #writeSettings(options: GateRiderOptions): void {
    this.#arena.f64(this.#settings, SETTINGS_BYTES / 8).set(this.#numbers(options))
    this.#arena.i32(this.#settings + KIND_BYTE, 1)[0] = 'openDb' in options.law ? 1 : 0
  }

  /** All settings but what kind it is, and where steps lie. */
  #numbers(options: GateRiderOptions): number[] {
    const { attackMs, releaseMs, law } = options
    const holdMs = ((this.#windowGroups - 1) * GROUP_FRAMES * 1000) / this.#sampleRateHz
    const poles = [this.#pole(attackMs), this.#pole(releaseMs - holdMs)]
    const levels = 'openDb' in law ? [dbToGain(law.openDb), dbToGain(law.closeDb)] : [0, 0]
    const holdGroups = 'openDb' in law ? (law.holdMs * this.#sampleRateHz) / 1000 / GROUP_FRAMES : 0
    return [...poles, ...curveNumbers(options), ...levels, 0, 0, holdGroups]
  }

  #groups(ms: number): number {
    return Math.floor((ms * this.#sampleRateHz) / 1000 / GROUP_FRAMES)
  }

  /** What is left after one group of a difference that falls to 1/e in `ms`. */
  #pole(ms: number): number {
    return ms <= 0 ? 0 : maths.exp((-GROUP_FRAMES * 1000) / (ms * this.#sampleRateHz))
  }
}

/** Range, end and width of the knee, knee factor and slope; of a gate the range alone. */
function curveNumbers({ rangeDb, law }: GateRiderOptions): number[] {
  const range = rangeDb / DB_PER_OCTAVE
  if ('openDb' in law) return [range, 0, 0, 0, 0]
  const knee = law.kneeDb / DB_PER_OCTAVE
  const slope = law.ratio - 1
  return [range, (law.thresholdDb + law.kneeDb / 2) / DB_PER_OCTAVE, knee, knee === 0 ? 0 : slope / (2 * knee), slope]
}
