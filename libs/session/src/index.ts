export { type AlbumRule, PLAYERS, type Playback, type Player, TARGETS, type Target } from '@mixwright/mastering'
export { type Diagnostic, formatDiagnostic } from '@mixwright/project'
export { rendersIn } from './cache/render-cache.ts'
export { type Checked, checkMix } from './check.ts'
export { type AlbumDocument, type AlbumOptions, type RenderedAlbum, renderAlbum } from './disc/album-render.ts'
export { type EditedMix, editMix } from './edit/edit-mix.ts'
export { type Expansion, expandMix } from './edit/expand.ts'
export { formatFile, formatText } from './edit/format-file.ts'
export {
  type ExpectationResult,
  expectationName,
  limitText,
  marginText,
  valueText,
} from './expect/expectation-result.ts'
export { type TestedExpectation, type TestOptions, type TestResult, testMix } from './expect/test-mix.ts'
export { hasErrors } from './has-errors.ts'
export { type InitDocument, type InitOptions, type InitStem, initMix, roleTitle } from './init/init.ts'
export type { CompareOutputs, FrameSpan } from './job.ts'
export { loadMix, type Mix, measure, render } from './library.ts'
export type { Lock, LockedInput } from './lock/lock.ts'
export { loadLock, lockPath } from './lock/lock-file.ts'
export { isLockText, MERGED_LOCK } from './lock/lock-text.ts'
export { type VerifyOptions, type VerifyResult, verifyMix } from './lock/verify.ts'
export type { DeliveryResult } from './master/deliver.ts'
export { type MasterDocument, type MasterOptions, masterFile } from './master/master.ts'
export {
  type Audition,
  type AuditionedMix,
  type AuditionedSong,
  type AuditionOptions,
  auditionMasters,
  auditionMix,
  deliveryKey,
  joinAudio,
  mixKey,
  openAudition,
  partKey,
} from './measure/audition.ts'
export { compareWavs, measureSpans, measureWav } from './measure/compare.ts'
export {
  type AlbumMeasurement,
  type FileMeasurement,
  type MeasureDocument,
  type MeasuredFile,
  type MeasureOptions,
  measureFiles,
} from './measure/measure.ts'
export { toJson, toJsonLine } from './output/json.ts'
export type { Staging } from './output/staging.ts'
export { unfinishedFolder } from './output/unfinished.ts'
export { withStaging } from './output/with-staging.ts'
export { fileFailure } from './output/write-failure.ts'
export type { WholeProgress } from './progress/forecast.ts'
export { type StageItem, type StageProgress, StageTimer } from './progress/stage-timer.ts'
export {
  REPORT_OUTPUT,
  REPORT_PAGE,
  type Rendered,
  type RenderOptions,
  type RenderResult,
  renderMix,
} from './render.ts'
export { MIX_OUTPUT, type VariantResult, type VersionResult } from './render-version.ts'
export { type Access, projectFolder } from './song/project-folder.ts'
export {
  audioPath,
  loadSong,
  MIX_FILE,
  presetReader,
  readSmallText,
  readWritten,
  type Song,
  shownPath,
} from './song/song.ts'
export type { SongAudio } from './song/song-audio.ts'
export { type BegunRound, type WatchOptions, type WatchRound, watchMix } from './watch/watch-mix.ts'
