/**
 * True peaks of a programme in stretches of equal length, each of which is searched in parts; 8 bytes a stretch.
 *
 * Part i holds frames i * partFrames - leadFrames up to those of the next.
 */
export class PeakHistory {
  readonly #stretchFrames: number
  readonly #partsPerStretch: number
  readonly #leadFrames: number
  #peaks = new Float64Array(256)
  #stretches = 0
  /** The stretch that goes on, as if silence followed. */
  #ending = 0
  #endingStretch = 0

  /** As many parts a stretch as fit into `stretchFrames`, at least one. */
  constructor(partFrames: number, leadFrames: number, stretchFrames: number) {
    this.#partsPerStretch = Math.max(1, Math.floor(stretchFrames / partFrames))
    this.#stretchFrames = this.#partsPerStretch * partFrames
    this.#leadFrames = leadFrames
  }

  clear(): void {
    this.#stretches = 0
    this.#ending = 0
  }

  /** Peak so far of the stretch that a part belongs to. */
  peakAt(part: number): number {
    const stretch = Math.floor(part / this.#partsPerStretch)
    return stretch < this.#stretches ? this.#peaks[stretch]! : 0
  }

  /** Sets the peak of the stretch that a part belongs to, the last one or the one after it. */
  put(part: number, peak: number): void {
    const stretch = Math.floor(part / this.#partsPerStretch)
    if (stretch === this.#peaks.length) {
      const longer = new Float64Array(2 * stretch)
      longer.set(this.#peaks)
      this.#peaks = longer
    }
    this.#peaks[stretch] = peak
    this.#stretches = stretch + 1
    this.#ending = 0
  }

  /** Tells the peak of the last part, up to the end of the programme; forgotten with the next `put`. */
  end(part: number, peak: number): void {
    this.#ending = peak
    this.#endingStretch = Math.floor(part / this.#partsPerStretch)
  }

  /** Highest peak of the stretches that touch frames `from` to `to`; 0 where there are none. */
  highest(from: number, to: number): number {
    const first = Math.max(0, Math.floor((from + this.#leadFrames) / this.#stretchFrames))
    const last = Math.floor((to - 1 + this.#leadFrames) / this.#stretchFrames)
    let top = first <= this.#endingStretch && this.#endingStretch <= last ? this.#ending : 0
    for (let i = first; i <= Math.min(last, this.#stretches - 1); i++) top = Math.max(top, this.#peaks[i]!)
    return top
  }
}
