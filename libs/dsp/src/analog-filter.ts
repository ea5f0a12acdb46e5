import { dbToGain, gainToDb, maths } from '@mixwright/kernels'
import type { EqBand, PassBand, ShelfBand } from './eq-band.ts'

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
const DEFAULT_SHELF_DB_PER_OCT = 12

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
    case 'lowShelf':
    case 'highShelf':
      return shelfSections(band)
    case 'tilt': {
      const gain = dbToGain(band.gainDb)
      return [{ freqHz: band.freqHz, zeros: [1, gain, 0], poles: [gain, 1, 0] }]
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
  const { freqHz } = band
  const high = band.type === 'highPass'
  const { qs, hasRealPole } = slopePoles(band.slopeDbPerOct, band.q)
  const sections: AnalogSection[] = qs.map((q) => ({
    freqHz,
    zeros: high ? [0, 0, 1] : [1, 0, 0],
    poles: [1, 1 / q, 1],
  }))
  if (hasRealPole) sections.push({ freqHz, zeros: high ? [0, 1, 0] : [1, 0, 0], poles: [1, 1, 0] })
  return sections
}

/** Butterworth shelves, |H|² = (ω²ⁿ + G) / (ω²ⁿ + 1/G) for a low one of gain G, order n; the cookbook's are n = 2. */
function shelfSections(band: ShelfBand): AnalogSection[] {
  const { freqHz, slopeDbPerOct = DEFAULT_SHELF_DB_PER_OCT } = band
  const { qs, hasRealPole, order } = slopePoles(slopeDbPerOct, band.q)
  const a = dbToGain(band.gainDb / order)
  const root = Math.sqrt(a)
  const low = band.type === 'lowShelf'
  const sections = qs.map((q): AnalogSection => {
    const bend = root / q
    return low
      ? { freqHz, zeros: [a * a, a * bend, a], poles: [1, bend, a] }
      : { freqHz, zeros: [a, a * bend, a * a], poles: [a, bend, 1] }
  })
  if (hasRealPole) {
    sections.push(
      low
        ? { freqHz, zeros: [a, root, 0], poles: [1, root, 0] }
        : { freqHz, zeros: [1, root, 0], poles: [1, 1 / root, 0] },
    )
  }
  return sections
}

/** Poles of a slope; `q` is that of a second-order filter that is not Butterworth. */
function slopePoles(slopeDbPerOct: number, q: number = BUTTERWORTH_Q) {
  const order = slopeDbPerOct / DB_PER_OCT_AND_ORDER
  if (!Number.isInteger(order) || order < 1) throw new RangeError(`slope: got ${slopeDbPerOct} dB/oct`)
  return { order, qs: order === 2 ? [q] : butterworthQs(order), hasRealPole: order % 2 === 1 }
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
