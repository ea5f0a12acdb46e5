/** A line that something stands on. */
interface Content {
  readonly type: 'content'
  readonly indent: number
  /** Where it began in the text as it was written. */
  readonly column: number
  /** Blocks that are open at its end. */
  levels: readonly Level[]
  text: string
  comment: string
}

/** A comment on a line of its own. */
interface Comment {
  readonly type: 'comment'
  readonly text: string
  readonly column: number
  /** Inside brackets, where it is to stand; elsewhere that follows from its neighbours. */
  readonly indent: number | undefined
}

interface Blank {
  readonly type: 'blank'
  readonly text: ''
}

/** A line of a text block. */
interface Verbatim {
  readonly type: 'verbatim'
  readonly text: string
}

type Line = Content | Comment | Blank | Verbatim

/** Columns of a block, as written and as they are to be. */
export interface Level {
  readonly column: number
  readonly indent: number
}

interface Added {
  readonly offset: number
  /** Where the line is to begin, if this begins one. */
  readonly indent: number
  readonly type: string
}

const CLOSERS: ReadonlySet<string> = new Set(['flow-map-end', 'flow-seq-end'])

/** Lines of a YAML text that is being laid out, with one blank between the tokens of a line. */
export class YamlLines {
  readonly #lines: Line[] = []
  readonly #levels: Level[] = []
  readonly #flows: number[] = []
  #current: Content | undefined
  #last = ''
  /** Line breaks since something was written. */
  #breaks = 0

  /** True before anything stands on the current line. */
  get isAtStart(): boolean {
    return this.#current === undefined
  }

  /** Where the current line begins. */
  get indent(): number {
    return this.#current?.indent ?? 0
  }

  /** True on a line that began inside brackets. */
  get isInFlow(): boolean {
    return this.#flows.length > 0 && this.#current !== undefined && this.#lineBeganInFlow
  }

  #lineBeganInFlow = false

  open(level: Level): void {
    this.#levels.push(level)
    if (this.#current) this.#current.levels = [...this.#levels]
  }

  close(): void {
    this.#levels.pop()
  }

  openFlow(inner: number): void {
    this.#flows.push(inner)
  }

  closeFlow(): void {
    this.#flows.pop()
  }

  add(text: string, { offset, indent, type }: Added): void {
    if (!this.#current) {
      this.#blank(CLOSERS.has(type), indent)
      const levels = [...this.#levels]
      this.#current = { type: 'content', indent, column: offset, levels, text: '', comment: '' }
      this.#lines.push(this.#current)
      this.#lineBeganInFlow = this.#flows.length > 0
      this.#last = ''
    }
    const line = this.#current
    if (CLOSERS.has(type) && this.#last === 'comma') line.text = line.text.replace(/,$/, '')
    line.text += this.#gap(type) + text
    line.levels = [...this.#levels]
    this.#last = type
  }

  comment(text: string, offset: number): void {
    if (this.#current) {
      this.#current.comment = text
      return
    }
    this.#blank(false, undefined)
    this.#lines.push({ type: 'comment', text, column: offset, indent: this.#flows.at(-1) })
    this.#breaks = 0
  }

  endLine(): void {
    this.#current = undefined
    this.#breaks++
  }

  /** A whole line as it is. */
  verbatim(text: string): void {
    this.#current = undefined
    this.#lines.push({ type: 'verbatim', text })
    this.#breaks = 1
  }

  /** A blank line where there were some, but for the first line of a file, of a block and of brackets. */
  #blank(isCloser: boolean, indent: number | undefined): void {
    const before = this.#lines.at(-1)
    const isFirst = before === undefined || (before.type === 'content' && isOpen(before, indent))
    if (this.#breaks > 1 && !isFirst && !isCloser) this.#lines.push({ type: 'blank', text: '' })
    this.#breaks = 0
  }

  #gap(type: string): string {
    const last = this.#last
    if (last === '' || type === 'comma' || last === 'flow-seq-start') return ''
    if (type === 'map-value-ind') return last === 'alias' || !isEndOfKey(last) ? ' ' : ''
    if (type === 'flow-seq-end') return ''
    if (type === 'flow-map-end') return last === 'flow-map-start' ? '' : ' '
    return ' '
  }

  /** @param columnOf the column of an offset in the text as it was written */
  text(columnOf: (offset: number) => number): string {
    const lines = this.#lines.map((line, index) => {
      if (line.type === 'blank' || line.type === 'verbatim') return line.text
      if (line.type === 'comment') return ' '.repeat(this.#commentIndent(line, index, columnOf)) + line.text.trimEnd()
      const comment = line.comment === '' ? '' : ` ${line.comment.trimEnd()}`
      return ' '.repeat(line.indent) + line.text + comment
    })
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`
  }

  /** With what follows, unless it is indented further: then with the block above whose columns it stands at. */
  #commentIndent({ indent, column }: Comment, index: number, columnOf: (offset: number) => number): number {
    if (indent !== undefined) return indent
    const isContent = (line: Line): line is Content => line.type === 'content'
    const next = this.#lines.slice(index).find(isContent)
    const above = this.#lines.slice(0, index).findLast(isContent)
    const at = columnOf(column)
    const nextColumn = next ? columnOf(next.column) : 0
    const level = above?.levels.findLast((one) => one.column <= at && one.column > nextColumn)
    return level && at > nextColumn ? level.indent : (next?.indent ?? 0)
  }
}

/** True for a line that what comes next is the inside of. */
function isOpen({ text, indent }: Content, next: number | undefined): boolean {
  return /[[{]$/.test(text) || (/:$/.test(text) && (next ?? 0) > indent)
}

function isEndOfKey(type: string): boolean {
  return !['seq-item-ind', 'explicit-key-ind', 'map-value-ind', 'comma', 'flow-map-start', 'anchor', 'tag'].includes(
    type,
  )
}
