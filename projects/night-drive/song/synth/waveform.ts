import { sineTable, TABLE_LENGTH } from './sine.ts'

/** Harmonics of the tables of a waveform, half an octave apart, so that little of the top is lost at any pitch. */
const HARMONICS = [1, 2, 3, 4, 6, 8, 11, 16, 22, 32, 45, 64, 90, 128, 181, 256, 362, 512]
const HIGHEST = 512
/** Harmonics stay below this share of the sample rate. */
const BANDWIDTH = 0.46

/**
 * One cycle of any shape, without its mean, as tables that hold only so many harmonics as a pitch leaves room for:
 * oscillators that read them do not alias.
 */
export class Waveform {
  readonly #cycle: (phase: number) => number
  #tables: Float64Array[] | undefined

  /** `cycle` gives the shape for a phase of 0 (included) to 1 (excluded). */
  constructor(cycle: (phase: number) => number) {
    this.#cycle = cycle
  }

  /** The richest table that stays under half the sample rate at a frequency; one extra value at the end. */
  tableFor(freqHz: number, sampleRateHz: number): Float64Array {
    this.#tables ??= buildTables(this.#cycle)
    const room = (sampleRateHz * BANDWIDTH) / freqHz
    let level = HARMONICS.length - 1
    while (level > 0 && HARMONICS[level]! > room) level--
    return this.#tables[level]!
  }
}

/** Analyses the cycle as a Fourier series and sums it up again harmonic by harmonic, keeping a copy at each level. */
function buildTables(cycle: (phase: number) => number): Float64Array[] {
  const shape = new Float64Array(TABLE_LENGTH)
  for (let i = 0; i < TABLE_LENGTH; i++) shape[i] = cycle(i / TABLE_LENGTH)
  const tables: Float64Array[] = []
  const sum = new Float64Array(TABLE_LENGTH + 1)
  for (let harmonic = 1; harmonic <= HIGHEST; harmonic++) {
    let sinePart = 0
    let cosinePart = 0
    for (let i = 0, at = 0; i < TABLE_LENGTH; i++, at = (at + harmonic) & (TABLE_LENGTH - 1)) {
      sinePart += shape[i]! * sineTable[at]!
      cosinePart += shape[i]! * sineTable[(at + TABLE_LENGTH / 4) & (TABLE_LENGTH - 1)]!
    }
    sinePart *= 2 / TABLE_LENGTH
    cosinePart *= 2 / TABLE_LENGTH
    for (let i = 0, at = 0; i <= TABLE_LENGTH; i++, at = (at + harmonic) & (TABLE_LENGTH - 1)) {
      const quarter = (at + TABLE_LENGTH / 4) & (TABLE_LENGTH - 1)
      sum[i] = sum[i]! + sinePart * sineTable[at]! + cosinePart * sineTable[quarter]!
    }
    if (HARMONICS.includes(harmonic)) tables.push(sum.slice())
  }
  return tables
}

/** Falls from 1 to -1 in every cycle. */
export const saw = new Waveform((phase) => 1 - 2 * phase)

/** Half of the cycle up, half down. */
export const square = new Waveform((phase) => (phase < 0.5 ? 1 : -1))

/** A quarter of the cycle up: hollow and nasal. */
export const pulse = new Waveform((phase) => (phase < 0.25 ? 1.5 : -0.5))
