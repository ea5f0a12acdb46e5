export { Desk, type DeskOptions } from './desk.ts'
export type { Curve, CurvePoint, InputPlan, InsertSlot, MixPlan, PanLaw, StripPlan, Tap } from './plan.ts'
export type { StemSource } from './stem-source.ts'
export { LONGEST_TAIL_S, type MixSink, TAIL_FLOOR_DBFS } from './tail.ts'
