import { LOUDNESS_TOLERANCE_LU, type MasterPlan, type MeasuredFile } from '@mixwright/mastering'

/** Times that a lossy file is made, each time with what decoding the former one changed taken off beforehand. */
const MAX_ENCODINGS = 8

/** Beyond what the decoded file passed the ceiling by; a codec answers a change of level not quite evenly. */
const MARGIN_DB = 0.05

type Decoded = Pick<MeasuredFile, 'truePeakDbtp' | 'integratedLufs'>

/**
 * Finds the master that keeps its promises after a lossy encoder: coding raises peaks, and may change loudness. Each
 * step lowers the ceiling ahead of the encoder by what the decoded file passed the promised one by.
 */
export class EncodingSolve {
  /** Files made so far. */
  encodings = 0
  /** How far the ceiling ahead of the encoder lies under the promised one. dB; 0 where the first file held it. */
  loweredDb = 0
  readonly #promised: MasterPlan
  #raisedLu = 0

  constructor(promised: MasterPlan) {
    this.#promised = promised
  }

  /** The master to encode next. */
  get plan(): MasterPlan {
    const { ceilingDbtp, targetLufs } = this.#promised
    return {
      ...this.#promised,
      ceilingDbtp: ceilingDbtp === null ? null : ceilingDbtp - this.loweredDb,
      targetLufs: targetLufs === null ? null : targetLufs + this.#raisedLu,
    }
  }

  /**
   * True when another encoding is worth it, after what the file made from `plan` measured once decoded. `isHeldBack`
   * says that its ceiling left no room for more loudness.
   */
  learn({ truePeakDbtp, integratedLufs }: Decoded, isHeldBack: boolean): boolean {
    this.encodings++
    const { ceilingDbtp, targetLufs, format } = this.#promised
    if (!('kbps' in format) || this.encodings === MAX_ENCODINGS) return false
    const overDb = ceilingDbtp === null ? 0 : truePeakDbtp - ceilingDbtp
    const missingLu = targetLufs === null || !Number.isFinite(integratedLufs) ? 0 : targetLufs - integratedLufs
    const isOffTarget = Math.abs(missingLu) > LOUDNESS_TOLERANCE_LU && !(isHeldBack && missingLu > 0)
    if (overDb > 0) this.loweredDb += overDb + MARGIN_DB
    if (isOffTarget) this.#raisedLu += missingLu
    return overDb > 0 || isOffTarget
  }
}
