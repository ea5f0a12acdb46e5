import type { AudioProblem } from '@mixwright/audio-files'
import { createMemory } from '@mixwright/kernels'
import { Gate } from './gate.ts'
import type { MixJob, MixWritten } from './job.ts'
import type { PlannedMix } from './plan-mix.ts'
import type { HeardStrip } from './strip-meters.ts'
import type { StripTap } from './strip-taps.ts'
import { type JobOptions, runJob } from './threads.ts'

export interface MixOptions extends JobOptions {
  jobs: number
  /** Where what reaches the mix bus is written, by the index of its input. */
  stemPaths?: string[] | undefined
  /** Strips that are measured as they reach their buses. */
  taps?: StripTap[]
}

/** A mix that was written. */
export interface MixedSong {
  written: MixWritten
  /** Those that were to be measured. */
  strips: HeardStrip[]
}

/** Computes a mix with several workers on one shared memory and writes it to `mixPath`. */
export async function mixSong(
  { plan, stems }: PlannedMix,
  mixPath: string,
  { jobs, signal, onProgress, stemPaths, taps = [] }: MixOptions,
): Promise<MixedSong | { problem: AudioProblem }> {
  const workers = Math.min(jobs, plan.strips.length)
  const share = {
    kind: 'mix',
    workers,
    memory: createMemory(),
    gate: Gate.memory(),
    plan,
    stems,
    mixPath,
    stemPaths,
    taps,
  } as const
  const stop = new AbortController()
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  const run = async (worker: number) => {
    const job: MixJob = { ...share, worker }
    const result = await runJob(job, { signal: either, onProgress: worker === 0 ? onProgress : undefined })
    // The others would wait for ever for what this one cannot compute.
    if ('problem' in result) stop.abort(new MixStopped(result.problem))
    return result
  }
  try {
    const results = await Promise.all(Array.from({ length: workers }, (_, worker) => run(worker)))
    const shares = results.filter((result) => 'written' in result)
    const written = shares.find((result) => result.written !== null)?.written
    if (written) return { written, strips: shares.flatMap((result) => result.strips) }
  } catch (error) {
    stop.abort(error)
    if (error instanceof MixStopped) return { problem: error.problem }
    throw error
  }
  throw new Error('no worker wrote the mix')
}

class MixStopped extends Error {
  readonly problem: AudioProblem

  constructor(problem: AudioProblem) {
    super(problem.message)
    this.problem = problem
  }
}
