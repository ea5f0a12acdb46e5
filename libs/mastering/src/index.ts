export { type AudioSource, type MasterSink, MemoryScratch, type Scratch } from './audio-source.ts'
export type { DeliveryFormat, SampleWord } from './delivery-format.ts'
export { LowSideMeter } from './low-side-meter.ts'
export { type MasterJob, type MasterResult, renderMaster } from './master.ts'
export {
  type DeliveryProblem,
  type DeliverySettings,
  type Dither,
  MAX_LIMITING_DB,
  type MasterPlan,
  resolveDelivery,
} from './master-plan.ts'
export {
  type DeliveryPromise,
  LOUDNESS_TOLERANCE_LU,
  LOW_SIDE_LIMIT_DB,
  type MeasuredFile,
  promises,
} from './promises.ts'
export { builtInTargets, type Target, targetNamed } from './targets.ts'
