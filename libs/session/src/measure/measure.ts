import { type AudioInfo, type AudioProblem, type PcmFile, probeAudio } from '@mixwright/audio-files'
import type { Playback } from '@mixwright/mastering'
import { type ChannelLayout, channelLayout, type Measurement } from '@mixwright/metering'
import type { Diagnostic } from '@mixwright/project'
import type { DecodeJob, JobResult } from '../job.ts'
import { changeOf } from '../song/change-of-file.ts'
import { FileStamps } from '../song/file-stamps.ts'
import { sayNotNumbers } from '../song/not-numbers.ts'
import { unusableRate } from '../song/usable-rate.ts'
import { defaultThreads, runJob, runLimited } from '../threads.ts'
import { measureAlone } from './measure-alone.ts'
import { ScratchFolder } from './scratch-folder.ts'

/** Every figure of one audio file, by the names of the `measure` document. */
export interface FileMeasurement extends Measurement {
  file: string
  sampleRateHz: number
  channels: number
  /** null for lossy codecs. */
  bitDepth: number | null
  /** What players will do to it, where that was asked for. */
  playback?: Playback[]
}

export interface MeasureOptions {
  /** Counts mono files twice, as they are heard on two speakers: +3.01 LU. */
  dualMono?: boolean | undefined
  /** Takes all files together as an album too. */
  album?: boolean | undefined
  /** Tells what players will do to each file, as tracks of the album if it is one. */
  playback?: boolean | undefined
  /** Adds loudness over time. */
  history?: boolean | undefined
  jobs?: number | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((done: number) => void) | undefined
}

/** A file of the `measure` document. */
export interface MeasuredFile extends FileMeasurement {
  /** Loudspeakers of the channels. */
  layout: ChannelLayout
  history?: LoudnessCourse
}

/** Loudness over time: item i ends at `windowS + i * 0.1` s, the window being 0.4 s or 3 s. LUFS */
export interface LoudnessCourse {
  stepS: number
  momentaryLufs: number[]
  shortTermLufs: number[]
}

/** All files together. */
export interface AlbumMeasurement {
  tracks: number
  durationS: number
  /** Gating blocks of all files pooled and gated once; no block spans two files. */
  integratedLufs: number
  /** Of the loudest file. */
  loudestLufs: number
  truePeakDbtp: number
  samplePeakDbfs: number
}

/** The `measure` document. */
export interface MeasureDocument {
  files: MeasuredFile[]
  album?: AlbumMeasurement
  diagnostics: Diagnostic[]
}

const STEP_S = 0.1

/** Reads every meter on audio files of any format, from 8 to 384 kHz, mono to 7.1. */
export async function measureFiles(files: readonly string[], options: MeasureOptions = {}): Promise<MeasureDocument> {
  const { jobs = defaultThreads(), onProgress } = options
  const scratch = new ScratchFolder()
  const done = files.map(() => 0)
  const report = (index: number, part: number) => {
    done[index] = part
    onProgress?.(done.reduce((sum, one) => sum + one, 0) / files.length)
  }
  try {
    const tasks = files.map((file, index) => async (signal: AbortSignal) => {
      const isAlone = files.length === 1
      const running = { ...options, isAlone, signal, onProgress: (part: number) => report(index, part) }
      return measureFile(file, () => scratch.path(`${index}.wav`), running)
    })
    const results = await runLimited(jobs, tasks, options.signal)
    const diagnostics = results.flatMap((result, index) =>
      'problem' in result ? [fileDiagnostic(files[index]!, result.problem)] : repairsOf(files[index]!, result.repairs),
    )
    const { documentOf } = await import('./measure-document.ts')
    return documentOf(
      results.flatMap((result) => ('file' in result ? [result] : [])),
      diagnostics,
      options,
    )
  } finally {
    await scratch.remove()
  }
}

