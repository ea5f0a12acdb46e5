import { performance } from 'node:perf_hooks'

/** How far a command has come. */
export interface StageProgress {
  stage: string
  /** Part of the stage that is done, 0 to 1. */
  done: number
  /** Time since the stage began. */
  elapsedS: number
  /** Length of the programme, where the stage works through it. */
  songS?: number
}

/** Times the stages of a command and tells how far each has come. */
export class StageTimer {
  readonly timings: Record<string, number> = {}
  readonly #onProgress: ((progress: StageProgress) => void) | undefined

  constructor(onProgress: ((progress: StageProgress) => void) | undefined) {
    this.#onProgress = onProgress
  }

  async stage<T>(name: string, work: (onProgress: (done: number) => void) => Promise<T>, songS?: number): Promise<T> {
    const begin = performance.now()
    const elapsedS = () => (performance.now() - begin) / 1000
    const report = (done: number) => {
      this.#onProgress?.({ stage: name, done, elapsedS: elapsedS(), ...(songS === undefined ? {} : { songS }) })
    }
    report(0)
    const value = await work(report)
    report(1)
    this.timings[`${name.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase())}S`] = elapsedS()
    return value
  }
}
