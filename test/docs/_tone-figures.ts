import type { InsertPlan } from '@mixwright/dsp'
import { audition, both, dbOf, octaveSteps, RATE_HZ, responseDb, signal, sine, sinePeak } from './_audition.ts'
import { AUDIO_TICKS_HZ, type Figure, type Series, steps } from './_figure.ts'

/** Response over frequency, each with a name. */
export function response(
  name: string,
  inserts: Readonly<Record<string, InsertPlan>>,
  rangeDb: [number, number],
): Figure {
  const freqs = octaveSteps(20, 20_000, 181)
  return {
    name: `${name}-response`,
    caption: 'Gain over frequency, measured from the answer to an impulse at 48 kHz.',
    x: { label: 'Hz', type: 'log', domain: [20, 20_000], ticks: AUDIO_TICKS_HZ },
    y: { label: 'gain, dB', domain: rangeDb, ticks: steps(rangeDb[0], rangeDb[1], 3) },
    series: Object.entries(inserts).map(([label, insert]): Series => {
      const gains = responseDb(insert, freqs)
      return { name: label, points: freqs.map((x, i) => ({ x, y: gains[i]! })) }
    }),
  }
}

/** Levels of the harmonics of a tone. */
export function harmonics(
  name: string,
  inserts: Readonly<Record<string, InsertPlan>>,
  freqHz: number,
  levelDb: number,
): Figure {
  const orders = Array.from({ length: 12 }, (_, i) => i + 1)
  return {
    name: `${name}-harmonics`,
    caption: `Harmonics of a tone of ${freqHz} Hz at ${levelDb} dBFS, over the tone itself.`,
    x: { label: 'harmonic', domain: [0.5, 12.5], ticks: orders },
    y: { label: 'dB', domain: [-120, 6], ticks: steps(-120, 0, 20) },
    stems: true,
    series: Object.entries(inserts).map(([label, insert], index, all): Series => {
      const { left } = audition(insert, both(sine(freqHz, levelDb, 0.6)))
      const settled = left.subarray(RATE_HZ / 10)
      const first = sinePeak(settled, freqHz)
      const aside = (index - (all.length - 1) / 2) * 0.16
      return {
        name: label,
        points: orders.map((order) => ({
          x: order + aside,
          y: Math.max(-120, dbOf(sinePeak(settled, freqHz * order) / first)),
        })),
      }
    }),
  }
}

/** Spectrum of a tone with what moves around it, on the left side. */
export function aroundTone(name: string, insert: InsertPlan, freqHz: number): Figure {
  const { left } = audition(insert, both(sine(freqHz, -6, 2.7)))
  const window = signal(2.5, (timeS) => 1 - Math.cos((2 * Math.PI * timeS) / 2.5))
  const shaped = left.slice(RATE_HZ / 5).map((x, n) => x * (window[n] ?? 0))
  return {
    name: `${name}-spectrum`,
    caption: `Spectrum of the left side around a tone of ${freqHz} Hz at -6 dBFS: the voices lean to both sides of it.`,
    x: { label: 'Hz', domain: [freqHz - 15, freqHz + 15], ticks: steps(freqHz - 15, freqHz + 15, 5) },
    y: { label: 'dBFS', domain: [-90, 0], ticks: steps(-90, 0, 10) },
    series: [
      {
        name: 'left',
        points: steps(freqHz - 15, freqHz + 15, 0.25).map((x) => ({ x, y: Math.max(-90, dbOf(sinePeak(shaped, x))) })),
      },
    ],
  }
}
