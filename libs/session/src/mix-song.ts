import type { AudioProblem } from '@mixwright/audio-files'
import { createMemory } from '@mixwright/kernels'
import { Gate } from './gate.ts'
import type { MixJob, MixWritten } from './job.ts'
import type { PlannedMix } from './plan-mix.ts'
import { type JobOptions, runJob } from './threads.ts'

/** Computes a mix with several workers on one shared memory and writes it to `mixPath`. */
export async function mixSong(
  { plan, stems }: PlannedMix,
  mixPath: string,
  { jobs, signal, onProgress, stemPaths }: JobOptions & { jobs: number; stemPaths?: string[] | undefined },
): Promise<{ written: MixWritten } | { problem: AudioProblem }> {
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
    for (const result of results) if ('written' in result && result.written) return { written: result.written }
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