/** A file that was read, with what an album needs of it. */
export interface ReadFile {
  file: MeasuredFile
  gatingBlocks: Float64Array
  /** What was wrong with it, and how it was read all the same. */
  repairs: string[]
}

/** Measures one file; a compressed one is decoded to `scratchPath` first. */
async function measureFile(
  file: string,
  scratchPath: () => Promise<string>,
  options: MeasureOptions & { isAlone: boolean },
): Promise<ReadFile | { problem: AudioProblem }> {
  const stamps = await FileStamps.ofFile(file)
  const read = await readFile(file, scratchPath, options)
  // Whatever was found then is of no one file.
  return stamps.changed().length > 0 ? { problem: changeOf(file) } : read
}

async function readFile(
  file: string,
  scratchPath: () => Promise<string>,
  { dualMono, history, isAlone, jobs, signal, onProgress }: MeasureOptions & { isAlone: boolean },
): Promise<ReadFile | { problem: AudioProblem }> {
  const probed = await probeAudio(file)
  if ('problem' in probed) return probed
  const ready = await asPcm(probed.info, scratchPath, signal)
  if ('problem' in ready) return ready
  const problem = unmeasurable(ready.info)
  if (problem) return { problem }
  const running = { signal, onProgress }
  const result = isAlone
    ? await measureAlone(ready.info, { dualMono, jobs, ...running })
    : await runJob({ kind: 'measure', pcm: ready.info, dualMono }, running)
  if ('problem' in result) return result
  const { measurement, layout, gatingBlocks, notNumbers, momentaryLufs, shortTermLufs } = result
  const { sampleRateHz, bitDepth } = probed.info
  const { channels } = ready.info
  const course = { stepS: STEP_S, momentaryLufs: [...momentaryLufs], shortTermLufs: [...shortTermLufs] }
  const measured = { file, sampleRateHz, channels, bitDepth, layout, ...measurement }
  const repairs = [...allRepairs(probed.info, ready.info), ...sayNotNumbers(notNumbers)]
  return { file: { ...measured, ...(history ? { history: course } : {}) }, gatingBlocks, repairs }
}

function unmeasurable({ channels, channelMask, sampleRateHz }: PcmFile): AudioProblem | undefined {
  const unusable = unusableRate({ sampleRateHz })
  if (unusable) return unusable
  if (channelLayout(channels, channelMask)) return undefined
  const message = `channels: got ${channels} without a layout, allowed 1 to 8, or more with a speaker named for each`
  return { code: 'AUDIO_UNSUPPORTED', message }
}

/** A file that can be streamed: itself, or what it decodes to, at a path that is asked for then. */
export async function asPcm(
  info: AudioInfo,
  pathOf: () => string | Promise<string>,
  signal: AbortSignal | undefined,
): Promise<JobResult<DecodeJob>> {
  if (info.pcm) return { info: info as PcmFile }
  return runJob({ kind: 'decode', info, path: await pathOf() }, { signal })
}

/** The file itself, when it is mono or stereo. */
export function ofTwoChannels(info: PcmFile): { info: PcmFile } | { problem: AudioProblem } {
  if (info.channels <= 2) return { info }
  return { problem: { code: 'AUDIO_UNSUPPORTED', message: `channels: got ${info.channels}, allowed 1 or 2` } }
}

/** What was wrong with a file before it was decoded, and while it was. */
export function allRepairs(info: AudioInfo, ready: PcmFile): string[] {
  return [...new Set([...info.repairs, ...ready.repairs])]
}

/** What was wrong with a file that is read all the same. */
export function repairsOf(file: string, repairs: readonly string[]): Diagnostic[] {
  return repairs.map((said) => ({ code: 'AUDIO_REPAIRED', severity: 'warning', file, message: `'${file}' ${said}` }))
}

/** A file that cannot be used, as a diagnostic. */
export function fileDiagnostic(file: string, problem: AudioProblem): Diagnostic {
  return { ...problem, severity: 'error', file, message: `'${file}' ${problem.message}` }
}
