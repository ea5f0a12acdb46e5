import type { StageProgress } from '@mixwright/session'
import type { Output } from './output.ts'
import { clock } from './table.ts'

const REDRAW_MS = 100

/**
 * One line that tells how far a command has come. On a terminal it is drawn over and over; elsewhere each stage gets
 * one line when it begins.
 */
export class ProgressLine {
  readonly #output: Output
  #stage = ''
  #drawnAtMs = 0
  #drawn = false

  constructor(output: Output) {
    this.#output = output
  }

  show(progress: StageProgress): void {
    if (this.#output.json) return
    if (!this.#output.isLive) {
      if (progress.stage !== this.#stage) this.#output.note(progress.stage)
      this.#stage = progress.stage
      return
    }
    const now = performance.now()
    if (progress.stage === this.#stage && now - this.#drawnAtMs < REDRAW_MS && progress.done < 1) return
    this.#stage = progress.stage
    this.#drawnAtMs = now
    this.#drawn = true
    process.stderr.write(`\r\x1b[2K${lineOf(progress)}`)
  }

  /** Takes the line away, so that what follows starts clean. */
  clear(): void {
    if (this.#drawn) process.stderr.write('\r\x1b[2K')
    this.#drawn = false
  }
}

function lineOf({ stage, done, elapsedS, songS }: StageProgress): string {
  const percent = `${Math.floor(done * 100)} %`.padStart(5)
  const left = done > 0.02 && done < 1 ? `, ${clock((elapsedS * (1 - done)) / done)} left` : ''
  const speed = songS !== undefined && elapsedS > 0.2 ? `, ${((songS * done) / elapsedS).toFixed(0)} × real time` : ''
  return `${stage.padEnd(24)} ${percent}  ${clock(elapsedS)}${speed}${left}`
}
