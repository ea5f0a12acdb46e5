import type { InsertPlan } from '@mixwright/dsp'
import { audition, both, dbOf, gainOf, octaveSteps, RATE_HZ, signal, sine, sinePeak, steadyDb } from './_audition.ts'
import { AUDIO_TICKS_HZ, type Figure, steps } from './_figure.ts'

const TONE_HZ = 1000

/** Level out over level in, once everything has settled. */
export function staticCurve(name: string, insert: InsertPlan, fromDb = -60): Figure {
  const levels = Array.from({ length: 61 }, (_, i) => fromDb + (i * -fromDb) / 60)
  return {
    name: `${name}-curve`,
    caption: `Level out over level in of a steady tone of 1 kHz, with the settings of the example.`,
    x: { label: 'in, dBFS', domain: [fromDb, 0], ticks: steps(fromDb, 0, 6) },
    y: { label: 'out, dBFS', domain: [fromDb - 12, 6], ticks: steps(fromDb - 12, 6, 12) },
    series: [
      { name: 'unchanged', points: levels.map((x) => ({ x, y: x })), dashed: true },
      { name: 'out', points: levels.map((x) => ({ x, y: steadyDb(insert, TONE_HZ, x, 1.2) })) },
    ],
  }
}

/** Gain over time while a tone is quiet, loud, and quiet again. */
export function stepResponse(name: string, insert: InsertPlan, quietDb: number, loudDb: number): Figure {
  const [up, down, end] = [0.1, 0.4, 0.9]
  const tone = signal(end, (timeS) => {
    return gainOf(timeS >= up && timeS < down ? loudDb : quietDb) * Math.sin(2 * Math.PI * TONE_HZ * timeS)
  })
  const { left } = audition(insert, both(tone))
  const period = RATE_HZ / TONE_HZ
  const points = []
  for (let at = 0; at + period <= left.length; at += period) {
    const peak = sinePeak(left.subarray(at, at + period), TONE_HZ)
    const was = sinePeak(tone.subarray(at, at + period), TONE_HZ)
    points.push({ x: ((at + period / 2) / RATE_HZ) * 1000, y: dbOf(peak / was) })
  }
  const settled = points.map(({ y }) => y)
  const lowest = Math.floor((Math.min(...settled) - 1) / 6) * 6
  const highest = Math.max(3, Math.ceil(Math.max(...settled) / 3) * 3)
  return {
    name: `${name}-time`,
    caption: `Gain while a tone of 1 kHz steps from ${quietDb} to ${loudDb} dBFS at ${up * 1000} ms and back at ${down * 1000} ms.`,
    x: { label: 'ms', domain: [0, end * 1000], ticks: steps(0, end * 1000, 100) },
    y: { label: 'gain, dB', domain: [lowest, highest], ticks: steps(lowest, highest, lowest < -30 ? 6 : 3) },
    series: [{ name: 'gain', points }],
  }
}

/** Gain of steady tones over frequency, at several levels. */
export function gainOverFrequency(name: string, insert: InsertPlan, levelsDb: readonly number[]): Figure {
  const freqs = octaveSteps(40, 16_000, 40).map((freqHz) => Math.round(freqHz / 5) * 5)
  return {
    name: `${name}-spectrum`,
    caption: `Gain of steady tones over frequency, at ${levelsDb.join(', ')} dBFS.`,
    x: { label: 'Hz', type: 'log', domain: [40, 16_000], ticks: AUDIO_TICKS_HZ.slice(1, -1) },
    y: { label: 'gain, dB', domain: [-15, 3], ticks: steps(-15, 3, 3) },
    series: levelsDb.map((levelDb) => ({
      name: `${levelDb} dBFS`,
      points: freqs.map((x) => ({ x, y: steadyDb(insert, x, levelDb) - levelDb })),
    })),
  }
}

/** Envelope of a struck, decaying tone before and after. */
export function struckTone(name: string, insert: InsertPlan): Figure {
  const struck = signal(0.6, (timeS) => {
    return timeS < 0.05 ? 0 : 0.5 * Math.exp(-(timeS - 0.05) / 0.09) * Math.sin(2 * Math.PI * TONE_HZ * (timeS - 0.05))
  })
  const { left } = audition(insert, both(struck))
  const envelope = (samples: Float64Array) => {
    const points = []
    const period = RATE_HZ / TONE_HZ
    for (let at = 0; at + period <= samples.length; at += 2 * period) {
      const peak = samples.subarray(at, at + period).reduce((most, x) => Math.max(most, Math.abs(x)), 0)
      points.push({ x: (at / RATE_HZ) * 1000, y: Math.max(-80, dbOf(peak)) })
    }
    return points
  }
  return {
    name: `${name}-envelope`,
    caption: 'Envelope of a struck tone that decays, before and after.',
    x: { label: 'ms', domain: [0, 600], ticks: steps(0, 600, 100) },
    y: { label: 'dBFS', domain: [-60, 6], ticks: steps(-60, 6, 12) },
    series: [
      { name: 'before', points: envelope(struck), dashed: true },
      { name: 'after', points: envelope(left) },
    ],
  }
}

/** Level of a tone on the difference of left and right, over frequency. */
export function sideLevel(name: string, insert: InsertPlan): Figure {
  const freqs = octaveSteps(20, 20_000, 60).map((freqHz) => Math.max(20, Math.round(freqHz / 5) * 5))
  return {
    name: `${name}-side`,
    caption: 'Level of the difference of left and right over frequency; 0 dB is as it was.',
    x: { label: 'Hz', type: 'log', domain: [20, 20_000], ticks: AUDIO_TICKS_HZ },
    y: { label: 'side, dB', domain: [-48, 6], ticks: steps(-48, 6, 6) },
    series: [
      {
        name: 'side',
        points: freqs.map((x) => {
          const left = sine(x, -12, 0.6)
          const out = audition(insert, { left, right: left.map((sample) => -sample) })
          const side = out.left.map((sample, n) => (sample - out.right[n]!) / 2).subarray(Math.floor(left.length / 2))
          return { x, y: dbOf(sinePeak(side, x)) + 12 }
        }),
      },
    ],
  }
}

/** Level out over level in of a steady tone through inserts in series, each chain with a name. */
export function chainCurves(name: string, chains: Readonly<Record<string, readonly InsertPlan[]>>): Figure {
  const levels = steps(-30, 0, 2)
  return {
    name: `${name}-curve`,
    caption: 'Level out over level in of a steady tone of 1 kHz, at the amount of the example, by style.',
    x: { label: 'in, dBFS', domain: [-30, 0], ticks: steps(-30, 0, 6) },
    y: { label: 'out, dBFS', domain: [-30, 3], ticks: steps(-30, 0, 6) },
    series: [
      { name: 'unchanged', points: levels.map((x) => ({ x, y: x })), dashed: true },
      ...Object.entries(chains).map(([label, chain]) => ({
        name: label,
        points: levels.map((x) => {
          const { left } = chain.reduce((audio, insert) => audition(insert, audio), both(sine(TONE_HZ, x, 0.4)))
          return { x, y: dbOf(sinePeak(left.subarray(Math.floor(left.length / 2)), TONE_HZ)) }
        }),
      })),
    ],
  }
}
