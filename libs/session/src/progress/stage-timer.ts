import { performance } from 'node:perf_hooks'
import { type ExpectedStages, Forecast, type WholeProgress } from './forecast.ts'

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
  /** How far all stages together have come, once it is known what they will be. */
  whole?: WholeProgress
}

/** Times the stages of a command and tells how far each has come, and all of them together. */
export class StageTimer {
  readonly timings: Record<string, number> = {}
  readonly #onProgress: ((progress: StageProgress) => void) | undefined
  readonly #nowMs: () => number
  readonly #beginMs: number
  #forecast: Forecast | undefined

  /** @param nowMs the clock; milliseconds from any start */
  constructor(onProgress: ((progress: StageProgress) => void) | undefined, nowMs = () => performance.now()) {
    this.#onProgress = onProgress
    this.#nowMs = nowMs
    this.#beginMs = nowMs()
  }

  /** Says which stages are still to come, in seconds on a common machine, and how long the programme is. */
  expect(stages: ExpectedStages, songS?: number): void {
    this.#forecast = new Forecast(stages, songS)
  }

  async stage<T>(name: string, work: (onProgress: OnJobProgress) => Promise<T>, songS?: number): Promise<T> {
    const beginMs = this.#nowMs()
    const report: OnJobProgress = (done, items) => {
      const elapsedS = this.#since(beginMs)
      const whole = this.#forecast?.at(name, done, elapsedS, this.#since(this.#beginMs))
      this.#onProgress?.({
        stage: name,
        done,
        elapsedS,
        ...(songS === undefined ? {} : { songS }),
        ...(items ? { items } : {}),
        ...(whole ? { whole } : {}),
      })
    }
    report(0)
    const value = await work(report)
    report(1)
    const tookS = this.#since(beginMs)
    this.#forecast?.finish(name, tookS)
    this.timings[`${name.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase())}S`] = tookS
    return value
  }

  #since(beginMs: number): number {
    return (this.#nowMs() - beginMs) / 1000
  }
}
