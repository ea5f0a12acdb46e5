import { createHash } from 'node:crypto'
import {
  AudioFault,
  type AudioInfo,
  type AudioProblem,
  decodeToPcm,
  encodeAudio,
  FfmpegCore,
  hashFile,
  openPcm,
  type PcmFile,
  type Probed,
  probeAudio,
  writeBextLoudness,
  writeTags,
} from '@mixwright/audio-files'
import { createProcessor } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'
import {
  type GrooveHistory,
  type MasterPlan,
  type MasterResult,
  preflight,
  promisedMonoHz,
  promises,
  renderMaster,
} from '@mixwright/mastering'
import type { Measurement } from '@mixwright/metering'
import type { Mastered, MasterJob } from '../job.ts'
import { measurePcm } from '../measure/measure-pcm.ts'
import { EncodingSolve } from './encoding-solve.ts'
import { FileScratch } from './file-scratch.ts'
import { MasterFile, type MasterMetadata } from './master-file.ts'

/** Makes one delivery from the mix, and measures the finished file from its bytes. */
export async function masterShare(job: MasterJob, onProgress: (done: number) => void): Promise<Mastered> {
  const solve = new EncodingSolve(job.plan)
  for (let left = 1; ; left /= 2) {
    const result = await writeDelivery({ ...job, plan: solve.plan }, (done) => onProgress(1 - left * (1 - done / 2)))
    const file = await measureDelivery(job)
    const { gainDb, limiterDbtp, attempts, isHeldBack, sibilanceReductionDb, reductions } = result
    if (solve.learn(file.measurement, isHeldBack)) continue
    const { encodings, loweredDb } = solve
    const { groove, loudness, ...finished } = await addMeasuredTags(job, file)
    return {
      ...finished,
      sha256: hashFile(job.path),
      gainDb,
      limiterDbtp,
      attempts,
      isHeldBack,
      encodings,
      loweredDb,
      course: { ...loudness, reductions },
      ...(sibilanceReductionDb === null ? {} : { sibilanceReductionDb }),
      ...(groove ? { preflight: judge(job.plan, result, file.measurement, groove) } : {}),
    }
  }
}

type Measured = Awaited<ReturnType<typeof measureDelivery>>

/** Writes into the file what only its measurement can tell: loudness of a WAV file, ReplayGain of another. */
async function addMeasuredTags(job: MasterJob, file: Measured): Promise<Measured> {
  const { path, plan, tagging } = job
  const { codec } = plan.format
  if (codec === 'wav') writeBextLoudness(path, file.measurement)
  else if (tagging.replayGain) {
    const { integratedLufs, truePeakDbtp } = file.measurement
    writeTags(path, codec, { ...tagging.tags, trackGain: { integratedLufs, truePeakDbtp } })
    return measureDelivery(job)
  }
  return file
}

/** Masters to a WAV file and, for other formats, encodes it. */
async function writeDelivery(job: MasterJob, onProgress: (done: number) => void): Promise<MasterResult> {
  const { format } = job.plan
  const { tags, chunks } = job.tagging
  if (format.codec === 'wav') return writeMaster(job, job.path, { tags, metadata: chunks }, onProgress)
  const wavPath = `${job.scratchPath}.wav`
  const result = writeMaster(job, wavPath, { tags: {}, metadata: 'none' }, onProgress)
  const { codec, ...rate } = 'kbps' in format ? format : { codec: format.codec }
  const problem = await encodeAudio(loadCore(), wavPath, job.path, { codec, ...rate, tags })
  if (problem) throw new AudioFault(problem.code, problem.message, problem.fix)
  return result
}

function writeMaster(
  job: MasterJob,
  path: string,
  metadata: MasterMetadata,
  onProgress: (done: number) => void,
): MasterResult {
  const { plan, mix } = job
  const arena = new Arena()
  const reader = openPcm(mix, arena)
  const sink = new MasterFile(path, plan, metadata, arena)
  const inserts = job.inserts.map((insert) => createProcessor(insert, arena, mix.sampleRateHz))
  const scratch = new FileScratch(`${job.scratchPath}.raw`, arena)
  try {
    const source = {
      frames: mix.frames,
      sampleRateHz: mix.sampleRateHz,
      read: (_: Arena, at: number, startFrame: number, frames: number) => void reader.readInto(at, startFrame, frames),
    }
    const result = renderMaster({
      plan,
      source,
      sourceReading: job.mixReading,
      inserts,
      scratch,
      sink,
      arena,
      onProgress,
    })
    sink.finish()
    return result
  } finally {
    sink.abort()
    scratch.remove()
    reader.close()
  }
}

/** Reads the finished file back: what it measures, what it holds, and which promises it keeps. */
async function measureDelivery({ plan, path, scratchPath }: MasterJob) {
  const info = unwrap(await probeAudio(path))
  const pcm = info.pcm ? (info as PcmFile) : unwrap(await decodeToPcm(loadCore(), info, `${scratchPath}.decoded.wav`))
  const hash = createHash('sha256')
  const onBytes = (bytes: Uint8Array) => void hash.update(bytes)
  const reads = { lowSideHz: promisedMonoHz(plan), groove: plan.vinyl !== null, onBytes }
  const { measurement, lowSideDb, groove, momentaryLufs, shortTermLufs, gatingBlocks } = measurePcm(pcm, reads)
  const loudness = { momentaryLufs, shortTermLufs, gatingBlocks }
  const { sampleRateHz, channels, bitDepth } = info
  const measured = { ...measurement, sampleRateHz, bitDepth, ...(lowSideDb === undefined ? {} : { lowSideDb }) }
  const kept = promises(plan, measured)
  const pcmSha256 = hash.digest('hex')
  return { measurement, sampleRateHz, channels, bitDepth, pcmSha256, promises: kept, groove, loudness }
}

/** The cutting preflight of a finished vinyl master. */
function judge(
  plan: MasterPlan,
  result: MasterResult,
  { durationS, momentaryMaxLufs }: Measurement,
  groove: GrooveHistory,
) {
  const { truePeakDbtp: mixPeakDbtp, lows, flatTops, filteredPeakDbtp } = result.vinyl!
  const level = { mixPeakDbtp, filteredPeakDbtp, gainDb: result.gainDb, ceilingDbtp: plan.ceilingDbtp }
  return preflight({ plan: plan.vinyl!, durationS, momentaryMaxLufs, groove, lows, flatTops, level })
}

function loadCore(): FfmpegCore {
  const loaded = FfmpegCore.load()
  if ('problem' in loaded) throw faultOf(loaded.problem)
  return loaded.core
}

function unwrap<Info extends AudioInfo>(probed: Probed<Info>): Info {
  if ('problem' in probed) throw faultOf(probed.problem)
  return probed.info
}

function faultOf({ code, message, fix }: AudioProblem): AudioFault {
  return new AudioFault(code, message, fix)
}
