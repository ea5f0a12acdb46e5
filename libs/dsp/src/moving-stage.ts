import { QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, maths, type Pointer } from '@mixwright/kernels'
import { bandSections, MOST_FOCUS_SECTIONS } from './band-sections.ts'
import { BiquadChain } from './biquad-chain.ts'
import { type Curve, curveValue, curveValueBefore, highestOf, lowestOf } from './curve.ts'
import { type EqBand, type EqSide, isSwept, type MovableBand, type MovingBand } from './eq-band.ts'
import type { Lanes } from './eq-stage.ts'
import { GainRamp, type Gains } from './gain-ramp.ts'
import { GainRider, type GainRiderOptions, RIDE_FRAMES } from './gain-rider.ts'
import { againstThreshold, NOMINAL_DB } from './level-gains.ts'
import { HIGHEST_FREQ } from './matched-filter.ts'
import { isCurve } from './may-move.ts'
import { SweptStage } from './swept-stage.ts'

const FRAME_BYTES = 16
/** As in assembly/moving-filter.ts. */
const SETTINGS_BYTES = 64
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
 * narrower than its analogue prototype, at its own frequency right. Settings that move over song time go in straight
 * lines between exact values at every 64th song frame.
 */
export class MovingStage {
  readonly lanes: Lanes
  readonly #band: MovingBand
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #ear: BiquadChain | SweptStage
  readonly #rider: GainRider
  readonly #heard: Pointer
  /** What is heard, raised or lowered against a threshold that moves. */
  readonly #level: Gains | undefined
  readonly #ramp: GainRamp
  /** What moves over song time of the filter and of what rides it, and its values in the last quantum. */
  readonly #curves: readonly Curve[]
  #values: readonly number[] = []
  readonly #settings: Pointer
  readonly #state: Pointer

  constructor(lanes: Lanes, band: MovingBand, arena: Arena, sampleRateHz: number) {
    this.lanes = lanes
    this.#band = band
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    const { freqHz, q, rangeDb, attackMs = DEFAULT_ATTACK_MS, releaseMs = DEFAULT_RELEASE_MS } = band
    const ear = earOf(band)
    this.#ear = isSwept(ear)
      ? new SweptStage('leftRight', ear, arena, sampleRateHz)
      : new BiquadChain(arena, MOST_FOCUS_SECTIONS)
    this.#rider = new GainRider({ ...riderOptions(band, 0), releaseMs: lowestOf(releaseMs) }, arena, sampleRateHz)
    this.#curves = [freqHz, q, rangeDb, attackMs, releaseMs].filter((value) => isCurve(value))
    this.#heard = arena.allocFrames(RIDE_FRAMES)
    this.#level = isCurve(band.thresholdDb) ? againstThreshold(band.thresholdDb) : undefined
    this.#ramp = new GainRamp(arena)
    this.#settings = arena.alloc(SETTINGS_BYTES)
    this.#state = arena.alloc(STATE_BYTES)
  }

  reset(): void {
    const { type, rangeDb, on } = this.#band
    const [first, second] = lanesOf(on)
    if (this.#ear instanceof SweptStage) this.#ear.reset()
    else this.#ear.reset(bandSections(earOf(this.#band) as EqBand, this.#sampleRateHz))
    this.#rider.reset()
    this.#values = []
    const settings = this.#arena.f64(this.#settings, SETTINGS_BYTES / 8)
    settings.fill(0)
    settings.set([...this.#filterAt(0, curveValue), highestOf(rangeDb) > 0 ? -1 : 1])
    this.#arena.i32(this.#settings + 24, 1)[0] = KINDS[type]
    this.#arena.i32(this.#settings + 32, 4).set([-first, -first, -second, -second])
    this.#arena.f64(this.#state, STATE_LENGTH).set([0, 0, 0, 0, 1])
  }

  process(audio: Pointer, frames: number, songFrame: number): void {
    const { kernels } = this.#arena
    const [first, second] = lanesOf(this.#band.on)
    const longest = this.#curves.length > 0 ? QUANTUM_FRAMES : RIDE_FRAMES
    for (let done = 0; done < frames; done += longest) {
      const piece = Math.min(longest, frames - done)
      const at = audio + done * FRAME_BYTES
      this.#tune(songFrame + done)
      kernels.copy(at, this.#heard, piece)
      kernels.scale(this.#heard, piece, first, second)
      this.#ear.process(this.#heard, piece, songFrame + done)
      if (this.#level) this.#ramp.scale(this.#level, this.#heard, piece, songFrame + done)
      this.#rider.follow(this.#heard, piece)
      kernels.movingFilter(this.#settings, this.#state, this.#rider.gains, at, piece)
    }
  }

  #tune(frame: number): void {
    if (this.#curves.length === 0) return
    const end = frame + QUANTUM_FRAMES
    const values = this.#curves.flatMap((curve) => [curveValue(curve, frame), curveValueBefore(curve, end)])
    if (this.#values.length > 0 && values.every((value, i) => value === this.#values[i])) return
    this.#values = values
    this.#rider.retune(riderOptions(this.#band, frame), riderOptions(this.#band, end, curveValueBefore))
    const from = this.#filterAt(frame, curveValue)
    const to = this.#filterAt(end, curveValueBefore)
    this.#arena.f64(this.#settings, 2).set(from)
    this.#arena.f64(this.#settings + 48, 2).set([to[0] - from[0], to[1] - from[1]])
  }

  /** g and 1 / q of the filter. */
  #filterAt(frame: number, read: typeof curveValue): [number, number] {
    const { freqHz, q = Math.SQRT1_2 } = this.#band
    const highestHz = Math.min(read(freqHz, frame), HIGHEST_FREQ * this.#sampleRateHz)
    return [maths.tan((Math.PI * highestHz) / this.#sampleRateHz), 1 / read(q, frame)]
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

/** What a band listens through. */
function earOf(band: MovingBand): MovableBand {
  const { type, freqHz } = band
  if (type === 'bell') return { type: 'bandPass', freqHz, q: band.q }
  return { type: type === 'lowShelf' ? 'lowPass' : 'highPass', freqHz, slopeDbPerOct: 12 }
}

/** A gain that falls a dB for each dB over the threshold, until the range is used up; as it stands at a song frame. */
function riderOptions(band: MovingBand, frame: number, read = curveValue): GainRiderOptions {
  const { thresholdDb, rangeDb, attackMs = DEFAULT_ATTACK_MS, releaseMs = DEFAULT_RELEASE_MS } = band
  return {
    thresholdDb: (isCurve(thresholdDb) ? NOMINAL_DB : thresholdDb) + KNEE_DB / 2,
    kneeDb: KNEE_DB,
    ratio: Number.POSITIVE_INFINITY,
    rangeDb: Math.abs(read(rangeDb, frame)),
    attackMs: read(attackMs, frame),
    releaseMs: read(releaseMs, frame),
    makeupDb: 0,
    mix: 1,
    detector: 'peak',
  }
}
