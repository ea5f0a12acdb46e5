import type { StageProgress } from '@mixwright/session'
import stringWidth from 'fast-string-width'
import { type LiveScreen, liveLines } from './live-lines.ts'
import type { Output } from './output.ts'
import { terminalText } from './terminal-text.ts'

const REDRAW_MS = 100
/** How often the time is shown anew where nothing else happens. */
const TICK_MS = 1000
/** Where lines are plain, a stage that lasts says so this often. */
const PLAIN_S = 30

/**
 * Tells how far a command has come. On a terminal a few lines are drawn over and over, and taken away at the end;
 * elsewhere, and where plain lines are wanted, each stage gets one line when it begins, and a long one a line every half
 * a minute.
 */
export class LiveView {
  readonly #output: Output
  #over: { stage: string; elapsedS: number }[] = []
  #now: StageProgress | undefined
  #atMs = 0
  #drawnAtMs = 0
  #saidAtS = 0
  #drawn: readonly string[] = []
  #tick: NodeJS.Timeout | undefined

  constructor(output: Output) {
    this.#output = output
  }

  show(progress: StageProgress): void {
    const { json, isLive } = this.#output
    if (json) return
    const former = this.#now
    const isNew = former?.stage !== progress.stage
    this.#now = progress
    this.#atMs = performance.now()
    if (!isLive) {
      this.#say(progress, isNew)
      return
    }
    if (isNew && former) this.#over.push({ stage: former.stage, elapsedS: former.elapsedS })
    this.#tick ??= setInterval(() => this.#draw(), TICK_MS).unref()
    if (isNew || progress.done >= 1 || this.#atMs - this.#drawnAtMs >= REDRAW_MS) this.#draw()
  }

  /** Takes the view away, so that what follows starts clean. */
  clear(): void {
    clearInterval(this.#tick)
    this.#tick = undefined
    this.#erase()
    this.#over = []
    this.#now = undefined
  }

  /** Says something above the view while it goes on. */
  note(text: string): void {
    this.#erase()
    this.#output.note(text)
    if (this.#tick) this.#draw()
  }

  #say({ stage, done, elapsedS }: StageProgress, isNew: boolean): void {
    if (isNew) this.#output.note(stage)
    else if (elapsedS - this.#saidAtS >= PLAIN_S && done < 1) {
      this.#output.note(`${stage} ${Math.floor(done * 100)} %`)
    } else return
    this.#saidAtS = elapsedS
  }

  #draw(): void {
    const nowMs = performance.now()
    const progress = this.#now!
    const lines = liveLines({ over: this.#over, now: later(progress, (nowMs - this.#atMs) / 1000) }, this.#screen())
    this.#drawnAtMs = nowMs
    process.stderr.write(this.#eraser() + terminalText(lines.join('\n')))
    this.#drawn = lines
  }

  #erase(): void {
    if (this.#drawn.length > 0) process.stderr.write(this.#eraser())
    this.#drawn = []
  }

  /** From the end of what is drawn to its start, and nothing after it. A screen made narrower has broken its lines. */
  #eraser(): string {
    if (this.#drawn.length === 0) return ''
    const { columns } = this.#screen()
    const rows = this.#drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / columns)), 0)
    return `\r${rows > 1 ? `\x1b[${rows - 1}A` : ''}\x1b[0J`
  }

  #screen(): LiveScreen {
    const { columns = 80, rows = 24 } = process.stderr
    const { colors, isUnicode } = this.#output
    // A terminal that does not know its size says 0.
    return { columns: Math.max(8, (columns || 80) - 1), rows: rows || 24, colors, isUnicode }
  }
}

/** What was told some seconds ago, as it is now: nothing more is known to be done, but time has gone by. */
function later({ elapsedS, whole, ...progress }: StageProgress, s: number): StageProgress {
  const now = whole && { ...whole, elapsedS: whole.elapsedS + s }
  return { ...progress, elapsedS: elapsedS + (progress.done < 1 ? s : 0), ...(now ? { whole: now } : {}) }
}
