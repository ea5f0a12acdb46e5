import { maths } from '@mixwright/kernels'

/** Resonances that hardly move with the vowel. Hz. */
const UPPER_FORMANTS_HZ = [3950, 4900]
const BANDWIDTHS_HZ = [95, 110, 150, 230, 320]
const DUST = 1e-24

/**
 * Five resonators in a row, each with unity gain at 0 Hz: what mouth and throat make of the buzz of the glottis.
 * Source: Klatt, "Software for a cascade/parallel formant synthesizer", JASA 67(3), 1980, eq. 1 and 2.
 */
export class Throat {
  readonly #a = new Float64Array(5)
  readonly #b = new Float64Array(5)
  readonly #c = new Float64Array(5)
  readonly #last = new Float64Array(5)
  readonly #before = new Float64Array(5)
  readonly #sampleRateHz: number
  readonly #size: number

  /** `size` scales all resonances: 1 as tabled, less for a longer throat. */
  constructor(size: number, sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz
    this.#size = size
    UPPER_FORMANTS_HZ.forEach((freqHz, index) => {
      this.#tuneResonator(index + 3, freqHz * size)
    })
  }

  /**
   * Moves the three lower formants. None lies under the sung note, since singers open the mouth for high notes, and
   * the two lowest widen with it, so that no single harmonic jumps out.
   */
  shape(firstHz: number, secondHz: number, thirdHz: number, sungHz: number): void {
    this.#tuneResonator(0, Math.max(firstHz * this.#size, sungHz * 1.04), sungHz * 0.4)
    this.#tuneResonator(1, Math.max(secondHz * this.#size, sungHz * 1.3), sungHz * 0.4)
    this.#tuneResonator(2, thirdHz * this.#size)
  }

  /** Replaces the buzz in `wave` by what leaves the mouth. */
  process(wave: Float64Array): void {
    for (let resonator = 0; resonator < 5; resonator++) {
      const [a, b, c] = [this.#a[resonator]!, this.#b[resonator]!, this.#c[resonator]!]
      let last = this.#last[resonator]!
      let before = this.#before[resonator]!
      for (let i = 0; i < wave.length; i++) {
        const value = a * wave[i]! + b * last + c * before
        before = last
        last = Math.abs(value) < DUST ? 0 : value
        wave[i] = last
      }
      this.#last[resonator] = last
      this.#before[resonator] = before
    }
  }

  #tuneResonator(index: number, freqHz: number, leastBandwidthHz = 0): void {
    const perSample = Math.PI / this.#sampleRateHz
    const radius = maths.exp(-Math.max(BANDWIDTHS_HZ[index]!, leastBandwidthHz) * perSample)
    this.#c[index] = -radius * radius
    this.#b[index] = 2 * radius * maths.cos(2 * freqHz * perSample)
    this.#a[index] = 1 - this.#b[index]! - this.#c[index]!
  }
}
