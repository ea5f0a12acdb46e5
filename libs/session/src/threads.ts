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
 * Runs one job in a thread of its own. An aborted job is over when its thread has ended, so that whoever removes its
 * files then removes all of them.
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
    }
    const abort = () => settle(() => void worker.terminate().then(() => reject(signal?.reason)))
    const end = (act: () => void) => {
      settle(act)
      void worker.terminate()
    }
    signal?.addEventListener('abort', abort)
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'progress') onProgress?.(message.done)
      else if (message.type === 'done') end(() => resolve(message.result as JobResult<J>))
      else end(() => reject(withCode(message)))
    })
    worker.on('error', (error) => end(() => reject(error)))
    worker.on('exit', (code) => end(() => reject(new Error(`a worker thread ended with code ${code}`))))
  })
}

function withCode({ error, code }: { error: unknown; code?: string }): unknown {
  return error instanceof Error && code !== undefined ? Object.assign(error, { code }) : error
}

/**
 * Runs tasks, at most `limit` at a time, and gives their results in the order of the tasks. After the first failure none
 * is begun, and when those that run have ended it is thrown.
 */
export async function runLimited<T>(limit: number, tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results = new Array<T>(tasks.length)
  let next = 0
  const lane = async () => {
    while (next < tasks.length) {
      const index = next++
      try {
        results[index] = await tasks[index]!()
      } catch (error) {
        next = tasks.length
        throw error
      }
    }
  }
  await allEnded(Array.from({ length: Math.min(limit, tasks.length) }, lane))
  return results
}

/** Waits until all have ended; then fails with the first in order that failed. */
export async function allEnded<T>(runs: readonly Promise<T>[]): Promise<T[]> {
  const ended = await Promise.allSettled(runs)
  return ended.map((run) => {
    if (run.status === 'rejected') throw run.reason
    return run.value
  })
}
