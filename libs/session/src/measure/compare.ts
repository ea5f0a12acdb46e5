import { type PcmFile, probeWav } from '@mixwright/audio-files'
import type { Measurement } from '@mixwright/metering'
import type { CompareOutputs, FrameSpan } from '../job.ts'
import { defaultThreads, type JobOptions, runJob, runLimited } from '../threads.ts'
import type { MeasuredPcm } from './measure-pcm.ts'

/** Reads every meter on a WAV file of one or two channels. */
export async function measureWav(path: string, options: JobOptions = {}): Promise<MeasuredPcm> {
  return measured(await runJob({ kind: 'measure', pcm: wavAt(path) }, options))
}

/** Reads every meter on parts of a WAV file, each by itself. */
export async function measureSpans(
  path: string,
  spans: readonly FrameSpan[],
  { jobs = defaultThreads(), ...options }: JobOptions & { jobs?: number | undefined } = {},
): Promise<Measurement[]> {
  const pcm = wavAt(path)
  const tasks = spans.map((span) => async (signal: AbortSignal) => {
    return measured(await runJob({ kind: 'measure', pcm, span }, { ...options, signal }))
  })
  return (await runLimited(jobs, tasks, options.signal)).map(({ measurement }) => measurement)
}

/**
 * Measures the difference of two WAV files, `from` minus `to`, sample by sample; `from` is converted to the sample rate
 * of `to`, and the shorter one is taken to be followed by silence. With `write` the difference is written, and both
 * files at other gains.
 */
export async function compareWavs(
  from: string,
  to: string,
  { write, ...options }: JobOptions & { write?: CompareOutputs | undefined } = {},
): Promise<Measurement> {
  const result = await runJob({ kind: 'compare', from: wavAt(from), to: wavAt(to), write }, options)
  if ('problem' in result) throw new Error(`a mix cannot be read back: ${result.problem.message}`)
  return result.difference
}

function wavAt(path: string): PcmFile {
  const probed = probeWav(path)
  if ('problem' in probed) throw new Error(`a mix cannot be read back: ${probed.problem.message}`)
  return probed.info
}

function measured(result: MeasuredPcm | { problem: { message: string } }): MeasuredPcm {
  if ('problem' in result) throw new Error(`a mix cannot be read back: ${result.problem.message}`)
  return result
}
