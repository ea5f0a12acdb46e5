export { type Checked, checkMix, hasErrors } from './check.ts'
export type { DeliveryResult } from './deliver.ts'
export { toJson } from './json.ts'
export { type FileMeasurement, type MeasureOptions, measureFiles } from './measure.ts'
export {
  MIX_OUTPUT,
  REPORT_OUTPUT,
  type Rendered,
  type RenderOptions,
  type RenderProgress,
  type RenderResult,
  renderMix,
} from './render.ts'
