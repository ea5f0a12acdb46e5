import { openPcm, type PcmFile } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'
import { LowSideMeter } from '@mixwright/mastering'
import { type Measurement, Meter } from '@mixwright/metering'

const PIECE_FRAMES = 8192
const REPORT_PIECES = 32

export interface MeasurePcmOptions {
  onProgress?: (done: number) => void
  /** Also measures the side against the mid below this corner. Hz. */
  lowSideHz?: number | null
}

/** Reads every meter on an uncompressed file of one or two channels. */
export function measurePcm(
  pcm: PcmFile,
  { onProgress, lowSideHz = null }: MeasurePcmOptions = {},
): { measurement: Measurement; lowSideDb?: number } {
  const arena = new Arena()
  const reader = openPcm(pcm, arena)
  const meter = new Meter(arena, pcm.sampleRateHz, pcm.channels === 1 ? 1 : 2)
  const lowSide = lowSideHz === null ? undefined : new LowSideMeter(lowSideHz, arena, pcm.sampleRateHz)
  const at = arena.allocFrames(PIECE_FRAMES)
  meter.reset()
  lowSide?.reset()
  try {
    for (let frame = 0, piece = 0; frame < pcm.frames; frame += PIECE_FRAMES, piece++) {
      const frames = Math.min(PIECE_FRAMES, pcm.frames - frame)
      reader.readInto(at, frame, frames)
      meter.add(at, frames)
      lowSide?.add(at, frames)
      if (piece % REPORT_PIECES === 0) onProgress?.(frame / pcm.frames)
    }
    return { measurement: meter.read(), ...(lowSide ? { lowSideDb: lowSide.finish() } : {}) }
  } finally {
    reader.close()
  }
}
