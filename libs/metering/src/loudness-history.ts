import { dbToPower, lufsToPower, powerToLufs } from './energy.ts'

/** Hops a second. Short enough that no 400 ms burst falls between two windows (EBU Tech 3341, cases 13 and 14). */
export const HOPS_PER_SECOND = 100
const HOPS_PER_STEP = 10 // gating blocks and the loudness range advance by 100 ms
const MOMENTARY_STEPS = 4
const SHORT_TERM_STEPS = 30
const ABSOLUTE_GATE_LUFS = -70
const RELATIVE_GATE_LU = -10
const RANGE_GATE_LU = -20
const RANGE_LOW = 0.1
const RANGE_HIGH = 0.95

/** First frame of a 10 ms hop. At rates that are no multiple of 100 Hz hops differ by a frame. */
export function hopStartFrame(hop: number, sampleRateHz: number): number {
  return Math.floor((hop * sampleRateHz) / HOPS_PER_SECOND + 0.5)
}

/**
 * K-weighted energy of a programme in hops of 10 ms, and the loudness figures that follow from it.
 *
 * Windows are rectangular and complete: what does not fill one at the end is left out, and a programme shorter than a
 * window has no reading (-Infinity). Source: ITU-R BS.1770-4 section 2, EBU Tech 3341 and 3342.
 */
export class LoudnessHistory {
  readonly sampleRateHz: number
  #energies = new Float64Array(1024)
  #hops = 0

  constructor(sampleRateHz: number) {
    this.sampleRateHz = sampleRateHz
  }

  /** Programme of several meters that ran side by side, such as the channel pairs of a surround mix. */
  static sum(parts: readonly LoudnessHistory[]): LoudnessHistory {
    const [first] = parts
    if (!first) throw new RangeError('a sum of loudness histories needs at least one')
    const total = new LoudnessHistory(first.sampleRateHz)
    for (let hop = 0; hop < first.#hops; hop++) {
      let energy = 0
      for (const part of parts) energy += part.#energies[hop]!
      total.push(energy)
    }
    return total
  }

  clear(): void {
    this.#hops = 0
  }

  /** Appends the energy of the next hop: the sum over its frames, channel weights included. */
  push(energy: number): void {
    if (this.#hops === this.#energies.length) {
      const longer = new Float64Array(2 * this.#hops)
      longer.set(this.#energies)
      this.#energies = longer
    }
    this.#energies[this.#hops++] = energy
  }

  /** Gated loudness of the whole programme, LUFS; -Infinity when no 400 ms block passes the -70 LUFS gate. */
  integratedLufs(): number {
    return albumLufs([this])
  }

  /** Loudest 400 ms, LUFS, searched every 10 ms. */
  momentaryMaxLufs(): number {
    return powerToLufs(greatest(this.#windows(MOMENTARY_STEPS, 1)))
  }

  /** Loudest 3 s, LUFS, searched every 10 ms. */
  shortTermMaxLufs(): number {
    return powerToLufs(greatest(this.#windows(SHORT_TERM_STEPS, 1)))
  }

  /** Loudness of the 3 s that end at 3.0 s, 3.1 s, 3.2 s … */
  shortTermSeriesLufs(): Float64Array {
    return this.#windows(SHORT_TERM_STEPS, HOPS_PER_STEP).map(powerToLufs)
  }

  /** Loudness of the 400 ms that end at 0.4 s, 0.5 s, 0.6 s … */
  momentarySeriesLufs(): Float64Array {
    return this.#windows(MOMENTARY_STEPS, HOPS_PER_STEP).map(powerToLufs)
  }

  /**
   * Spread of the short-term loudness between its 10th and 95th percentile, LU, after the gates of EBU Tech 3342;
   * null when no 3 s pass them.
   */
  loudnessRangeLu(): number | null {
    const absolute = lufsToPower(ABSOLUTE_GATE_LUFS)
    const audible = this.#windows(SHORT_TERM_STEPS, HOPS_PER_STEP).filter((power) => power >= absolute)
    if (audible.length === 0) return null
    const relative = meanOfAll([audible]) * dbToPower(RANGE_GATE_LU)
    const counted = audible.filter((power) => power >= relative).sort()
    const at = (share: number) => counted[Math.floor((counted.length - 1) * share + 0.5)]!
    return powerToLufs(at(RANGE_HIGH)) - powerToLufs(at(RANGE_LOW))
  }

  /** Mean squares of the complete gating blocks: 400 ms every 100 ms. */
  gatingBlocks(): Float64Array {
    return this.#windows(MOMENTARY_STEPS, HOPS_PER_STEP)
  }

  /** Mean squares of all complete windows of `steps` times 100 ms that start at every `strideHops`-th hop. */
  #windows(steps: number, strideHops: number): Float64Array {
    const stepEnergies = this.#stepEnergies()
    const hops = steps * HOPS_PER_STEP
    const windows = new Float64Array(Math.max(0, Math.floor((this.#hops - hops) / strideHops) + 1))
    for (let i = 0; i < windows.length; i++) {
      const start = i * strideHops
      let energy = 0
      for (let step = 0; step < steps; step++) energy += stepEnergies[start + step * HOPS_PER_STEP]!
      const frames = hopStartFrame(start + hops, this.sampleRateHz) - hopStartFrame(start, this.sampleRateHz)
      windows[i] = energy / frames
    }
    return windows
  }

  /** Energy of the 100 ms from every hop on. */
  #stepEnergies(): Float64Array {
    const steps = new Float64Array(Math.max(0, this.#hops - HOPS_PER_STEP + 1))
    for (let start = 0; start < steps.length; start++) {
      let energy = 0
      for (let hop = start; hop < start + HOPS_PER_STEP; hop++) energy += this.#energies[hop]!
      steps[start] = energy
    }
    return steps
  }
}

/**
 * Integrated loudness of several programmes as one album, LUFS: their gating blocks are pooled and gated once, and no
 * block spans two programmes.
 */
export function albumLufs(programmes: readonly LoudnessHistory[]): number {
  const absolute = lufsToPower(ABSOLUTE_GATE_LUFS)
  const audible = programmes.map((programme) => programme.gatingBlocks().filter((power) => power >= absolute))
  const relative = meanOfAll(audible) * dbToPower(RELATIVE_GATE_LU)
  return powerToLufs(meanOfAll(audible.map((blocks) => blocks.filter((power) => power > relative))))
}

/** 0 when there are no values. */
function meanOfAll(groups: readonly Float64Array[]): number {
  let sum = 0
  let count = 0
  for (const group of groups) {
    for (const value of group) sum += value
    count += group.length
  }
  return count > 0 ? sum / count : 0
}

function greatest(values: Float64Array): number {
  let top = 0
  for (const value of values) if (value > top) top = value
  return top
}
