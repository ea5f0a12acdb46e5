import { Random } from '@mixwright/audio'
import { dbToGain } from '@mixwright/kernels'
import type { ReverbSpace } from './reverb-space.ts'

export const LINES = 16
export const DIFFUSION_CHANNELS = 8

/** All times of a reverb, in frames. */
export interface ReverbLayout {
  /** Lengths of the lines, mutually prime; neighbours share a pair. */
  lines: number[]
  /** How fast the lines of each pair turn into one another, Hz, and where in the circle they begin, 0…1. */
  turnHz: number[]
  turnStart: number[]
  /** Delays of the channels of each diffusion step, and their polarities. */
  diffusion: { delays: number[]; signs: number[] }[]
  /** Distinct reflections; the gains of each side have energy 1 together. */
  early: { left: number; right: number; leftGain: number; rightGain: number }[]
}

/** Modes must lie densely: the lines together hold at least this much of the decay. */
const LEAST_LINE_PER_DECAY = 0.024
/** Absorption is accurate where a line loses little: the longest holds at most this much of the decay. */
const MOST_LINE_PER_DECAY = 0.05
const SHORTEST_LINE = 0.45
/** A quantum must have been written before it is read. */
const LEAST_LINE_FRAMES = 64
/** Decays under this squeeze diffusion and early reflections in proportion. */
const FULL_SIZE_DECAY_S = 1

/** Lays a space out for a decay. The same for every song: the random numbers are named by the space alone. */
export function reverbLayout(name: string, space: ReverbSpace, decayS: number, sampleRateHz: number): ReverbLayout {
  const random = Random.named(`reverb/${name}`)
  const frames = (ms: number) => Math.floor((ms * sampleRateHz) / 1000 + 0.5)
  const squeeze = Math.min(1, decayS / FULL_SIZE_DECAY_S)
  const leastMs = 1000 * LEAST_LINE_PER_DECAY * decayS
  const mostMs = 1000 * MOST_LINE_PER_DECAY * decayS
  const lineMs = Math.min(mostMs, Math.max(leastMs, space.lineMs))
  return {
    lines: lineLengths(
      frames(Math.min(lineMs * SHORTEST_LINE, space.firstLineMs)),
      frames(lineMs),
      LEAST_LINE_FRAMES,
      random,
    ),
    turnHz: Array.from({ length: LINES / 2 }, (_, i) => {
      return space.turnHz * (0.4 + (1.2 * (i + random.unit())) / (LINES / 2))
    }),
    turnStart: Array.from({ length: LINES / 2 }, () => random.unit()),
    diffusion: space.diffusionMs.map((ms, step) => ({
      delays: spread(frames(ms * squeeze), step === 0 ? frames(space.onsetMs * squeeze) : 0, random),
      signs: Array.from({ length: DIFFUSION_CHANNELS }, () => (random.unit() < 0.5 ? -1 : 1)),
    })),
    early: earlyTaps(space, squeeze, decayS, frames, random),
  }
}

/** Primes, about evenly spread between the shortest and the longest line, dealt out to the pairs at random. */
function lineLengths(first: number, longest: number, least: number, random: Random): number[] {
  const shortest = Math.max(least, first)
  const lengths: number[] = []
  for (let i = 0; i < LINES; i++) {
    const wanted = Math.floor(shortest + ((longest - shortest) * (i + random.unit())) / LINES)
    lengths.push(nextPrime(Math.max(wanted, (lengths.at(-1) ?? 0) + 1)))
  }
  return shuffled(lengths, random)
}

/** One delay in each of eight equal parts of the time, in random order. */
function spread(longest: number, onset: number, random: Random): number[] {
  const delays = Array.from({ length: DIFFUSION_CHANNELS }, (_, i) => {
    return onset + Math.floor((longest * (i + random.unit())) / DIFFUSION_CHANNELS)
  })
  return shuffled(delays, random)
}

/** Reflections that crowd towards the end and weaken with the decay, other ones on each side. */
function earlyTaps(
  { early }: ReverbSpace,
  squeeze: number,
  decayS: number,
  frames: (ms: number) => number,
  random: Random,
): ReverbLayout['early'] {
  const side = () => {
    return Array.from({ length: early.taps }, (_, i) => {
      const part = (i + random.unit()) / early.taps
      const ms = squeeze * (early.firstMs + (early.lastMs - early.firstMs) * Math.sqrt(part))
      const sign = random.unit() < 0.5 ? -1 : 1
      return { delay: frames(ms), gain: sign * dbToGain((-60 * ms) / 1000 / decayS - (6 * ms) / early.lastMs) }
    })
  }
  const [left, right] = [side(), side()]
  const energy = (taps: { gain: number }[]) => taps.reduce((sum, { gain }) => sum + gain * gain, 0)
  const [leftScale, rightScale] = [1 / Math.sqrt(energy(left)), 1 / Math.sqrt(energy(right))]
  return left.map((tap, i) => ({
    left: tap.delay,
    right: right[i]!.delay,
    leftGain: tap.gain * leftScale,
    rightGain: right[i]!.gain * rightScale,
  }))
}

function shuffled<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random.unit() * (i + 1))
    ;[items[i], items[j]] = [items[j]!, items[i]!]
  }
  return items
}

function nextPrime(from: number): number {
  for (let candidate = from; ; candidate++) if (isPrime(candidate)) return candidate
}

function isPrime(number: number): boolean {
  for (let factor = 2; factor * factor <= number; factor++) if (number % factor === 0) return false
  return number > 1
}
