import { type AudioProblem, type PcmFile, probeAudio } from '@mixwright/audio-files'
import type { Measurement } from '@mixwright/metering'
import { allRepairs } from '../measure/measure.ts'
import { DecodedFiles } from '../song/decoded-files.ts'
import { sayNotNumbers } from '../song/not-numbers.ts'
import { asPcm } from '../song/prepare-audio.ts'
import { unusableRate } from '../song/usable-rate.ts'
import { runJob, runLimited } from '../threads.ts'
import type { FoundFile } from './find-audio.ts'
import type { Recording } from './recording.ts'

export interface SurveyOptions {
  jobs: number
  /** Where what compressed files decode to is kept. */
  cache: string
  signal?: AbortSignal | undefined
  onProgress?: ((done: number) => void) | undefined
}

/** A file that was read, or why it cannot be. Words are still to be found. */
export type Surveyed =
  | { file: FoundFile; recording: Omit<Recording, 'words'> }
  | { file: FoundFile; problem: AudioProblem }

/** Correlation of two sides that cancel in mono. */
const OPPOSITE = -0.9

/** Reads every file from end to end, several at a time. */
export async function surveyFiles(files: readonly FoundFile[], options: SurveyOptions): Promise<Surveyed[]> {
  let done = 0
  const tasks = files.map((file) => async (signal: AbortSignal): Promise<Surveyed> => {
    const result = await surveyFile(file, { ...options, signal })
    options.onProgress?.(++done / files.length)
    return { file, ...result }
  })
  return runLimited(options.jobs, tasks, options.signal)
}

async function surveyFile(
  { path, shown }: FoundFile,
  { cache, signal }: SurveyOptions,
): Promise<{ recording: Omit<Recording, 'words'> } | { problem: AudioProblem }> {
  const probed = await probeAudio(path)
  if ('problem' in probed) return probed
  const unusual = unusableRate(probed.info)
  if (unusual) return { problem: unusual }
  const ready = await asPcm(new DecodedFiles(cache), probed.info, signal)
  if ('problem' in ready) return ready
  const pcm = ready.info
  const window = { fromFrame: 0, frames: pcm.frames }
  const read = await runJob({ kind: 'probe', pcm, window }, { signal })
  if ('problem' in read) return read
  const { measurement, notNumbers, headSilenceS } = read.probe
  const image = await imageOf(pcm, measurement, signal)
  const { bitDepth } = probed.info
  const repairs = [...allRepairs(probed.info, pcm), ...sayNotNumbers(notNumbers)]
  return { recording: { file: shown, pcm, bitDepth, measurement, repairs, headSilenceS, image } }
}

async function imageOf(pcm: PcmFile, measurement: Measurement, signal?: AbortSignal): Promise<Recording['image']> {
  if (pcm.channels === 1) return 'mono'
  const { correlation, width } = measurement
  const isPlain = correlation !== null && width !== 0
  if (isPlain) return correlation < OPPOSITE ? 'opposite' : 'stereo'
  const [first, second] = [0, 1].map((channel) => ({ pcm, channel: channel as 0 | 1 }))
  const result = await runJob({ kind: 'likeness', first: first!, second: second! }, { signal })
  if ('problem' in result) return 'stereo'
  const { isEqual, firstIsSilent, secondIsSilent } = result.likeness
  if (isEqual) return 'same'
  if (firstIsSilent) return 'right'
  return secondIsSilent ? 'left' : 'stereo'
}
