import { msToFrames, secondsToFrames } from '@mixwright/audio'
import type { Curve, CurvePoint } from '@mixwright/dsp'
import type { Automation, Movement } from '@mixwright/project'

/** Time in which mutes, bypasses and the steps of a processor's settings reach their new value, from their moment on. */
const GLIDE_MS = 5

/** Automation over frames of the song. */
export function planCurve(automation: Automation, sampleRateHz: number): Curve {
  if (typeof automation === 'number') return automation
  return automation.points.map(({ atS, value, shape, slopes }) => ({
    atFrame: secondsToFrames(atS, sampleRateHz),
    value,
    shape,
    ...(slopes ? { slopes: [slopes[0] / sampleRateHz, slopes[1] / sampleRateHz] as const } : {}),
  }))
}

/** The same, its steps stretched to an S that does not click. A point that follows sooner cuts it short. */
export function glidingCurve(movement: Movement, sampleRateHz: number): readonly CurvePoint[] {
  const points = planCurve(movement, sampleRateHz) as readonly CurvePoint[]
  const glide = msToFrames(GLIDE_MS, sampleRateHz)
  return points.flatMap((point, index): CurvePoint[] => {
    const before = points[index - 1]
    if (before === undefined || point.shape !== 'step' || point.value === before.value) return [point]
    const room = Math.floor(((points[index + 1]?.atFrame ?? Infinity) - point.atFrame) / 2)
    const frames = Math.min(glide, room)
    if (frames < 1) return [point]
    return [
      { atFrame: point.atFrame, value: before.value, shape: 'step' },
      { atFrame: point.atFrame + frames, value: point.value, shape: 'smooth' },
    ]
  })
}

/** Settings of a processor with every movement in them as a curve. */
export function planSettings(settings: unknown, sampleRateHz: number): unknown {
  if (typeof settings !== 'object' || settings === null) return settings
  if ('points' in settings) return glidingCurve(settings as Movement, sampleRateHz)
  if (Array.isArray(settings)) return settings.map((item) => planSettings(item, sampleRateHz))
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, planSettings(value, sampleRateHz)]))
}
