export { type AlbumRule, PLAYERS, type Playback, type Player, TARGETS, type Target } from '@mixwright/mastering'
export { type Diagnostic, formatDiagnostic } from '@mixwright/project'
export { type AlbumDocument, type AlbumOptions, type RenderedAlbum, renderAlbum } from './album-render.ts'
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
} from './audition.ts'
export { type Checked, checkMix } from './check.ts'
export { compareWavs, measureSpans, measureWav } from './compare.ts'
export type { DeliveryResult } from './deliver.ts'
export { type EditedMix, editMix } from './edit-mix.ts'
export { type Expansion, expandMix } from './expand.ts'
export { type ExpectationResult, expectationName, limitText, marginText, valueText } from './expectation-result.ts'
export type { WholeProgress } from './forecast.ts'
export { formatFile, formatText } from './format-file.ts'
export { hasErrors } from './has-errors.ts'
export { type InitDocument, type InitOptions, type InitStem, initMix, roleTitle } from './init/init.ts'
export type { CompareOutputs, FrameSpan } from './job.ts'
export { toJson, toJsonLine } from './json.ts'
export { loadMix, type Mix, measure, render } from './library.ts'
export type { Lock, LockedInput } from './lock.ts'
export { loadLock, lockPath } from './lock-file.ts'
export { isLockText, MERGED_LOCK } from './lock-text.ts'
export { type MasterDocument, type MasterOptions, masterFile } from './master.ts'
export {
  type AlbumMeasurement,
  type FileMeasurement,
  type MeasureDocument,
  type MeasuredFile,
  type MeasureOptions,
  measureFiles,
} from './measure.ts'
export { type Access, projectFolder } from './project-folder.ts'
export {
  REPORT_OUTPUT,
  REPORT_PAGE,
  type Rendered,
  type RenderOptions,
  type RenderResult,
  renderMix,
} from './render.ts'
export { rendersIn } from './render-cache.ts'
export { MIX_OUTPUT, type VariantResult, type VersionResult } from './render-version.ts'
export {
  audioPath,
  loadSong,
  MIX_FILE,
  presetReader,
  readSmallText,
  readWritten,
  type Song,
  shownPath,
} from './song.ts'
export type { SongAudio } from './song-audio.ts'
export { type StageItem, type StageProgress, StageTimer } from './stage-timer.ts'
export type { Staging } from './staging.ts'
export { type TestedExpectation, type TestOptions, type TestResult, testMix } from './test-mix.ts'
export { unfinishedFolder } from './unfinished.ts'
export { type VerifyOptions, type VerifyResult, verifyMix } from './verify.ts'
export { type BegunRound, type WatchOptions, type WatchRound, watchMix } from './watch/watch-mix.ts'
export { withStaging } from './with-staging.ts'
