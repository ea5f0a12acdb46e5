import type { Curve, InsertPlan } from '@mixwright/dsp'

/** Places of the two channels of a stereo signal. */
export interface PanPair {
  left: Curve
  right: Curve
}

/** Level at the centre of a mono strip: -3 (sine law, -3.01 dB), -4.5, -6 (straight line) or 0 dB. */
export type PanLaw = -3 | -4.5 | -6 | 0

/** Where a strip is tapped: after its fader and pan, or after its inserts. */
export type Tap = 'postFader' | 'preFader'

/** One signal that flows into a bus, a return or the mix bus. */
export interface InputPlan {
  /** Index of the strip it comes from; lower than the index of the strip it feeds. */
  from: number
  tap: Tap
  /** Level of the send; 0 dB where a strip feeds its bus. */
  levelDb: Curve
  /** How far the strip is muted, by each of several: from 0 (heard) to 1 (silent). Default none. */
  mutes?: readonly Curve[] | undefined
  /** Takes the signal away instead of adding it. Default false. */
  subtracted?: boolean | undefined
}

export interface InsertSlot {
  insert: InsertPlan
  /** Index of the strip whose post-fader signal steers the processor; null where the audio steers itself. */
  key: number | null
}

/** A lane of the desk: input → trim → inserts → fader, pan, width. */
export interface StripPlan {
  name: string
  /** A `sum` adds up what others share; the desk makes them, with `joinStems`. */
  kind: 'stem' | 'bus' | 'return' | 'mix' | 'sum'
  /** Index of the recording that feeds the strip; null where it sums `inputs`. */
  stem: number | null
  /** A mono recording is panned, a stereo one balanced. */
  mono: boolean
  /** Gain ahead of the inserts. */
  trimDb: Curve
  /** Whether the wave is turned upside down ahead of the inserts. */
  inverted: boolean
  /** In the written order of the sum: stems, buses, returns, each by the code points of their names. */
  inputs: readonly InputPlan[]
  inserts: readonly InsertSlot[]
  faderDb: Curve
  /** Gains of the groups that the strip is in, added to the fader, by the code points of the groups' names. */
  groupsDb: readonly Curve[]
  /** -1 (left) to 1 (right); of a stereo signal one balance, or a place for each channel. */
  pan: Curve | PanPair
  /** 0 (mono) to 2; 1 leaves the strip as it is. */
  width: Curve
}

/** A mix, ready to be computed: one sample rate, frames, indices. */
export interface MixPlan {
  sampleRateHz: number
  panLaw: PanLaw
  /** In an order in which each strip comes after all that feed or key it. The last is the mix bus. */
  strips: readonly StripPlan[]
  /** First song frame after the end of every stem. */
  stemsEndFrame: number
  /** Length of the mix, or null to let the tails ring out. */
  lengthFrames: number | null
}
