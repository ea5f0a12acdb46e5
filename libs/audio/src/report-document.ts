/** Stands near the start of every page that is drawn from a document, and tells it from other pages of its name. */
export const REPORT_MARK = '<meta name="generator" content="Mixwright">'

/**
 * What the report of a mix draws: made by the session, drawn by the report. Levels of silence and figures without a
 * meaning are null. Item i of a series covers the stretch from `i * stepS` on; no series grows with the song beyond a
 * bound.
 */
export interface ReportDocument {
  title: string
  artist: string | null
  /** null for the mix itself. */
  variant: string | null
  sampleRateHz: number
  /** The first, where there are several; null where the file names none. */
  tempoBpm: number | null
  durationS: number
  sections: ReportSection[]
  mix: ReportSound
  wave: ReportWave
  spectrum: ReportSpectrum
  reductions: ReportReduction[]
  strips: ReportStrip[]
  masking: ReportMasking
  deliveries: ReportDelivery[]
  graph: ReportGraph
}

export type Series = (number | null)[]

export interface ReportSection {
  name: string
  atS: number
}

/** A file and what it measures. */
export interface ReportSound {
  /** As it lies from the report. */
  file: string
  durationS: number
  integratedLufs: number | null
  momentaryMaxLufs: number | null
  shortTermMaxLufs: number | null
  loudnessRangeLu: number | null
  truePeakDbtp: number | null
  samplePeakDbfs: number | null
  plrLu: number | null
  psrMinLu: number | null
  correlation: number | null
  monoLossDb: number | null
  loudness: ReportLoudness
}

/** Loudness at the end of each step; `integratedLufs` is that of everything so far. */
export interface ReportLoudness {
  stepS: number
  momentaryLufs: Series
  shortTermLufs: Series
  integratedLufs: Series
}

/** The mix step by step. */
export interface ReportWave {
  stepS: number
  /** Linear, 1 is full scale. */
  peak: number[]
  rms: number[]
  /** Likeness of left and right, -1 … 1. */
  correlation: Series
  /** Level of the side against the mid. dB */
  sideDb: Series
  /** Level of the right channel against the left. dB */
  balanceDb: Series
}

/** Level of the mix by third of an octave. dBFS */
export interface ReportSpectrum {
  centresHz: number[]
  meanDb: Series
  stepS: number
  /** A row for each step. */
  rowsDb: Series[]
}

/** What something took away over time. */
export interface ReportReduction {
  /** The strip, `master` for what deliveries share, or the delivery. */
  owner: string
  kind: 'stem' | 'bus' | 'return' | 'mix' | 'master' | 'delivery'
  /** What it is: `compressor`, `limiter` … */
  processor: string
  stepS: number
  /** Largest of each step, dB >= 0. */
  reductionDb: number[]
  mostDb: number
  /** Mean over the song. */
  meanDb: number
}

/** A strip after its fader. dBFS */
export interface ReportStrip {
  name: string
  kind: 'stem' | 'bus' | 'return' | 'mix'
  stepS: number
  rmsDb: Series
  peakDbfs: number | null
  /** Mean over the steps in which it sounds. */
  activeDb: number | null
  /** Share of the song in which it sounds, 0 … 1. */
  activeShare: number
}

/** Where stems lie under others. */
export interface ReportMasking {
  /** How far another stem lies above one that it covers. dB */
  thresholdDb: number
  bands: string[]
  stepS: number
  /** By stem: the share of its octaves that matter in which another covers it, 0 … 1; null where it is silent. */
  covered: { stem: string; share: number; overTime: Series }[]
  /** Who covers whom, most first. */
  pairs: ReportCover[]
}

export interface ReportCover {
  stem: string
  by: string
  /** Of the time and octaves that matter to the stem, 0 … 1. */
  share: number
  /** Octave in which it happens most, and the longest stretch of it. */
  band: string
  startS: number
  endS: number
  /** The octaves in which it is covered, step by step: bit n is that of `bands[n]`. */
  coveredOctaves: number[]
}

export interface ReportDelivery extends ReportSound {
  name: string
  /** What the file is: `wav 24 bit, 48 kHz`. */
  format: string
  targetLufs: number | null
  promises: { name: string; unit: string; limit: number; value: number; ok: boolean }[]
  mastering: { gainDb: number; limiterDbtp: number | null; isHeldBack: boolean; attempts: number }
  playback: ReportPlayback[]
  vinyl: ReportVinyl | null
}

export interface ReportPlayback {
  player: string
  targetLufs: number | null
  gainDb: number
  integratedLufs: number | null
  truePeakDbtp: number | null
  limiterDb: number
}

/** What a record of it would be. */
export interface ReportVinyl {
  disc: { diameterIn: number; rpm: number; sideLengthS: number; startRadiusMm: number; endRadiusMm: number }
  levelDb: number
  highestLevelDb: number | null
  stepS: number
  radiusMm: number[]
  lateralVelocityCmPerS: number[]
  verticalVelocityCmPerS: number[]
  lateralAccelerationG: number[]
  verticalAccelerationG: number[]
  findings: { severity: string; startS: number; endS: number; message: string; fix: string }[]
}

/** The desk as a graph. Names of nodes are unique. */
export interface ReportGraph {
  nodes: { name: string; kind: 'stem' | 'bus' | 'return' | 'mix' | 'master' | 'delivery'; inserts: string[] }[]
  /** `levelDb` is null where it moves. */
  edges: { from: string; to: string; kind: 'feed' | 'send' | 'key'; levelDb: number | null }[]
}
