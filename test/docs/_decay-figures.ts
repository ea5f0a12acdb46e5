import type { InsertPlan } from '@mixwright/dsp'
import { audition, both, dbOf, RATE_HZ, signal } from './_audition.ts'
import { type Figure, type Series, steps } from './_figure.ts'

/** Energy that is still to come after an impulse, over time: the decay of a space. */
export function decay(name: string, inserts: Readonly<Record<string, InsertPlan>>, seconds: number): Figure {
  return {
    name: `${name}-decay`,
    caption: 'Energy still to come after an impulse, both sides together (Schroeder integral, ISO 3382-1).',
    x: { label: 's', domain: [0, seconds], ticks: steps(0, seconds, 0.2) },
    y: { label: 'dB', domain: [-70, 3], ticks: steps(-70, 0, 10) },
    series: Object.entries(inserts).map(([label, insert]): Series => {
      const { left, right } = audition(insert, both(signal(seconds * 1.5, (_, frame) => (frame === 0 ? 1 : 0))))
      const rest = new Float64Array(left.length + 1)
      for (let n = left.length - 1; n >= 0; n--) rest[n] = rest[n + 1]! + left[n]! ** 2 + right[n]! ** 2
      const points = []
      for (let n = 0; n < seconds * RATE_HZ; n += RATE_HZ / 100) {
        points.push({ x: n / RATE_HZ, y: Math.max(-90, 10 * Math.log10(rest[n]! / rest[0]! + 1e-12)) })
      }
      return { name: label, points }
    }),
  }
}

/** Echoes of an impulse on each side. */
export function echoes(name: string, insert: InsertPlan, seconds: number): Figure {
  const { left, right } = audition(insert, both(signal(seconds, (_, frame) => (frame === 0 ? 1 : 0))))
  const peaks = (samples: Float64Array) => {
    const points = []
    const window = RATE_HZ / 50
    for (let at = 0; at < samples.length; at += window) {
      let highest = at
      for (let n = at; n < Math.min(at + window, samples.length); n++) {
        if (Math.abs(samples[n]!) > Math.abs(samples[highest]!)) highest = n
      }
      const y = dbOf(Math.abs(samples[highest]!))
      if (y > -60) points.push({ x: (highest / RATE_HZ) * 1000, y })
    }
    return points
  }
  return {
    name: `${name}-echoes`,
    caption: 'Echoes of an impulse on the left and the right side.',
    x: { label: 'ms', domain: [0, seconds * 1000], ticks: steps(0, seconds * 1000, 500) },
    y: { label: 'dB', domain: [-60, 6], ticks: steps(-60, 0, 10) },
    stems: true,
    series: [
      { name: 'left', points: peaks(left) },
      { name: 'right', points: peaks(right) },
    ],
  }
}
