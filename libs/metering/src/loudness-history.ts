import { dbToPower, lufsToPower, powerToLufs } from './energy.ts'

/** Hops a second. Short enough that no 400 ms burst falls between two windows (EBU Tech 3341, cases 13 and 14). */
export const HOPS_PER_SECOND = 100
/** Hops in the step of 100 ms that windows are made of. */
export const HOPS_PER_STEP = 10 // gating blocks and the loudness range advance by 100 ms
const MOMENTARY_STEPS = 4
/** Steps of 100 ms in the 3 s of short-term loudness. */
export const SHORT_TERM_STEPS = 30
const ABSOLUTE_GATE_LUFS = -70
const RELATIVE_GATE_LU = -10
const RANGE_GATE_LU = -20
const RANGE_LOW = 0.1
const RANGE_HIGH = 0.95
/** The longest window but its last hop. */
const LOOK_BACK_HOPS = SHORT_TERM_STEPS * HOPS_PER_STEP - 1
/** Hops that are looked through together, and those behind them. */
const MOST_HOPS = LOOK_BACK_HOPS + 1024

/** First frame of a 10 ms hop. At rates that are no multiple of 100 Hz hops differ by a frame. */
export function hopStartFrame(hop: number, sampleRateHz: number): number {
  return Math.floor((hop * sampleRateHz) / HOPS_PER_SECOND + 0.5)
}

/**
 * K-weighted energy of a programme, and the loudness figures that follow from it.
 *
 * Windows are rectangular and complete: what does not fill one at the end is left out, and a programme shorter than a
 * window has no reading (-Infinity). Maxima are searched at every hop of 10 ms; what is kept is the energy of each
 * 100 ms, 0.3 MB an hour. Source: ITU-R BS.1770-4 section 2, EBU Tech 3341 and 3342.
 */
export class LoudnessHistory {
  readonly sampleRateHz: number
  /** Energy of the 100 ms from 0.0 s, 0.1 s, 0.2 s … on. */
  #steps = new Float64Array(256)
  /** Energy of hops, and of the 100 ms that end with each; the last one is in #last. Those behind are looked back on. */
  readonly #hopEnergy = new Float64Array(MOST_HOPS)
  readonly #stepEnergy = new Float64Array(MOST_HOPS)
  #last = LOOK_BACK_HOPS - 1
  /** Place of the first hop that no maximum was looked for at. */
  #fresh = LOOK_BACK_HOPS
  /** All of them, up to #last. */
  #hops = 0
  #momentaryMax = 0
  #shortTermMax = 0

  constructor(sampleRateHz: number) {
    this.sampleRateHz = sampleRateHz
  }

  clear(): void {
    this.#last = LOOK_BACK_HOPS - 1
    this.#fresh = LOOK_BACK_HOPS
    this.#hops = 0
    this.#momentaryMax = 0
    this.#shortTermMax = 0
  }

