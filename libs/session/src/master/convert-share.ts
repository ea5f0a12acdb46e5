import { CD_BITS, CD_RATE_HZ } from '@mixwright/audio'
import { openPcm } from '@mixwright/audio-files'
import { AUTO_BLACK_MS } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'
import { convertForDisc, type DiscAudio } from '@mixwright/mastering'
import type { ConvertJob } from '../job.ts'
import { MasterFile } from './master-file.ts'

/** Writes a finished master as a WAV file with the samples of a disc. */
export function convertShare(job: ConvertJob, onProgress: (done: number) => void): DiscAudio {
  const { pcm, gainDb, dither, seed, path } = job
  const arena = new Arena()
  const reader = openPcm(pcm, arena)
  const sink = new MasterFile(path, { word: CD_BITS, sampleRateHz: CD_RATE_HZ }, { tags: {}, metadata: 'none' }, arena)
  const is16Bit = !pcm.float && pcm.codec === 'pcm' && pcm.bitDepth !== null && pcm.bitDepth <= CD_BITS
  const source = {
    frames: pcm.frames,
    sampleRateHz: pcm.sampleRateHz,
    read: (_: Arena, at: number, startFrame: number, frames: number) => void reader.readInto(at, startFrame, frames),
  }
  try {
    const shared = { gainDb, dither, seed, autoBlackMs: AUTO_BLACK_MS }
    const converted = convertForDisc({ ...shared, source, is16Bit, sink, arena, onProgress })
    sink.finish()
    return converted
  } finally {
    sink.abort()
    reader.close()
  }
}
