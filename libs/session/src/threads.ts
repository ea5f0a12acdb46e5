import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Job, JobResult, WorkerMessage } from './job.ts'

/** Called with how far a job has come, 0 to 1. */
export type OnJobProgress = (done: number) => void

export interface JobOptions {
  signal?: AbortSignal | undefined
  onProgress?: OnJobProgress | undefined
}

/** Threads to use when nobody says how many. */
export function defaultThreads(): number {
  return availableParallelism()
}

/**
 * Runs one job in a thread of its own.
 *
 * @throws what the job threw, or the reason of the signal when it was aborted
 */
export function runJob<J extends Job>(job: J, { signal, onProgress }: JobOptions = {}): Promise<JobResult<J>> {
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../build/worker.js', import.meta.url), {
      workerData: { job },
      stdout: true,
      stderr: true,
    })
    let settled = false
    const settle = (act: () => void) => {
      if (settled) return
      settled = true
      signal?.removeEventListener('abort', abort)
      act()
      void worker.terminate()
    }
    const abort = () => settle(() => reject(signal?.reason))
    signal?.addEventListener('abort', abort)
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'progress') onProgress?.(message.done)
      else if (message.type === 'done') settle(() => resolve(message.result as JobResult<J>))
      else settle(() => reject(withCode(message)))
    })
    worker.on('error', (error) => settle(() => reject(error)))
    worker.on('exit', (code) => settle(() => reject(new Error(`a worker thread ended with code ${code}`))))
  })
}

function withCode({ error, code }: { error: unknown; code?: string }): unknown {
  return error instanceof Error && code !== undefined ? Object.assign(error, { code }) : error
}

/** Runs tasks, at most `limit` at a time, and gives their results in the order of the tasks; fails with the first. */
export async function runLimited<T>(limit: number, tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results = new Array<T>(tasks.length)
  let next = 0
  const lane = async () => {
    while (next < tasks.length) {
      const index = next++
      results[index] = await tasks[index]!()
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, tasks.length) }, lane))
  return results
}
