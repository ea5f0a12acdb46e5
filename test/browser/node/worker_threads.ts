import { start } from '../thread.ts'

// The part of node:worker_threads that the engine uses, on the workers of a page.

export const workerData = start.data
export const threadId = crypto.randomUUID()

export const parentPort = {
  postMessage: (message: unknown) => self.postMessage(message),
}

export class Worker {
  readonly #worker: globalThis.Worker

  constructor(url: URL, { workerData }: { workerData: unknown }) {
    this.#worker = new globalThis.Worker(url, { type: 'module' })
    this.#worker.postMessage({ memory: start.memory, data: workerData })
  }

  /** A worker of a page never ends by itself, so nobody hears of an `exit`. */
  on(event: 'message' | 'error' | 'exit', listen: (what: unknown) => void): void {
    if (event === 'message') this.#worker.addEventListener('message', ({ data }) => listen(data))
    if (event === 'error') this.#worker.addEventListener('error', ({ message }) => listen(new Error(message)))
  }

  terminate(): void {
    this.#worker.terminate()
  }
}
