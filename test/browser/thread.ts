/** What a worker is given before it begins. */
export interface Start {
  /** Of the files that all threads share. */
  memory: SharedArrayBuffer
  data: unknown
}

/** The first message to this worker; everything else waits for it. */
export const start = await new Promise<Start>((resolve) => {
  self.addEventListener('message', ({ data }) => resolve(data), { once: true })
})
