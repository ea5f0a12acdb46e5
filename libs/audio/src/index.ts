export {
  CD_BITS,
  CD_RATE_HZ,
  COMMON_DISC_SECTORS,
  discTime,
  FIRST_PREGAP_SECTORS,
  LEAST_TRACK_SECTORS,
  LONGEST_DISC_SECTORS,
  MOST_INDEXES,
  MOST_TRACKS,
  SECTOR_BYTES,
  SECTOR_FRAMES,
  SECTORS_A_SECOND,
  sectorRestFrames,
} from './compact-disc.ts'
export { ceilToQuantum, msToFrames, QUANTUM_FRAMES, secondsToFrames } from './frames.ts'
export { isLatin1, nearestLatin1 } from './latin1.ts'
export { LIMITER_STYLES, type LimiterStyle, type LimiterStyleName } from './limiter-style.ts'
export { Random } from './random.ts'
export type {
  ReportCover,
  ReportDelivery,
  ReportDocument,
  ReportGraph,
  ReportLoudness,
  ReportMasking,
  ReportPlayback,
  ReportReduction,
  ReportSection,
  ReportSound,
  ReportSpectrum,
  ReportStrip,
  ReportVinyl,
  ReportWave,
  Series,
} from './report-document.ts'
export { REPORT_MARK } from './report-document.ts'
