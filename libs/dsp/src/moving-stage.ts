import { type Arena, maths, type Pointer } from '@mixwright/kernels'
import { bandSections, MOST_FOCUS_SECTIONS } from './band-sections.ts'
import { BiquadChain } from './biquad-chain.ts'
import type { EqBand, EqSide, MovingBand } from './eq-band.ts'
import type { Lanes } from './eq-stage.ts'
import { GainRamp, type Gains } from './gain-ramp.ts'
import { GainRider, RIDE_FRAMES } from './gain-rider.ts'
import { HIGHEST_FREQ } from './matched-filter.ts'
import { isCurve } from './may-move.ts'
import { againstThreshold, NOMINAL_DB } from './rigs.ts'

const FRAME_BYTES = 16
/** As in assembly/moving-filter.ts. */
const SETTINGS_BYTES = 48
const STATE_BYTES = 40
const STATE_LENGTH = 5
const KINDS = { bell: 0, lowShelf: 1, highShelf: 2 } as const
const KNEE_DB = 6
const DEFAULT_ATTACK_MS = 5
const DEFAULT_RELEASE_MS = 80

/**
 * The part of a band that moves: from 0 dB to `rangeDb`, by the level of what the band reaches. A bell hears a band-pass
 * of its frequency and q, a shelf a Butterworth filter of 12 dB/oct on its side. Both lanes move together, led by the
 * louder. At 0 dB the audio passes bit for bit. The filter is a bilinear one: towards the top of the spectrum it is
 * narrower than its analogue prototype, at its own frequency right.
 */
export class MovingStage {
  readonly lanes: Lanes
  readonly #band: MovingBand
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #ear: BiquadChain
  readonly #rider: GainRider
  readonly #heard: Pointer
  /** What is heard, raised or lowered against a threshold that moves. */
  readonly #level: Gains | undefined
  readonly #ramp: GainRamp
  readonly #settings: Pointer
  readonly #state: Pointer

  constructor(lanes: Lanes, band: MovingBand, arena: Arena, sampleRateHz: number) {
    this.lanes = lanes
    this.#band = band
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#ear = new BiquadChain(arena, MOST_FOCUS_SECTIONS)
    this.#rider = new GainRider(riderOptions(band), arena, sampleRateHz)
    this.#heard = arena.allocFrames(RIDE_FRAMES)
    this.#level = isCurve(band.thresholdDb) ? againstThreshold(band.thresholdDb) : undefined
    this.#ramp = new GainRamp(arena)
    this.#settings = arena.alloc(SETTINGS_BYTES)
    this.#state = arena.alloc(STATE_BYTES)
  }

  reset(): void {
    const { type, freqHz, rangeDb, on } = this.#band
    const [first, second] = lanesOf(on)
    this.#ear.reset(bandSections(earOf(this.#band), this.#sampleRateHz))
    this.#rider.reset()
    const highestHz = Math.min(freqHz, HIGHEST_FREQ * this.#sampleRateHz)
    const settings = this.#arena.f64(this.#settings, 3)
    settings[0] = maths.tan((Math.PI * highestHz) / this.#sampleRateHz)
    settings[1] = 1 / qOf(this.#band)
    settings[2] = rangeDb > 0 ? -1 : 1
    this.#arena.i32(this.#settings + 24, 1)[0] = KINDS[type]
    this.#arena.i32(this.#settings + 32, 4).set([-first, -first, -second, -second])
    this.#arena.f64(this.#state, STATE_LENGTH).set([0, 0, 0, 0, 1])
  }

  process(audio: Pointer, frames: number, songFrame: number): void {
    const { kernels } = this.#arena
    const [first, second] = lanesOf(this.#band.on)
    for (let done = 0; done < frames; done += RIDE_FRAMES) {
      const piece = Math.min(RIDE_FRAMES, frames - done)
      const at = audio + done * FRAME_BYTES
      kernels.copy(at, this.#heard, piece)
      kernels.scale(this.#heard, piece, first, second)
      this.#ear.process(this.#heard, piece)
      if (this.#level) this.#ramp.scale(this.#level, this.#heard, piece, songFrame + done)
      this.#rider.follow(this.#heard, piece)
      kernels.movingFilter(this.#settings, this.#state, this.#rider.gains, at, piece)
    }
  }

  isAtRest(): boolean {
    const isStill = this.#arena.kernels.isZero(this.#state, 32) === 1 && this.#arena.f64(this.#state, 5)[4] === 1
    return isStill && this.#ear.isAtRest() && this.#rider.isAtRest()
  }
}

/** 1 for each lane that a band acts on. */
function lanesOf(on: EqSide = 'stereo'): [0 | 1, 0 | 1] {
  return [on === 'right' || on === 'side' ? 0 : 1, on === 'left' || on === 'mid' ? 0 : 1]
}

function qOf({ q = Math.SQRT1_2 }: MovingBand): number {
  return q
}

/** What a band listens through. */
function earOf(band: MovingBand): EqBand {
  const { type, freqHz } = band
  if (type === 'bell') return { type: 'bandPass', freqHz, q: band.q }
  return { type: type === 'lowShelf' ? 'lowPass' : 'highPass', freqHz, slopeDbPerOct: 12 }
}

/** A gain that falls a dB for each dB over the threshold, until the range is used up. */
function riderOptions({ thresholdDb, rangeDb, attackMs, releaseMs }: MovingBand) {
  return {
    thresholdDb: (isCurve(thresholdDb) ? NOMINAL_DB : thresholdDb) + KNEE_DB / 2,
    kneeDb: KNEE_DB,
    ratio: Number.POSITIVE_INFINITY,
    rangeDb: Math.abs(rangeDb),
    attackMs: attackMs ?? DEFAULT_ATTACK_MS,
    releaseMs: releaseMs ?? DEFAULT_RELEASE_MS,
    makeupDb: 0,
    mix: 1,
    detector: 'peak',
  } as const
}
