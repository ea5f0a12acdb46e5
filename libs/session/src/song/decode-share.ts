import { decodeToPcm, FfmpegCore } from '@mixwright/audio-files'
import type { DecodeJob, JobResult } from '../job.ts'

/** Decodes a compressed file to an uncompressed one. */
export async function decodeShare({ info, path, mostBytes }: DecodeJob): Promise<JobResult<DecodeJob>> {
  const loaded = FfmpegCore.load()
  return 'problem' in loaded ? loaded : decodeToPcm(loaded.core, info, path, mostBytes)
}
