import { performance } from 'node:perf_hooks'

/** One of the things that a stage works on, side by side or in turn. */
export interface StageItem {
  name: string
  /** 0 to 1. */
  done: number
}

/** Called with how far work has come, 0 to 1, and what it is made of. */
export type OnJobProgress = (done: number, items?: readonly StageItem[]) => void

/** How far a command has come. */
export interface StageProgress {
  stage: string
  /** Part of the stage that is done, 0 to 1. */
  done: number
  /** Time since the stage began. */
  elapsedS: number
  /** Length of the programme, where the stage works through it. */
  songS?: number
  /** What the stage works on, where it tells: files, stems, deliveries. */
  items?: readonly StageItem[]
}

/** Times the stages of a command and tells how far each has come. */
export class StageTimer {
  readonly timings: Record<string, number> = {}
  readonly #onProgress: ((progress: StageProgress) => void) | undefined

  constructor(onProgress: ((progress: StageProgress) => void) | undefined) {
    this.#onProgress = onProgress
  }

  async stage<T>(name: string, work: (onProgress: OnJobProgress) => Promise<T>, songS?: number): Promise<T> {
    const begin = performance.now()
    const elapsedS = () => (performance.now() - begin) / 1000
    const report: OnJobProgress = (done, items) => {
      const what = { ...(songS === undefined ? {} : { songS }), ...(items ? { items } : {}) }
      this.#onProgress?.({ stage: name, done, elapsedS: elapsedS(), ...what })
    }
    report(0)
    const value = await work(report)
    report(1)
    this.timings[`${name.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase())}S`] = elapsedS()
    return value
  }
}
