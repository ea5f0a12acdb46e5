import { SECTOR_FRAMES, secondsToFrames } from '@mixwright/audio'
import type { Measurement } from '@mixwright/metering'
import type { MasterPlan } from './master-plan.ts'

/** Something a delivery is held to, and what its file measured. */
export interface DeliveryPromise {
  name: 'loudness' | 'truePeak' | 'sampleRate' | 'bitDepth' | 'lowSide' | 'sideLength' | 'sectorRest'
  unit: 'LUFS' | 'dBTP' | 'Hz' | 'bit' | 'dB' | 's' | 'frames'
  limit: number
  value: number
  ok: boolean
}

/** What was measured on a finished file. */
export interface MeasuredFile extends Pick<Measurement, 'integratedLufs' | 'truePeakDbtp' | 'durationS'> {
  sampleRateHz: number
  /** null for a lossy file. */
  bitDepth: number | null
  /** Reading of a LowSideMeter at the corner of a vinyl plan that is mono below it; else absent. */
  lowSideDb?: number
}

/** Distance from the target that is still on target. */
export const LOUDNESS_TOLERANCE_LU = 0.1
/** Side against mid below the mono corner. */
export const LOW_SIDE_LIMIT_DB = -40

/** The corner below which a plan promises a mono low end; null where it promises none. Hz. */
export function promisedMonoHz({ vinyl }: MasterPlan): number | null {
  return vinyl?.lowMono && vinyl.lowMono.slopeDbPerOct === undefined ? vinyl.lowMono.freqHz : null
}

/** Every promise of a plan, kept or not. What a plan leaves open promises nothing. */
export function promises(plan: MasterPlan, file: MeasuredFile): DeliveryPromise[] {
  const list: DeliveryPromise[] = []
  const promise = (
    name: DeliveryPromise['name'],
    unit: DeliveryPromise['unit'],
    limit: number | null,
    value: number,
    isKept: (value: number, limit: number) => boolean,
  ) => {
    if (limit !== null) list.push({ name, unit, limit, value, ok: isKept(value, limit) })
  }
  const isEqual = (value: number, limit: number) => value === limit
  const isUnder = (value: number, limit: number) => value <= limit
  const isOnTarget = (value: number, limit: number) => Math.abs(value - limit) <= LOUDNESS_TOLERANCE_LU
  promise('loudness', 'LUFS', plan.targetLufs, file.integratedLufs, isOnTarget)
  promise('truePeak', 'dBTP', plan.ceilingDbtp, file.truePeakDbtp, isUnder)
  promise('sampleRate', 'Hz', plan.sampleRateHz, file.sampleRateHz, isEqual)
  if (file.bitDepth !== null) promise('bitDepth', 'bit', bitDepth(plan), file.bitDepth, isEqual)
  if (file.lowSideDb !== undefined) promise('lowSide', 'dB', LOW_SIDE_LIMIT_DB, file.lowSideDb, isUnder)
  const sectorRest = secondsToFrames(file.durationS, file.sampleRateHz) % SECTOR_FRAMES
  promise('sectorRest', 'frames', plan.wholeSectors ? 0 : null, sectorRest, isEqual)
  promise('sideLength', 's', plan.vinyl?.sideLengthS ?? null, file.durationS, isUnder)
  return list
}

function bitDepth({ word }: MasterPlan): number {
  return word === 'float' ? 32 : word
}
