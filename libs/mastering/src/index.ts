export { type AudioSource, type MasterSink, MemoryScratch, type Scratch } from './audio-source.ts'
export type { DeliveryFormat, SampleWord } from './delivery-format.ts'
export { convertForDisc, type DiscAudio, type DiscAudioJob } from './disc-audio.ts'
export {
  type DiscLayout,
  type LayoutProblem,
  layOutDisc,
  layoutProblems,
  type TrackLength,
  type TrackPlace,
} from './disc-layout.ts'
export type { FinishedReading } from './finished-reading.ts'
export { type MasterJob, type MasterResult, renderMaster } from './master.ts'
export {
  type DeliveryProblem,
  type DeliverySettings,
  type Dither,
  MAX_LIMITING_DB,
  type MasterPlan,
  resolveDelivery,
} from './master-plan.ts'
export { albumPlayback, type Heard, type HeardAlbum, type Playback, trackPlayback } from './playback.ts'
export { type AlbumRule, PLAYERS, type Player, playersOf } from './players.ts'
export type { SourceReading } from './prepare.ts'
export {
  type DeliveryPromise,
  LOUDNESS_TOLERANCE_LU,
  LOW_SIDE_LIMIT_DB,
  type MeasuredFile,
  promisedMonoHz,
  promises,
} from './promises.ts'
export type { ReductionCourse } from './reduction-log.ts'
export { builtInTargets, type Confidence, TARGETS, type Target, targetNamed } from './targets.ts'
export type { Finding, FindingKind } from './vinyl/finding.ts'
export { type GrooveHistory, GrooveMeter } from './vinyl/groove-meter.ts'
export { LowSideMeter } from './vinyl/low-side-meter.ts'
export { type Preflight, type PreflightInput, preflight } from './vinyl/preflight.ts'
export type { LowMono, Sibilance, VinylPlan, VinylSettings } from './vinyl/vinyl-settings.ts'
