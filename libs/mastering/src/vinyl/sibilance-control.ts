import { QUANTUM_FRAMES } from '@mixwright/audio'
import {
  type Arena,
  BiquadChain,
  Convolution,
  FrameDelay,
  GainRider,
  type Pointer,
  type Processor,
  RIDE_FRAMES,
  writeSymmetricPair,
} from '@mixwright/dsp'
import { tracingLimitG } from './cutting-limits.ts'
import type { Disc } from './disc.ts'
import { accelerationSection, recordingSections } from './riaa.ts'

export interface SibilanceControlOptions {
  /** `gentle` lets half of the excess through and takes 6 dB at most, `firm` hardly any, and 12 dB. */
  firmness: 'gentle' | 'firm'
  disc: Disc
  /** Where on the side frame 0 lies. s */
  sideStartS: number
  stylusUm: number
  /** cm/s a unit of sample at 1 kHz, see cut-level.ts. */
  wallCmPerS: number
}

/** `firm` begins a little below the limit, so that it is kept between the samples too. */
const FIRMNESS = {
  gentle: { thresholdDb: 0, ratio: 2, rangeDb: 6 },
  firm: { thresholdDb: -1.5, ratio: 20, rangeDb: 12 },
} as const
/** Where the band begins that is taken down: below lie the vowels. */
const BAND_HZ = 4500
const BAND_ORDER = 3
const TAPS = 1023
const ATTACK_MS = 1
const RELEASE_MS = 50
const KNEE_DB = 3
/** The gain comes down this long before what calls for it. */
const AHEAD_MS = 2
const FRAME_BYTES = 16
const CM_PER_S2_PER_G = 980.665
const MOST_SECTIONS = 5

/**
 * Holds sibilance to what a stylus can trace at its place on the side: the highs are turned down while the acceleration
 * of the groove, after the recording curve, is beyond speed² / stylus radius.
 *
 * Shape    stereo → stereo, in place; walls of the groove linked
 * Latency  the band filter's, 767 frames
 * Neutral  as long as nothing is beyond the limit the audio comes out late but bit for bit
 */
export class SibilanceControl implements Processor {
  readonly latencyFrames: number
  readonly gapFrames: number
  readonly #options: SibilanceControlOptions
  readonly #sampleRateHz: number
  readonly #arena: Arena
  readonly #paths: readonly [Float64Array, Float64Array]
  readonly #band: Convolution
  readonly #early: FrameDelay
  readonly #late: FrameDelay
  readonly #weighting: BiquadChain
  readonly #rider: GainRider
  readonly #highs: Pointer
  readonly #key: Pointer
  #quanta = 0
  #mostReductionDb = 0

  constructor(options: SibilanceControlOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#sampleRateHz = sampleRateHz
    this.#arena = arena
    this.#paths = [new Float64Array(TAPS), new Float64Array(TAPS)]
    const impulse = { sampleRateHz, channels: this.#paths }
    this.#band = new Convolution({ impulse, gainDb: 0, predelayMs: 0, normalize: false, mix: 1 }, arena, sampleRateHz)
    this.latencyFrames = this.#band.latencyFrames + (TAPS - 1) / 2
    this.gapFrames = this.#band.gapFrames
    const ahead = Math.min(this.latencyFrames, Math.floor((AHEAD_MS * sampleRateHz) / 1000))
    this.#early = new FrameDelay(arena, this.latencyFrames - ahead)
    this.#late = new FrameDelay(arena, ahead)
    this.#weighting = new BiquadChain(arena, MOST_SECTIONS)
    const curve = { kneeDb: KNEE_DB, makeupDb: 0, mix: 1, ...FIRMNESS[options.firmness] }
    const times = { attackMs: ATTACK_MS, releaseMs: RELEASE_MS, detector: 'peak' } as const
    this.#rider = new GainRider({ ...curve, ...times }, arena, sampleRateHz)
    this.#highs = arena.allocFrames(RIDE_FRAMES)
    this.#key = arena.allocFrames(RIDE_FRAMES)
  }

  /** Most that the highs were turned down since the last reset. dB ≥ 0 */
  get mostReductionDb(): number {
    this.#mostReductionDb = Math.max(this.#mostReductionDb, this.#rider.takeReductionDb())
    return this.#mostReductionDb
  }

  reset(): void {
    writeSymmetricPair(this.#paths, this.#sampleRateHz, (freqHz) => {
      const gain = highPassGain(freqHz / BAND_HZ)
      return [gain, gain]
    })
    this.#band.reset()
    this.#early.reset()
    this.#late.reset()
    this.#weighting.reset([...recordingSections(this.#sampleRateHz), accelerationSection(this.#sampleRateHz)])
    this.#rider.reset()
    this.#quanta = 0
    this.#mostReductionDb = 0
  }

  process(audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    for (let done = 0; done < frames; done += RIDE_FRAMES) {
      const piece = Math.min(RIDE_FRAMES, frames - done)
      const at = audio + done * FRAME_BYTES
      kernels.copy(at, this.#highs, piece)
      this.#band.process(this.#highs, piece)
      this.#early.process(at, piece)
      this.#hear(at, piece)
      this.#late.process(at, piece)
      if (!this.#rider.follow(this.#key, piece)) continue
      kernels.accumulate(at, this.#highs, piece, -1)
      this.#rider.apply(this.#highs, piece)
      kernels.accumulate(at, this.#highs, piece, 1)
    }
  }

  isAtRest(): boolean {
    return (
      this.#band.isAtRest() &&
      this.#early.isAtRest() &&
      this.#late.isAtRest() &&
      this.#weighting.isAtRest() &&
      this.#rider.isAtRest()
    )
  }

  /** Acceleration of the groove as a part of what can be traced, 64 frames at a time. */
  #hear(at: Pointer, frames: number): void {
    const { kernels } = this.#arena
    kernels.copy(at, this.#key, frames)
    kernels.place(this.#key, frames, Math.SQRT1_2, -Math.SQRT1_2, Math.SQRT1_2, Math.SQRT1_2)
    this.#weighting.process(this.#key, frames)
    for (let frame = 0; frame < frames; frame += QUANTUM_FRAMES) {
      const part = this.#partOfLimit()
      kernels.scale(this.#key + frame * FRAME_BYTES, QUANTUM_FRAMES, part, part)
    }
  }

  #partOfLimit(): number {
    const { disc, sideStartS, stylusUm, wallCmPerS } = this.#options
    const heardFrame = this.#quanta++ * QUANTUM_FRAMES - this.#early.frames
    const speed = disc.speedCmPerS(sideStartS + heardFrame / this.#sampleRateHz)
    return wallCmPerS / CM_PER_S2_PER_G / tracingLimitG(speed, stylusUm)
  }
}

/** Magnitude of a Butterworth high-pass, over its corner. */
function highPassGain(ratio: number): number {
  let rise = 1
  for (let i = 0; i < BAND_ORDER; i++) rise *= ratio
  return rise / Math.sqrt(1 + rise * rise)
}
