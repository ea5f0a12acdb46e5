import { hashFile, hashWhileReading, type OnSampleBytes, openPcm, type PcmFile } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'
import { LoudnessMeter } from '@mixwright/metering'
import type { Fingerprint, FingerprintOrder } from './job.ts'

const PIECE_FRAMES = 8192

/** Hashes a file and reads the loudness of the first two channels of what is in it; what it can, in one reading. */
export function fingerprint({ path, pcm }: FingerprintOrder): Fingerprint {
  let integratedLufs = Number.NEGATIVE_INFINITY
  const measure = (onBytes?: OnSampleBytes) => {
    integratedLufs = loudnessOf(pcm, onBytes)
  }
  const isPlain = path === pcm.path
  if (!isPlain) measure()
  const sha256 = isPlain ? hashWhileReading(pcm, measure) : hashFile(path)
  return { sha256, integratedLufs: Number.isFinite(integratedLufs) ? integratedLufs : null }
}

/** Integrated loudness, LUFS. */
function loudnessOf(pcm: PcmFile, onBytes: OnSampleBytes | undefined): number {
  const arena = new Arena()
  const reader = openPcm(pcm, arena, onBytes)
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
  return meter.history.integratedLufs()
}
