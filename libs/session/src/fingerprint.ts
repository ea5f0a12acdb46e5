import { hashFile, openPcm } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'
import { LoudnessMeter } from '@mixwright/metering'
import type { Fingerprint, FingerprintOrder } from './job.ts'

const PIECE_FRAMES = 8192

/** Hashes a file and reads the loudness of the first two channels of what is in it. */
export function fingerprint({ path, pcm }: FingerprintOrder): Fingerprint {
  const arena = new Arena()
  const reader = openPcm(pcm, arena)
  const meter = new LoudnessMeter(arena, pcm.sampleRateHz, pcm.channels === 1 ? [1, 0] : [1, 1])
  const at = arena.allocFrames(PIECE_FRAMES)
  meter.reset()
  try {
    for (let frame = 0; frame < pcm.frames; frame += PIECE_FRAMES) {
      const frames = Math.min(PIECE_FRAMES, pcm.frames - frame)
      reader.readInto(at, frame, frames)
      meter.add(at, frames)
    }
  } finally {
    reader.close()
  }
  const integratedLufs = meter.history.integratedLufs()
  return { sha256: hashFile(path), integratedLufs: Number.isFinite(integratedLufs) ? integratedLufs : null }
}
