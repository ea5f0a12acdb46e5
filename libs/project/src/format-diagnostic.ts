import type { Diagnostic } from './diagnostic.ts'
import { wayOut } from './help/help.ts'
import { printable } from './printable.ts'
import { lineAt } from './source-text.ts'

/** Cells of the text line shown; longer lines are cut around the place. */
const WIDEST = 100
const TAB_CELLS = 4
/** UTF-16 units of a line that are looked at before, in and after the place: many take no cell of their own. */
const MOST_UNITS = 1000
/** Cells kept before the place when a line is cut. */
const LEAD_CELLS = 30

/**
 * A diagnostic as text for a terminal or a log: place, severity, code and message, then the line of `sourceText` with
 * carets under the place, then the way out, which is that of its code where the diagnostic has none of its own. No line
 * break at the end; no control characters but line breaks.
 *
 * ```
 * mix.yaml:12:19: error PROJECT_OUT_OF_RANGE: stem 'kick' gain: got '40 dB', allowed -120 to 24 dB or -inf dB
 *   12 |     gain: 40 dB
 *      |           ^^^^^
 *   fix: did you mean '-40 dB'?
 * ```
 */
export function formatDiagnostic(diagnostic: Diagnostic, sourceText?: string): string {
  const { code, severity, message, fix = wayOut(code) } = diagnostic
  const lines = [`${placeInWords(diagnostic)}${severity} ${code}: ${printable(message)}`]
  if (sourceText !== undefined) lines.push(...excerpt(diagnostic, sourceText))
  return [...lines, `  fix: ${printable(fix)}`].join('\n')
}

function placeInWords({ file, line, column }: Diagnostic): string {
  if (file === undefined) return ''
  const place = line === undefined ? '' : column === undefined ? `:${line}` : `:${line}:${column}`
  return `${printable(file)}${place}: `
}

function excerpt({ line, column, endColumn }: Diagnostic, text: string): string[] {
  if (line === undefined || column === undefined) return []
  const written = lineOf(text, line)
  if (written === undefined) return []
  // No more than may be shown, and a little: lines of hostile texts hold megabytes.
  const start = column - 1
  const before = cells(written.slice(Math.max(0, start - MOST_UNITS), start))
  const end = Math.max(endColumn ?? column + 1, column + 1) - 1
  const marked = cells(written.slice(start, Math.min(end, start + MOST_UNITS)))
  const after = cells(written.slice(start + marked.units, start + marked.units + MOST_UNITS))
  const cut = before.width + marked.width + after.width > WIDEST
  const left = cut ? lastCells(before, LEAD_CELLS) : before
  const room = WIDEST - left.width
  const middle = cut ? firstCells(marked, room) : marked
  const right = cut ? firstCells(after, room - middle.width) : after
  const number = String(line)
  const margin = ' '.repeat(number.length)
  const carets = '^'.repeat(Math.max(1, middle.width))
  return [
    `  ${number} | ${left.shown}${middle.shown}${right.shown}`.trimEnd(),
    `  ${margin} | ${' '.repeat(left.width)}${carets}`,
  ]
}

function lineOf(text: string, line: number): string | undefined {
  let start = 0
  for (let at = 1; at < line; at++) {
    const end = text.indexOf('\n', start)
    if (end < 0) return undefined
    start = end + 1
  }
  return lineAt(text, start)
}

interface Cells {
  readonly shown: string
  /** Terminal cells that `shown` takes. */
  readonly width: number
  /** UTF-16 units that it stands for. */
  readonly units: number
}

/** Text as a terminal shows it: tabs as spaces, no control characters, East Asian letters two cells wide. */
function cells(text: string): Cells {
  let shown = ''
  let width = 0
  for (const character of text) {
    const isTab = character === '\t'
    shown += isTab ? ' '.repeat(TAB_CELLS) : printable(character)
    width += isTab ? TAB_CELLS : widthOf(character)
  }
  return { shown, width, units: text.length }
}

/** Marks that sit on the letter before them, and joiners. */
const ZERO_WIDTH = /\p{Mn}|\p{Me}|[\u200b-\u200d]/u
/** Scripts and symbols that terminals draw two cells wide. */
const DOUBLE_WIDTH =
  /\p{sc=Han}|\p{sc=Hira}|\p{sc=Kana}|\p{sc=Hang}|\p{Emoji_Presentation}|[\u3000-\u303e\uff01-\uff60]/u

function widthOf(character: string): number {
  if (ZERO_WIDTH.test(character)) return 0
  return DOUBLE_WIDTH.test(character) ? 2 : 1
}

function firstCells(whole: Cells, width: number): Cells {
  if (whole.width <= width) return whole
  return { ...trimmed([...whole.shown], width - 1, '…'), units: whole.units }
}

function lastCells(whole: Cells, width: number): Cells {
  if (whole.width <= width) return whole
  const kept = trimmed([...whole.shown].reverse(), width - 1, '…')
  return { shown: [...kept.shown].reverse().join(''), width: kept.width, units: whole.units }
}

function trimmed(characters: readonly string[], width: number, mark: string): { shown: string; width: number } {
  let shown = ''
  let used = 0
  for (const character of characters) {
    const next = widthOf(character)
    if (used + next > width) break
    shown += character
    used += next
  }
  return { shown: shown + mark, width: used + 1 }
}
