import { QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, maths, type Pointer } from '@mixwright/kernels'
import { DB_PER_OCTAVE } from './gain-curve.ts'
import { RIDE_FRAMES } from './gain-rider.ts'
import type { Processor } from './processor.ts'

export interface TransientOptions {
  /** Most gain while the level rises. dB; 0 leaves it. */
  attackDb: number
  /** Most gain while the level falls. dB; 0 leaves it. */
  sustainDb: number
}

const FRAME_BYTES = 16
const GROUP_FRAMES = 4
const QUANTUM_GROUPS = QUANTUM_FRAMES / GROUP_FRAMES
const SETTINGS_LENGTH = 14
const AMOUNTS_INDEX = 8
const STEPS_INDEX = 12
const STATE_BYTES = 80
/** Peaks are held so long that a tone of 50 Hz stands still. */
const HOLD_MS = 10
/** Levels under -100 dBFS count as that: noise floors are not shaped. */
const FLOOR_GAIN = 1e-5
const FAST_RISE_MS = 0.5
const SLOW_RISE_MS = 15
/** Both envelopes of the attack fall alike. */
const ATTACK_FALL_MS = 60
const FAST_FALL_MS = 30
const SLOW_FALL_MS = 400
/** Distance of the envelopes at which the whole gain is reached. */
const REACH_DB = 12

/**
 * Transient shaper, channels linked: gain where a fast envelope of the level runs ahead of a slow one, upwards for the
 * attack and downwards for the sustain. Envelopes are in dB, so loud and quiet hits are shaped alike, without threshold.
 *
 * Shape    stereo → stereo, in place; an external key is not heard
 * Latency  0 frames
 * State    four envelopes (dB), the peaks held
 * Neutral  both 0 dB: the audio is not touched. A level that stands still is left within 0.001 dB
 */
export class TransientShaper implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames = 0
  readonly #options: TransientOptions
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #isNeutral: boolean
  readonly #windowGroups: number
  readonly #windowBytes: number
  readonly #settings: Pointer
  readonly #state: Pointer
  readonly #window: Pointer
  readonly #gains: Pointer

  constructor(options: TransientOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#isNeutral = options.attackDb === 0 && options.sustainDb === 0
    this.#windowGroups = Math.floor((HOLD_MS * sampleRateHz) / 1000 / GROUP_FRAMES) + 1
    this.#windowBytes = Math.ceil((this.#windowGroups + 1) / 2) * 16
    this.#settings = arena.alloc(SETTINGS_LENGTH * 8)
    this.#state = arena.alloc(STATE_BYTES)
    this.#window = arena.alloc(this.#windowBytes)
    this.#gains = arena.alloc((RIDE_FRAMES / GROUP_FRAMES) * 8)
  }

  reset(): void {
    const { attackDb, sustainDb } = this.#options
    const [fastRise, slowRise] = [this.#pole(FAST_RISE_MS), this.#pole(SLOW_RISE_MS)]
    const attackFall = this.#pole(ATTACK_FALL_MS)
    this.#arena
      .f64(this.#settings, SETTINGS_LENGTH)
      .set([
        ...[fastRise, slowRise, attackFall, attackFall],
        ...[fastRise, fastRise, this.#pole(FAST_FALL_MS), this.#pole(SLOW_FALL_MS)],
        ...[attackDb / DB_PER_OCTAVE, sustainDb / DB_PER_OCTAVE],
        ...[DB_PER_OCTAVE / REACH_DB, 1 / FLOOR_GAIN],
        ...[0, 0],
      ])
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    this.#arena.f64(this.#state, STATE_BYTES / 8)[6] = 1
    this.#arena.bytes(this.#window, this.#windowBytes).fill(0)
  }

  process(audio: Pointer, frames: number): void {
    if (this.#isNeutral) return
    const { kernels } = this.#arena
    for (let done = 0; done < frames; done += RIDE_FRAMES) {
      const piece = Math.min(RIDE_FRAMES, frames - done)
      const at = audio + done * FRAME_BYTES
      kernels.transientGains(this.#settings, this.#state, this.#window, this.#windowGroups, at, piece, this.#gains)
      kernels.applyGains(this.#state, this.#gains, at, piece)
    }
  }

  /** Goes on with other gains, which move on to `next` in the quantum to come. */
  retune({ attackDb, sustainDb }: TransientOptions, next: TransientOptions): void {
    const settings = this.#arena.f64(this.#settings, SETTINGS_LENGTH)
    settings.set([attackDb / DB_PER_OCTAVE, sustainDb / DB_PER_OCTAVE], AMOUNTS_INDEX)
    const rises = [next.attackDb - attackDb, next.sustainDb - sustainDb]
    settings.set(
      rises.map((riseDb) => riseDb / DB_PER_OCTAVE / QUANTUM_GROUPS),
      STEPS_INDEX,
    )
  }

  isAtRest(): boolean {
    if (this.#isNeutral) return true
    const { kernels } = this.#arena
    const isStill = this.#arena.f64(this.#state, STATE_BYTES / 8)[6] === 1 && kernels.isZero(this.#state, 32) === 1
    return isStill && kernels.isZero(this.#window, this.#windowBytes) === 1
  }

  /** What is left after one group of a difference that falls to 1/e in `ms`. */
  #pole(ms: number): number {
    return maths.exp((-GROUP_FRAMES * 1000) / (ms * this.#sampleRateHz))
  }
}
