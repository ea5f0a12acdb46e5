import { maths } from '@mixwright/kernels'

/** ln(1000): a fall by 60 dB. */
const SIXTY_DB = 6.907755278982137
/** An envelope has ended at -100 dB. */
const ENDED = 1e-5

/** The factor per sample of a level that falls by 60 dB in a time. */
export function fallPerSample(sixtyDbS: number, sampleRateHz: number): number {
  return maths.exp(-SIXTY_DB / (sixtyDbS * sampleRateHz))
}

/** The share of the way to its target that a smoothed value goes per sample, 63 % in a time. */
export function approachPerSample(timeS: number, sampleRateHz: number): number {
  return 1 - maths.exp(-1 / (timeS * sampleRateHz))
}

export interface EnvelopeOptions {
  /** Straight rise from 0 to 1. s, at least one sample. */
  attackS: number
  /** Time in which the fall to the sustain level covers 60 dB of the difference. s. */
  decayS: number
  /** Level while held. 0 to 1. */
  sustain: number
  /** Time to fall by 60 dB after the note. s. */
  releaseS: number
}

/** Attack, decay, sustain, release: the loudness of a note, one value a sample. */
export class Envelope {
  readonly #attackStep: number
  readonly #decayFactor: number
  readonly #sustain: number
  readonly #releaseFactor: number
  readonly #heldFrames: number
  #frame = 0
  /** One number; arrays of doubles are the fastest place for it. */
  readonly #level = new Float64Array(1)
  #rising = true

  constructor({ attackS, decayS, sustain, releaseS }: EnvelopeOptions, heldFrames: number, sampleRateHz: number) {
    this.#attackStep = 1 / Math.max(1, attackS * sampleRateHz)
    this.#decayFactor = fallPerSample(decayS, sampleRateHz)
    this.#sustain = sustain
    this.#releaseFactor = fallPerSample(releaseS, sampleRateHz)
    this.#heldFrames = heldFrames
  }

  /** The present level, 0 to 1; then moves on by a sample. */
  next(): number {
    const level = this.#level[0]!
    let after = level
    if (this.#frame >= this.#heldFrames) after = level * this.#releaseFactor
    else if (this.#rising) {
      after = Math.min(1, level + this.#attackStep)
      this.#rising = after < 1
    } else after = this.#sustain + (level - this.#sustain) * this.#decayFactor
    this.#level[0] = after
    this.#frame++
    return level
  }

  /** Whether the note has faded away. */
  get hasEnded(): boolean {
    return this.#level[0]! < ENDED && this.#frame > 0 && (this.#frame >= this.#heldFrames || !this.#rising)
  }
}

/** The next levels of an envelope until it has ended, or `mostFrames` of them. */
export function levelsOf(envelope: Envelope, mostFrames: number): Float64Array {
  const levels = new Float64Array(mostFrames)
  let frames = 0
  while (frames < mostFrames && !envelope.hasEnded) levels[frames++] = envelope.next()
  return levels.subarray(0, frames)
}
