import { Reverb, type ReverbSpaceName } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'
import { correlation, echoDensity, energy, t30 } from './_decay.ts'
import { impulse, render, type Stereo } from './_render.ts'

/** What sets one kind of space off from another, of its answers to an impulse on both sides. */
export interface SpaceCharacter {
  /** Time from the impulse to the first sound. ms. */
  gapMs: number
  /** Time at which a window of 20 ms is first as dense as noise (0.9 of it), the mean of both sides. ms. */
  denseMs: number
  /** C80 (ISO 3382-1): energy of the first 80 ms over that of the rest, both sides. dB. */
  c80Db: number
  /** T30 of the octave at 125 Hz over that at 1 kHz. */
  bassRatio: number
  /** T30 of the octave at 8 kHz over that at 1 kHz. */
  brightness: number
  /** Correlation of the sides. */
  correlation: number
}

const RATE_HZ = 48000
const ANSWERS = 3
const DENSE = 0.9

/** Means over several answers; `decayS` and `dampingHz` are the reverb's. */
export function spaceCharacter(space: ReverbSpaceName, decayS: number, dampingHz: number): SpaceCharacter {
  const arena = new Arena()
  const reverb = new Reverb({ space, decayS, dampingHz, predelayMs: 0, width: 1, mix: 1 }, arena, RATE_HZ)
  reverb.reset()
  const answers = Array.from({ length: ANSWERS }, () => {
    return render(reverb, arena, impulse(64 * Math.ceil((RATE_HZ * (1.1 * decayS + 0.3)) / 64), 1, 1), 4096)
  })
  const mean = (of: (answer: Stereo) => number) => answers.reduce((sum, answer) => sum + of(answer), 0) / ANSWERS
  const seconds = (freqHz: number) => mean((answer) => t30(answer, freqHz, 1, RATE_HZ))
  const middleS = seconds(1000)
  const heard = ({ left, right }: Stereo) => left.findIndex((x, n) => Math.abs(x) + Math.abs(right[n]!) > 1e-9)
  return {
    gapMs: (1000 * heard(answers[0]!)) / RATE_HZ,
    denseMs: denseAfterMs((centre) => mean((answer) => densityOf(answer, centre))),
    c80Db: 10 * Math.log10(mean(earlyOverLate)),
    bassRatio: seconds(125) / middleS,
    brightness: seconds(8000) / middleS,
    correlation: mean(({ left, right }) => correlation(left, right)),
  }
}

/** Echo density of 20 ms around a frame, the mean of both sides. */
export function densityOf({ left, right }: Stereo, centre: number): number {
  return (echoDensity(left, centre, 480) + echoDensity(right, centre, 480)) / 2
}

function denseAfterMs(densityAt: (centre: number) => number): number {
  let ms = 10
  while (densityAt((ms * RATE_HZ) / 1000) < DENSE) ms++
  return ms
}

function earlyOverLate({ left, right }: Stereo): number {
  const early = 0.08 * RATE_HZ
  const [first, rest] = [[0, early] as const, [early] as const].map((part) => {
    return energy(left.subarray(...part)) + energy(right.subarray(...part))
  })
  return first! / rest!
}
