import type { StageItem, StageProgress, WholeProgress } from '@mixwright/session'
import stringWidth from 'fast-string-width'
import type { Colors } from './output.ts'
import { clock } from './table.ts'

/** What a live view shows: the stages that are over, and the one that is on. */
export interface LiveState {
  over: readonly { stage: string; elapsedS: number }[]
  now: StageProgress
}

/** Where it is drawn. */
export interface LiveScreen {
  columns: number
  rows: number
  colors: Colors
  /** False where only ASCII can be shown. */
  isUnicode: boolean
}

const STAGE_COLUMNS = 24
const MOST_ITEM_LINES = 3

interface Marks {
  over: string
  on: string
  ahead: string
  full: string
  empty: string
  times: string
  cut: string
}

const UNICODE: Marks = { over: '✓', on: '▸', ahead: '·', full: '█', empty: '░', times: '×', cut: '…' }
const ASCII: Marks = { over: '+', on: '>', ahead: '.', full: '#', empty: '-', times: 'x', cut: '~' }

/**
 * The lines of a live view, none wider than the screen and no more than it has: a line for each stage that is over, the
 * bar of the one that is on with its figures, below it what it works on (stems, deliveries), and last, once it is known
 * what all stages will be, how far all of them together have come.
 */
export function liveLines({ over, now }: LiveState, screen: LiveScreen): string[] {
  const { columns, rows, colors } = screen
  const marks = screen.isUnicode ? UNICODE : ASCII
  const whole = now.whole && rows > 2 ? [wholeLine(now.whole, columns, marks)] : []
  const rest = rows - 2 - whole.length
  const items = itemLines(now.items ?? [], columns, marks).slice(0, Math.max(0, Math.min(MOST_ITEM_LINES, rest)))
  const room = Math.max(0, rest - items.length)
  const former = room === 0 ? [] : over.slice(-room)
  return [
    ...former.map(({ stage, elapsedS }) => {
      return colors.dim(cut(`${marks.over} ${stage.padEnd(STAGE_COLUMNS - 2)} ${clock(elapsedS)}`, columns, marks))
    }),
    stageLine(now, columns, marks),
    ...items.map((line) => colors.dim(line)),
    ...whole,
  ]
}

/** Figures give way to a narrow screen from the end, the bar last. */
function stageLine({ stage, done, elapsedS, songS, whole }: StageProgress, columns: number, marks: Marks): string {
  const isTold = whole === undefined && done > 0.02 && done < 1 && elapsedS > 0.5
  const leftS = isTold ? (elapsedS * (1 - done)) / done : undefined
  return figuresLine(`${marks.on} ${stage}`, { done, elapsedS, songS, leftS }, columns, marks)
}

/** The stages together: their time, what is left of it, and how fast the song is made by all of them. */
function wholeLine(whole: WholeProgress, columns: number, marks: Marks): string {
  return figuresLine('  all', whole, columns, marks)
}

interface Figures {
  done: number
  elapsedS: number
  songS?: number | undefined
  leftS?: number | undefined
}

function figuresLine(title: string, { done, elapsedS, songS, leftS }: Figures, columns: number, marks: Marks): string {
  const name = columns < 60 ? title : title.padEnd(STAGE_COLUMNS)
  const percent = `${Math.floor(done * 100)} %`.padStart(5)
  const speed = songS !== undefined && elapsedS > 0.2 && done > 0 ? (songS * done) / elapsedS : undefined
  const figures = [
    percent,
    clock(elapsedS),
    ...(speed === undefined ? [] : [`${speed.toFixed(speed < 10 ? 1 : 0)} ${marks.times} real time`]),
    ...(leftS === undefined ? [] : [`${clock(leftS)} left`]),
  ]
  const bar = columns >= 60 ? `${barOf(done, columns >= 80 ? 20 : 10, marks)} ` : ''
  let line = `${name} ${bar}`.trimEnd()
  for (const figure of figures) {
    const longer = `${line}  ${figure}`
    if (stringWidth(longer) > columns) break
    line = longer
  }
  return cut(line, columns, marks)
}

function barOf(done: number, cells: number, { full, empty }: Marks): string {
  const filled = Math.floor(Math.min(1, Math.max(0, done)) * cells)
  return full.repeat(filled) + empty.repeat(cells - filled)
}

function itemLines(items: readonly StageItem[], columns: number, marks: Marks): string[] {
  const lines: string[] = []
  for (const { name, done } of items) {
    const part = done > 0 && done < 1 ? ` ${Math.floor(done * 100)} %` : ''
    const word = cut(`${done >= 1 ? marks.over : done > 0 ? marks.on : marks.ahead} ${name}${part}`, columns - 2, marks)
    const last = lines.at(-1)
    if (last !== undefined && stringWidth(last) + 2 + stringWidth(word) <= columns) {
      lines[lines.length - 1] = `${last}  ${word}`
    } else lines.push(`  ${word}`)
  }
  return lines
}

function cut(text: string, columns: number, marks: Marks): string {
  if (stringWidth(text) <= columns) return text
  let kept = ''
  for (const letter of text) {
    if (stringWidth(kept + letter) > columns - 1) break
    kept += letter
  }
  return columns > 0 ? kept + marks.cut : ''
}
