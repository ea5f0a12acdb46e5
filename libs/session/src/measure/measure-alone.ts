import { setImmediate } from 'node:timers/promises'
import { AudioFault, type AudioProblem, type PcmFile } from '@mixwright/audio-files'
import { defaultThreads, type JobOptions, runJob, runLimited } from '../threads.ts'
import type { MeasuredProgramme } from './measuring-programme.ts'

export interface MeasureAloneOptions extends JobOptions {
  /** Counts a mono file twice. */
  dualMono?: boolean | undefined
  /** Threads, of which two can be of use. Default: one a core. */
  jobs?: number | undefined
}

type Measured = MeasuredProgramme | { problem: AudioProblem }

/** Samples of all channels, five minutes of stereo. Fewer are read about as soon by one thread, with less work. */
const LEAST_SAMPLES_OF_TWO = 30e6

/**
 * Reads every meter on an uncompressed file whose channels have a layout, while nothing else is to be done: in this
 * thread, which has a look round in between, and the bands of a long file in another one. The figures are the same.
 */
export function measureAlone(
  pcm: PcmFile,
  { jobs = defaultThreads(), ...options }: MeasureAloneOptions = {},
): Promise<Measured> {
  const isLong = pcm.frames * pcm.channels >= LEAST_SAMPLES_OF_TWO
  return jobs > 1 && isLong ? measureInTwoThreads(pcm, options) : measureInOneThread(pcm, options)
}

type MeasureOptions = Omit<MeasureAloneOptions, 'jobs'>

async function measureInOneThread(pcm: PcmFile, { dualMono, ...options }: MeasureOptions): Promise<Measured> {
  const { measuringProgramme } = await import('./measuring-programme.ts')
  return inSteps(measuringProgramme(pcm, { dualMono }), options)
}

/** Bands are nearly half the work. */
export async function measureInTwoThreads(pcm: PcmFile, options: MeasureOptions = {}): Promise<Measured> {
  const { dualMono, signal, onProgress } = options
  const done = { bands: 0, levels: 0 }
  const report = (part: keyof typeof done) => (share: number) => {
    done[part] = share
    onProgress?.(Math.min(done.bands, done.levels))
  }
  const bands = (stop: AbortSignal) => runJob({ kind: 'bands', pcm }, { signal: stop, onProgress: report('bands') })
  const levels = async (stop: AbortSignal) => {
    // Loaded while the other thread begins.
    const { measuringLevels } = await import('./measuring-programme.ts')
    return inSteps(measuringLevels(pcm, { dualMono }), { signal: stop, onProgress: report('levels') })
  }
  const [ofBands, ofLevels] = await runLimited(2, [bands, levels], signal)
  if ('problem' in ofLevels) return ofLevels
  if ('problem' in ofBands) return ofBands
  return { ...ofLevels, measurement: { ...ofLevels.measurement, ...ofBands.bands } }
}

async function inSteps<T>(
  work: Generator<number, T, void>,
  { signal, onProgress }: JobOptions,
): Promise<T | { problem: AudioProblem }> {
  try {
    let step = work.next()
    for (; !step.done; step = work.next()) {
      onProgress?.(step.value)
      await setImmediate()
      signal?.throwIfAborted()
    }
    return step.value
  } catch (error) {
    work.return(undefined as never) // closes the file
    if (error instanceof AudioFault) return { problem: error.problem }
    throw error
  }
}