  /** Appends the energy of the next hop: the sum over its frames and channels, channel weights included. */
  push(energy: number): void {
    if (this.#last === MOST_HOPS - 1) this.#makeRoom()
    this.#hopEnergy[++this.#last] = energy
    this.#hops++
  }

  /** Gated loudness of the whole programme, LUFS; -Infinity when no 400 ms block passes the -70 LUFS gate. */
  integratedLufs(): number {
    return albumLufs([this.gatingBlocks()])
  }

  /** Loudest 400 ms, LUFS, searched every 10 ms. */
  momentaryMaxLufs(): number {
    this.#lookThrough()
    return powerToLufs(this.#momentaryMax)
  }

  /** Loudest 3 s, LUFS, searched every 10 ms. */
  shortTermMaxLufs(): number {
    this.#lookThrough()
    return powerToLufs(this.#shortTermMax)
  }

  /** Loudness of the 3 s that end at 3.0 s, 3.1 s, 3.2 s … */
  shortTermSeriesLufs(): Float64Array {
    return this.#windows(SHORT_TERM_STEPS).map(powerToLufs)
  }

  /** Loudness of the 400 ms that end at 0.4 s, 0.5 s, 0.6 s … */
  momentarySeriesLufs(): Float64Array {
    return this.#windows(MOMENTARY_STEPS).map(powerToLufs)
  }

  /**
   * Spread of the short-term loudness between its 10th and 95th percentile, LU, after the gates of EBU Tech 3342;
   * null when no 3 s pass them.
   */
  loudnessRangeLu(): number | null {
    const absolute = lufsToPower(ABSOLUTE_GATE_LUFS)
    const audible = this.#windows(SHORT_TERM_STEPS).filter((power) => power >= absolute)
    if (audible.length === 0) return null
    const relative = meanOfAll([audible]) * dbToPower(RANGE_GATE_LU)
    const counted = audible.filter((power) => power >= relative).sort()
    const at = (share: number) => counted[Math.floor((counted.length - 1) * share + 0.5)]!
    return powerToLufs(at(RANGE_HIGH)) - powerToLufs(at(RANGE_LOW))
  }

  /** Mean squares of the complete gating blocks: 400 ms every 100 ms. */
  gatingBlocks(): Float64Array {
    return this.#windows(MOMENTARY_STEPS)
  }

  /** Mean squares of all complete windows of `steps` times 100 ms that start every 100 ms. */
  #windows(steps: number): Float64Array {
    this.#lookThrough()
    const complete = Math.floor(this.#hops / HOPS_PER_STEP) - steps + 1
    const windows = new Float64Array(Math.max(0, complete))
    for (let start = 0; start < windows.length; start++) {
      let energy = 0
      for (let step = start; step < start + steps; step++) energy += this.#steps[step]!
      windows[start] = energy / this.#framesOf(start * HOPS_PER_STEP, steps)
    }
    return windows
  }

  /** Forgets hops that no window reaches any more. */
  #makeRoom(): void {
    this.#lookThrough()
    const forgotten = this.#fresh - LOOK_BACK_HOPS
    this.#hopEnergy.copyWithin(0, forgotten)
    this.#stepEnergy.copyWithin(0, forgotten)
    this.#last -= forgotten
    this.#fresh -= forgotten
  }

  /** Joins new hops to windows: many at a time, in loops that do little else. */
  #lookThrough(): void {
    const firstHop = this.#hops - 1 - this.#last
    for (let at = this.#fresh; at <= this.#last; at++) {
      const hops = firstHop + at + 1
      if (hops < HOPS_PER_STEP) continue
      let step = 0
      for (let hop = at - HOPS_PER_STEP + 1; hop <= at; hop++) step += this.#hopEnergy[hop]!
      this.#stepEnergy[at] = step
      if (hops % HOPS_PER_STEP === 0) this.#keep(hops / HOPS_PER_STEP - 1, step)
      this.#momentaryMax = Math.max(this.#momentaryMax, this.#powerUpTo(at, hops, MOMENTARY_STEPS))
      this.#shortTermMax = Math.max(this.#shortTermMax, this.#powerUpTo(at, hops, SHORT_TERM_STEPS))
    }
    this.#fresh = this.#last + 1
  }

  /** Mean square of the window of `steps` times 100 ms that ends with the hop at a place; 0 before there is one. */
  #powerUpTo(at: number, hops: number, steps: number): number {
    const start = hops - steps * HOPS_PER_STEP
    if (start < 0) return 0
    let energy = 0
    for (let end = at - (steps - 1) * HOPS_PER_STEP; end <= at; end += HOPS_PER_STEP) energy += this.#stepEnergy[end]!
    return energy / this.#framesOf(start, steps)
  }

  #framesOf(startHop: number, steps: number): number {
    const endHop = startHop + steps * HOPS_PER_STEP
    return hopStartFrame(endHop, this.sampleRateHz) - hopStartFrame(startHop, this.sampleRateHz)
  }

  #keep(index: number, step: number): void {
    if (index === this.#steps.length) {
      const longer = new Float64Array(2 * index)
      longer.set(this.#steps)
      this.#steps = longer
    }
    this.#steps[index] = step
  }
}

/**
 * Integrated loudness of several programmes as one album, LUFS: their gating blocks (mean squares) are pooled and gated
 * once, and no block spans two programmes.
 */
export function albumLufs(programmes: readonly Float64Array[]): number {
  const absolute = lufsToPower(ABSOLUTE_GATE_LUFS)
  const audible = programmes.map((blocks) => blocks.filter((power) => power >= absolute))
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
