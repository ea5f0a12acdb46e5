import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Job, JobResult, WorkerMessage } from './job.ts'
import { WORKER_SCRIPT } from './program-files.ts'
import type { OnJobProgress } from './progress/stage-timer.ts'

export interface JobOptions {
  signal?: AbortSignal | undefined
  onProgress?: OnJobProgress | undefined
}

/** Threads to use when nobody says how many. */
export function defaultThreads(): number {
  return availableParallelism()
}

/** What a thread may hold beside the audio, which lies elsewhere: what needs more is an error, not a full machine. */
const MOST_HEAP_MIB = 1024

/**
 * Runs one job in a thread of its own.
 *
 * @throws what the job threw, or the reason of the signal when it was aborted, once the thread has ended
 */
export function runJob<J extends Job>(job: J, { signal, onProgress }: JobOptions = {}): Promise<JobResult<J>> {
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER_SCRIPT, {
      workerData: { job },
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MIB },
    })
    let settled = false
    const settle = (act: () => void) => {
      if (settled) return
      settled = true
      signal?.removeEventListener('abort', abort)
      act()
    }
    // A thread that is ended while it loads its script leaves that open for as long as this process runs.
    const begun = new Promise<void>((done) => {
      worker.on('message', () => done()).on('exit', () => done())
    })
    // What is stopped in its work may write until it has ended; what is done has nothing left to do.
    const end = () => begun.then(() => worker.terminate())
    const fail = (error: unknown) => settle(() => void end().finally(() => reject(error)))
    const abort = () => fail(signal?.reason)
    signal?.addEventListener('abort', abort)
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'begun') return
      if (message.type === 'progress') onProgress?.(message.done)
      else if (message.type === 'failed') fail(withCode(message))
      else {
        settle(() => resolve(message.result as JobResult<J>))
        void worker.terminate()
      }
    })
    worker.on('error', fail)
    worker.on('exit', (code) => fail(new Error(`a worker thread ended with code ${code}`)))
  })
}

function withCode({ error, code }: { error: unknown; code?: string }): unknown {
  return error instanceof Error && code !== undefined ? Object.assign(error, { code }) : error
}

/**
 * Runs tasks, at most `limit` at a time, and gives their results in the order of the tasks. When one fails the others
 * are stopped by the signal that they were given, and when all have ended that first failure is thrown.
 */
export async function runLimited<Results extends readonly unknown[] | []>(
  limit: number,
  tasks: { readonly [Index in keyof Results]: (signal: AbortSignal) => Promise<Results[Index]> },
  signal?: AbortSignal,
): Promise<Results> {
  const results = new Array<unknown>(tasks.length)
  const stop = new AbortController()
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  let next = 0
  const lane = async () => {
    while (next < tasks.length && !either.aborted) {
      const index = next++
      try {
        results[index] = await tasks[index]!(either)
      } catch (error) {
        stop.abort(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, tasks.length) }, lane))
  either.throwIfAborted()
  return results as unknown as Results
}
