import type { Cause } from './causes.ts'
import type { MeasurementChange, StripChange } from './figure-change.ts'

/** What a change did to the sound: the measured parts of the `diff` document. */
export interface SoundDocument {
  /**
   * In every `delta`, RMS level and bands are told for the same length: a longer tail, which lowers their means, is
   * left out of account.
   */
  sound: {
    mix: MeasurementChange
    /** Every stem, bus and return that is heard, post-fader as it reaches its bus. */
    stems: Record<string, StripChange>
    /** Parts of the mix by the names of the sections, each to the beginning of the next. */
    sections: Record<string, MeasurementChange>
    deliveries: Record<string, MeasurementChange>
    /** Variants that are made otherwise than before, those that came and those that went. */
    variants: Record<string, VariantChange>
  }
  /** The former mix minus the later one, sample by sample. */
  null: Residual
  /** What each change does alone, the one with the largest effect first; absent when it was not asked for. */
  causes?: Cause[]
  /** What was left out, and why. */
  notes: string[]
}

/** What became of a variant. */
export interface VariantChange {
  mix: MeasurementChange
  deliveries: Record<string, MeasurementChange>
}

/** What a null leaves; digital silence is -Infinity. dBFS */
export interface Residual {
  residualPeakDbfs: number
  residualRmsDbfs: number
}

/** Files to listen to. */
export interface ComparedAudio {
  from: MatchedFile
  to: MatchedFile
  /** The former mix minus the later one, at their own levels. */
  difference: { file: string }
}

/** A mix that was brought to the loudness of the other. */
export interface MatchedFile {
  file: string
  /** What it was changed by. */
  gainDb: number
  /** As it lies in the file. */
  integratedLufs: number
  truePeakDbtp: number
}
