import type { PcmFile } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'
import { type GrooveHistory, GrooveMeter, LowSideMeter } from '@mixwright/mastering'
import { finished } from './measuring.ts'
import { type MeasuredProgramme, measuringProgramme, type ProgrammeOptions } from './measuring-programme.ts'

export interface MeasurePcmOptions extends Omit<ProgrammeOptions, 'arena' | 'also'> {
  onProgress?: (done: number) => void
  /** Also measures the side against the mid below this corner. Hz. */
  lowSideHz?: number | null
  /** Also reads what the groove of a record would go through. */
  groove?: boolean
}

/** What came of a file. */
export interface MeasuredPcm extends MeasuredProgramme {
  lowSideDb?: number
  groove?: GrooveHistory
}

/** Reads every meter on an uncompressed file whose channels have a layout; those beyond eight need a mask. */
export function measurePcm(pcm: PcmFile, options: MeasurePcmOptions = {}): MeasuredPcm {
  const { onProgress, lowSideHz = null, groove = false, ...rest } = options
  const arena = new Arena()
  const lowSide = lowSideHz === null ? undefined : new LowSideMeter(lowSideHz, arena, pcm.sampleRateHz)
  const cutter = groove ? new GrooveMeter(arena, pcm.sampleRateHz) : undefined
  const also = [lowSide, cutter].filter((meter) => meter !== undefined)
  return {
    ...finished(measuringProgramme(pcm, { ...rest, arena, also }), onProgress),
    ...(lowSide ? { lowSideDb: lowSide.finish() } : {}),
    ...(cutter ? { groove: cutter.finish() } : {}),
  }
}
