import { Random } from '@mixwright/audio'
import { dbToGain } from '@mixwright/kernels'
import type { ReverbSpace } from './reverb-space.ts'

export const LINES = 16
export const DIFFUSION_CHANNELS = 8

/** All times of a reverb, in frames. */
export interface ReverbLayout {
  /** Lengths of the lines, mutually prime; neighbours make a pair. */
  lines: number[]
  /** How fast the lines of each pair turn into one another, Hz, and where in the circle they begin, 0…1. */
  turnHz: number[]
  turnStart: number[]
  /** Delays and polarities of the channels of each diffusion step. */
  diffusion: { delays: number[]; signs: number[] }[]
  /** Distinct reflections; the gains of each side have energy 1 together. */
  early: { left: number; right: number; leftGain: number; rightGain: number }[]
}

/**
 * The longest line holds so much of the decay, up to a length that suits any: modes must lie densely, and absorption is
 * accurate where a line loses little.
 */
const LONGEST_LINE_PER_DECAY = 0.06
const LONGEST_LINE_MS = 150
/** The shortest line is at most this much of the longest. */
const SHORTEST_LINE = 0.45
/** A quantum must have been written before it is read. */
const LEAST_LINE_FRAMES = 64
/** Decays under this squeeze diffusion and early reflections in proportion. */
const FULL_SIZE_DECAY_S = 1
/** Reflections at the end are this much weaker than at the beginning, besides the decay. dB. */
const EARLY_SLOPE_DB = 6

/** Lays a space out for a decay. The same in every song: the random numbers are named by the space alone. */
export function reverbLayout(name: string, space: ReverbSpace, decayS: number, sampleRateHz: number): ReverbLayout {
  const random = Random.named(`space/${name}`)
  const frames = (ms: number) => Math.floor((ms * sampleRateHz) / 1000 + 0.5)
  const squeeze = Math.min(1, decayS / FULL_SIZE_DECAY_S)
  const decayMs = 1000 * decayS
  const longestMs = Math.min(LONGEST_LINE_MS, LONGEST_LINE_PER_DECAY * decayMs)
  const shortestMs = Math.min(space.firstLineMs, SHORTEST_LINE * longestMs)
  return {
    lines: lineLengths(frames(shortestMs), frames(longestMs), random),
    turnHz: Array.from({ length: LINES / 2 }, (_, pair) => {
      return space.turnHz * (0.4 + (1.2 * (pair + random.unit())) / (LINES / 2))
    }),
    turnStart: Array.from({ length: LINES / 2 }, () => random.unit()),
    diffusion: space.diffusionMs.map((ms, step) => ({
      delays: spread(frames(ms * squeeze), step === 0 ? frames(space.onsetMs * squeeze) : 0, random),
      signs: Array.from({ length: DIFFUSION_CHANNELS }, () => (random.unit() < 0.5 ? -1 : 1)),
    })),
    early: earlyTaps(space, squeeze, decayMs, frames, random),
  }
}

/** Primes, about evenly spread between the shortest and the longest line, dealt out at random. */
function lineLengths(shortest: number, longest: number, random: Random): number[] {
  const first = Math.max(LEAST_LINE_FRAMES, shortest)
  const lengths: number[] = []
  for (let i = 0; i < LINES; i++) {
    const wanted = Math.floor(first + ((longest - first) * (i + random.unit())) / LINES)
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
  decayMs: number,
  frames: (ms: number) => number,
  random: Random,
): ReverbLayout['early'] {
  const side = () => {
    const taps = Array.from({ length: early.taps }, (_, i) => {
      const part = Math.sqrt((i + random.unit()) / early.taps)
      const ms = squeeze * (early.firstMs + (early.lastMs - early.firstMs) * part)
      const sign = random.unit() < 0.5 ? -1 : 1
      return { delay: frames(ms), gain: sign * dbToGain((-60 * ms) / decayMs - EARLY_SLOPE_DB * part) }
    })
    const energy = taps.reduce((sum, { gain }) => sum + gain * gain, 0)
    return taps.map(({ delay, gain }) => ({ delay, gain: gain / Math.sqrt(energy) }))
  }
  const right = side()
  return side().map(({ delay, gain }, tap) => {
    return { left: delay, right: right[tap]!.delay, leftGain: gain, rightGain: right[tap]!.gain }
  })
}

function shuffled<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random.unit() * (i + 1))
    ;[items[i], items[j]] = [items[j]!, items[i]!]
  }
  return items
}

function nextPrime(from: number): number {
  let candidate = from
  while (!isPrime(candidate)) candidate++
  return candidate
}

function isPrime(number: number): boolean {
  for (let factor = 2; factor * factor <= number; factor++) if (number % factor === 0) return false
  return number > 1
}
