import { type CurvePoint, curveValue } from './curve.ts'

/** Settings whose numbers may be curves over song time. */
export type MayMove<T> = T extends readonly CurvePoint[]
  ? T
  : T extends number
    ? T | readonly CurvePoint[]
    : T extends Float64Array
      ? T
      : T extends object
        ? { [K in keyof T]: MayMove<T[K]> }
        : T

/** True for a curve of points: a value that may move. */
export function isCurve(value: unknown): value is readonly CurvePoint[] {
  return Array.isArray(value) && typeof value[0] === 'object' && value[0] !== null && 'atFrame' in value[0]
}

/** True where anything in the settings is a curve. */
export function moves(settings: unknown): boolean {
  return curvesOf(settings).length > 0
}

/** All curves in the settings, in their order. */
export function curvesOf(settings: unknown): (readonly CurvePoint[])[] {
  if (isCurve(settings)) return [settings]
  if (typeof settings !== 'object' || settings === null || ArrayBuffer.isView(settings)) return []
  return Object.values(settings).flatMap(curvesOf)
}

/** The settings as they stand at a song frame, or, by `curveValueBefore`, as they reach it. */
export function settingsAt<T>(settings: MayMove<T>, frame: number, read = curveValue): T {
  if (isCurve(settings)) return read(settings, frame) as T
  if (typeof settings !== 'object' || settings === null || ArrayBuffer.isView(settings)) return settings as T
  if (Array.isArray(settings)) return settings.map((item) => settingsAt(item, frame, read)) as T
  const entries = Object.entries(settings as Record<string, MayMove<unknown>>).map(([key, value]) => [
    key,
    settingsAt(value, frame, read),
  ])
  return Object.fromEntries(entries) as T
}
