import { Arena } from '@mixwright/kernels'
import { type BandFigures, OctaveMeter } from '@mixwright/metering'
import type { BandsJob } from '../job.ts'
import { finished, measuring } from './measuring.ts'

/** Reads level and width of the octave bands of an uncompressed file: half the work of all meters. */
export function measureBands({ pcm }: BandsJob, onProgress: (done: number) => void): BandFigures {
  const arena = new Arena()
  const meter = new OctaveMeter(arena, pcm.sampleRateHz, pcm.channels)
  finished(measuring(pcm, arena, [meter]), onProgress)
  return meter.read()
}
