import type { Place } from './diagnostic.ts'

/** Offsets into a text, in UTF-16 units; `to` is the first one outside. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** A text the user wrote, and where its lines are. */
export class SourceText {
  readonly file: string
  readonly text: string
  /** Where its relative paths start, seen from the folder of the mix file. */
  readonly folder: string
  readonly #lineStarts: number[]

  constructor(file: string, text: string, folder = '') {
    this.file = file
    this.text = text
    this.folder = folder
    this.#lineStarts = [0]
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1)
  }

  /** Line and columns of a range; one that runs over several lines ends with its first. */
  place(range: Range): Place {
    const line = this.#lineOf(range.from)
    const lineStart = this.#lineStarts[line]!
    const next = this.#lineStarts[line + 1]
    const lineEnd = lineStart + lineIn(this.text, lineStart, next === undefined ? this.text.length : next - 1).length
    return {
      file: this.file,
      line: line + 1,
      column: range.from - lineStart + 1,
      endColumn: Math.max(Math.min(range.to, lineEnd), range.from + 1) - lineStart + 1,
    }
  }

  /** Index of the last line that starts at or before `offset`. */
  #lineOf(offset: number): number {
    let low = 0
    let high = this.#lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#lineStarts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** The line that starts at `lineStart`, without its line break. */
export function lineAt(text: string, lineStart: number): string {
  const end = text.indexOf('\n', lineStart)
  return lineIn(text, lineStart, end < 0 ? text.length : end)
}

function lineIn(text: string, from: number, to: number): string {
  return text.slice(from, text[to - 1] === '\r' && to > from ? to - 1 : to)
}
