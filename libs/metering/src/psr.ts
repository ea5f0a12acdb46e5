import { gainToDb } from '@mixwright/kernels'
import { HOPS_PER_STEP, hopStartFrame, type LoudnessHistory, SHORT_TERM_STEPS } from './loudness-history.ts'
import type { PeakHistory } from './peak-history.ts'

/** Quieter passages say nothing about how hard the loud ones were limited. */
const GATE_LU = -10

/**
 * Lowest peak to short-term loudness ratio, LU: true peak of 3 s minus their loudness, every 100 ms, over those that lie
 * no more than 10 LU under the integrated loudness; null when there are none. Peaks are looked up in stretches of 4096
 * frames: up to that much beside the window counts too. Source: EBU Tech 3341 (short-term loudness), AES TD1008 (PSR).
 */
export function psrMinLu(history: LoudnessHistory, peaks: readonly PeakHistory[]): number | null {
  const gateLufs = history.integratedLufs() + GATE_LU
  const frameOf = (step: number) => hopStartFrame(step * HOPS_PER_STEP, history.sampleRateHz)
  let lowest = Number.POSITIVE_INFINITY
  history.shortTermSeriesLufs().forEach((lufs, step) => {
    if (!Number.isFinite(lufs) || lufs < gateLufs) return
    const [from, to] = [frameOf(step), frameOf(step + SHORT_TERM_STEPS)]
    lowest = Math.min(lowest, gainToDb(Math.max(...peaks.map((pair) => pair.highest(from, to)))) - lufs)
  })
  return Number.isFinite(lowest) ? lowest : null
}
