/**
 * True peaks of a programme in stretches of equal length.
 *
 * Stretch i holds frames i * stretchFrames - leadFrames up to those of the next; 8 bytes each.
 */
export class PeakHistory {
  readonly #stretchFrames: number
  readonly #leadFrames: number
  #peaks = new Float64Array(256)
  #length = 0

  constructor(stretchFrames: number, leadFrames: number) {
    this.#stretchFrames = stretchFrames
    this.#leadFrames = leadFrames
  }

  clear(): void {
    this.#length = 0
  }

  /** Sets the peak of a stretch, the last one or the one after it. */
  put(index: number, peak: number): void {
    if (index === this.#peaks.length) {
      const longer = new Float64Array(2 * index)
      longer.set(this.#peaks)
      this.#peaks = longer
    }
    this.#peaks[index] = peak
    this.#length = index + 1
  }

  /** Highest peak of the stretches that touch frames `from` to `to`; 0 where there are none. */
  highest(from: number, to: number): number {
    const first = Math.max(0, Math.floor((from + this.#leadFrames) / this.#stretchFrames))
    const last = Math.min(this.#length - 1, Math.floor((to - 1 + this.#leadFrames) / this.#stretchFrames))
    let top = 0
    for (let i = first; i <= last; i++) top = Math.max(top, this.#peaks[i]!)
    return top
  }
}
