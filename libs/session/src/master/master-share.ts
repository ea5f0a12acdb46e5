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
  type FinishedReading,
  type GrooveHistory,
  type MasterPlan,
  type MasterResult,
  preflight,
  promisedMonoHz,
  promises,
  renderMaster,
} from '@mixwright/mastering'
import type { Measurement } from '@mixwright/metering'
import type { LoudnessSeries, Mastered, MasterJob } from '../job.ts'
import { measurePcm } from '../measure/measure-pcm.ts'
import { EncodingSolve } from './encoding-solve.ts'
import { FileScratch } from './file-scratch.ts'
import { MasterFile, type MasterMetadata } from './master-file.ts'
import { readBack } from './read-back.ts'

/** Makes one delivery from the mix, with the figures of its finished file. */
export async function masterShare(job: MasterJob, onProgress: (done: number) => void): Promise<Mastered> {
  const solve = new EncodingSolve(job.plan)
  for (let left = 1; ; left /= 2) {
    const result = await writeDelivery({ ...job, plan: solve.plan }, (done) => onProgress(1 - left * (1 - done / 2)))
    const file = await (result.finished ? proveDelivery(job, result.checksum, result.finished) : measureDelivery(job))
    const { gainDb, limiterDbtp, attempts, isHeldBack, sibilanceReductionDb, reductions } = result
    if (solve.learn(file.measurement, isHeldBack)) continue
    const { encodings, loweredDb } = solve
    const { groove, loudness, ...finished } = await addTrackGain(job, file)
    return {
      ...finished,
      sha256: finished.sha256 ?? hashFile(job.path),
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

/** What is known of a finished file. */
interface DeliveredFile
  extends Pick<Mastered, 'measurement' | 'sampleRateHz' | 'channels' | 'bitDepth' | 'pcmSha256' | 'promises'> {
  /** Where it was hashed on the way. */
  sha256?: string
  groove?: GrooveHistory
  loudness: LoudnessSeries
}

/** Writes ReplayGain into a file that asks for it: what only its measurement can tell. */
async function addTrackGain(job: MasterJob, file: DeliveredFile): Promise<DeliveredFile> {
  const { path, plan, tagging } = job
  const { codec } = plan.format
  if (codec === 'wav' || !tagging.replayGain) return file
  const { integratedLufs, truePeakDbtp } = file.measurement
  writeTags(path, codec, { ...tagging.tags, trackGain: { integratedLufs, truePeakDbtp } })
  return measureDelivery(job)
}

/** A master, and the checksum of the samples that it was measured on. */
type WrittenMaster = MasterResult & { checksum: string }

/** Masters to a WAV file and, for other formats, encodes it. */
async function writeDelivery(job: MasterJob, onProgress: (done: number) => void): Promise<WrittenMaster> {
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
): WrittenMaster {
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
      isMeasured: plan.format.codec === 'wav',
      arena,
      onProgress,
    })
    sink.finish()
    return { ...result, checksum: sink.checksum }
  } finally {
    sink.abort()
    scratch.remove()
    reader.close()
  }
}

/** Completes a WAV file by its measurement, and reads it back: that it holds what was measured, and its hashes. */
async function proveDelivery(
  { plan, path }: MasterJob,
  checksum: string,
  { measurement, ...loudness }: FinishedReading,
): Promise<DeliveredFile> {
  writeBextLoudness(path, measurement)
  const info = unwrap(await probeAudio(path))
  const { lowSideDb, ...read } = readBack(info as PcmFile, {
    checksum,
    lowSideHz: promisedMonoHz(plan),
    groove: plan.vinyl !== null,
  })
  return { ...promised(plan, info, measurement, lowSideDb), ...read, loudness }
}

/** Measures a finished file of another format by what it decodes to. */
async function measureDelivery({ plan, path, scratchPath }: MasterJob): Promise<DeliveredFile> {
  const info = unwrap(await probeAudio(path))
  const pcm = info.pcm ? (info as PcmFile) : unwrap(await decodeToPcm(loadCore(), info, `${scratchPath}.decoded.wav`))
  const hash = createHash('sha256')
  const onBytes = (bytes: Uint8Array) => void hash.update(bytes)
  const reads = { lowSideHz: promisedMonoHz(plan), groove: plan.vinyl !== null, onBytes }
  const { measurement, lowSideDb, groove, momentaryLufs, shortTermLufs, gatingBlocks } = measurePcm(pcm, reads)
  const loudness = { momentaryLufs, shortTermLufs, gatingBlocks }
  const described = promised(plan, info, measurement, lowSideDb)
  return { ...described, pcmSha256: hash.digest('hex'), ...(groove ? { groove } : {}), loudness }
}

/** What a file is, and which promises it keeps. */
function promised(
  plan: MasterPlan,
  { sampleRateHz, channels, bitDepth }: AudioInfo,
  measurement: Measurement,
  lowSideDb: number | undefined,
) {
  const measured = { ...measurement, sampleRateHz, bitDepth, ...(lowSideDb === undefined ? {} : { lowSideDb }) }
  return { measurement, sampleRateHz, channels, bitDepth, promises: promises(plan, measured) }
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
