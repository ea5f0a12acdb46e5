import { dbToGain, gainToDb, maths } from '@mixwright/kernels'
import type { EqBand, PassBand } from './eq-band.ts'

/** Coefficients of 1, s and s². */
export type Quadratic = readonly [number, number, number]

/** A filter of order one or two: zeros(s) / poles(s), s in units of 2 pi `freqHz`. */
export interface AnalogSection {
  freqHz: number
  zeros: Quadratic
  poles: Quadratic
}

const BUTTERWORTH_Q = Math.SQRT1_2
const DB_PER_OCT_AND_ORDER = 6

/** The analogue prototype of a band, to be multiplied together. Source: RBJ cookbook; Butterworth for the slopes. */
export function analogSections(band: EqBand): AnalogSection[] {
  switch (band.type) {
    case 'highPass':
    case 'lowPass':
      return passSections(band)
    case 'bell': {
      const a = dbToGain(band.gainDb / 2)
      return [{ freqHz: band.freqHz, zeros: [1, a / band.q, 1], poles: [1, 1 / (a * band.q), 1] }]
    }
    case 'lowShelf': {
      const a = dbToGain(band.gainDb / 2)
      const bend = Math.sqrt(a) / band.q
      return [{ freqHz: band.freqHz, zeros: [a * a, a * bend, a], poles: [1, bend, a] }]
    }
    case 'highShelf': {
      const a = dbToGain(band.gainDb / 2)
      const bend = Math.sqrt(a) / band.q
      return [{ freqHz: band.freqHz, zeros: [a, a * bend, a * a], poles: [a, bend, 1] }]
    }
    case 'notch':
      return [{ freqHz: band.freqHz, zeros: [1, 0, 1], poles: [1, 1 / band.q, 1] }]
    case 'bandPass':
      return [{ freqHz: band.freqHz, zeros: [0, 1 / band.q, 0], poles: [1, 1 / band.q, 1] }]
    case 'allPass':
      return [{ freqHz: band.freqHz, zeros: [1, -1 / band.q, 1], poles: [1, 1 / band.q, 1] }]
  }
}

function passSections(band: PassBand): AnalogSection[] {
  const { freqHz, slopeDbPerOct } = band
  const high = band.type === 'highPass'
  const order = slopeDbPerOct / DB_PER_OCT_AND_ORDER
  if (!Number.isInteger(order) || order < 1) throw new RangeError(`slope: got ${slopeDbPerOct} dB/oct`)
  const qs = order === 2 ? [band.q ?? BUTTERWORTH_Q] : butterworthQs(order)
  const sections: AnalogSection[] = qs.map((q) => ({
    freqHz,
    zeros: high ? [0, 0, 1] : [1, 0, 0],
    poles: [1, 1 / q, 1],
  }))
  if (order % 2 === 1) sections.push({ freqHz, zeros: high ? [0, 1, 0] : [1, 0, 0], poles: [1, 1, 0] })
  return sections
}

/** Qs of the pole pairs of a Butterworth filter, lowest first; an odd order has a real pole besides. */
export function butterworthQs(order: number): number[] {
  const qs: number[] = []
  for (let pair = Math.floor(order / 2); pair >= 1; pair--) {
    qs.push(1 / (2 * maths.sin((Math.PI * (2 * pair - 1)) / (2 * order))))
  }
  return qs
}

/** |H|² of a section. */
export function analogPower({ freqHz, zeros, poles }: AnalogSection, atHz: number): number {
  const u = (atHz / freqHz) * (atHz / freqHz)
  return quadraticPower(zeros, u) / quadraticPower(poles, u)
}

function quadraticPower([c0, c1, c2]: Quadratic, u: number): number {
  const real = c0 - c2 * u
  return real * real + c1 * c1 * u
}

/** Gain of a band's analogue prototype at a frequency, dB. */
export function analogResponseDb(band: EqBand, freqHz: number): number {
  const power = analogSections(band).reduce((product, section) => product * analogPower(section, freqHz), 1)
  return gainToDb(Math.sqrt(power))
}
