import type { BandName } from './band-meter.ts'
import type { Clips } from './clip-meter.ts'

/** Every figure of a programme. Levels of silence are -Infinity; null stands where a figure has no meaning. */
export interface Measurement extends LevelFigures, BandFigures {}

/** What a `LevelMeter` reads. */
export interface LevelFigures {
  durationS: number
  /** Gated programme loudness, BS.1770. Of under 400 ms: -Infinity. */
  integratedLufs: number
  /** Loudest 400 ms, every 10 ms. */
  momentaryMaxLufs: number
  /** Loudest 3 s, every 10 ms. Of under 3 s: -Infinity. */
  shortTermMaxLufs: number
  /** EBU Tech 3342; null when no 3 s pass the gate. */
  loudnessRangeLu: number | null
  /** Eight points a sample, long filter, silence around: the figure that ceilings are held to. */
  truePeakDbtp: number
  /** The example filter of BS.1770 Annex 2, as most other meters read. */
  truePeakItuDbtp: number
  samplePeakDbfs: number
  /** True peak minus integrated loudness; null without loudness. */
  plrLu: number | null
  /** Lowest true peak minus loudness of any 3 s that lie no more than 10 LU under the programme; null without them. */
  psrMinLu: number | null
  /** All channels together over the whole length; a full-scale square wave is 0 dBFS, a sine -3.01. */
  rmsDbfs: number
  /** Mean of the channel that is furthest from 0, in sample units. */
  dcOffset: number
  /** Likeness of the first two channels, left and right, -1 … 1; null where one is silent. */
  correlation: number | null
  /** Level of (L + R) / 2 against the stereo level, ≤ 0; null for silence. */
  monoLossDb: number | null
  /** Share of the side (L - R) / 2 in the power: 0 mono, 0.5 two unlike channels, 1 out of phase; null for silence. */
  width: number | null
  /** Samples in a row at full scale. */
  clips: Clips
}

/** What an `OctaveMeter` reads. */
export interface BandFigures {
  /** RMS level per octave band, the mean of all channels, dBFS. */
  bandsDb: Record<BandName, number>
  /** `width` per octave band. */
  bandsWidth: Record<BandName, number | null>
}
