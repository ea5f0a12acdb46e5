import type { CST } from 'yaml'
import { isSameYaml } from './same-yaml.ts'
import { YamlLines } from './yaml-lines.ts'
import { tokensOf } from './yaml-tokens.ts'

/**
 * A YAML text in canonical layout: two columns a level, one blank between tokens, at most one blank line in a row.
 * Values, comments, the order of keys and line breaks stay as they are written, as do braces and brackets.
 *
 * Undefined for a text that is not one YAML document without errors.
 */
export function formatYaml(text: string): string | undefined {
  const tokens = tokensOf(text)
  if (!tokens) return undefined
  const layout = new Layout()
  for (const token of tokens) layout.top(token)
  const columnOf = (offset: number) => offset - (text.lastIndexOf('\n', offset - 1) + 1)
  const formatted = layout.lines.text(columnOf)
  return isSameYaml(text, formatted) ? formatted : undefined
}

/** Columns of a level. */
const STEP = 2

/** A block of keys or dashes that is being laid out. */
interface Block {
  /** Where its keys stand in the text as it was written. */
  readonly column: number
  /** Where they are to stand. */
  readonly indent: number
  readonly isList: boolean
}

const ROOT: Block = { column: -1, indent: -STEP, isList: false }

/** Goes through the tokens of a text in their order and puts each on its line. */
class Layout {
  readonly lines = new YamlLines()

  top(token: CST.Token): void {
    if (token.type === 'document') {
      this.#sources(token.start, 0)
      if (token.value) this.#value(token.value, ROOT)
      this.#sources(token.end ?? [], 0)
    } else this.#source(token as CST.SourceToken, 0)
  }

  #sources(tokens: readonly CST.SourceToken[], indent: number): void {
    for (const token of tokens) this.#source(token, indent)
  }

  /** A token that holds no others; `indent` is for the case that it begins a line. */
  #source(token: CST.SourceToken, indent: number): void {
    const { type, source, offset } = token
    if (type === 'newline') this.lines.endLine()
    else if (type === 'comment') this.lines.comment(source, offset)
    else if (type !== 'space' && type !== 'byte-order-mark') this.lines.add(source, { offset, indent, type })
  }

  #value(token: CST.Token, block: Block): void {
    const indent = block.indent + STEP
    switch (token.type) {
      case 'block-map':
      case 'block-seq':
        this.#block(token, block)
        break
      case 'flow-collection':
        this.#flow(token, Math.max(indent, 0), Math.max(block.isList ? indent : block.indent, 0))
        break
      case 'block-scalar':
        this.#blockScalar(token, block)
        break
      default:
        this.#scalar(token as CST.FlowScalar, Math.max(indent, 0), Math.max(indent, 0))
    }
  }

  /** A scalar or alias; its further lines begin at `inner`. */
  #scalar({ source, offset, type, end }: CST.FlowScalar, indent: number, inner: number): void {
    const written = source.replace(/\r\n/g, '\n').split('\n')
    const further = written.slice(1).map((line) => line.replace(/^[ \t]+/, ''))
    const rest = further.map((line) => (line === '' ? '\n' : `\n${' '.repeat(inner)}${line}`)).join('')
    this.lines.add(written[0] + rest, { offset, indent, type })
    this.#sources(end ?? [], indent)
  }

  #block({ type, items, indent: column }: CST.BlockMap | CST.BlockSequence, outer: Block): void {
    const block: Block = { column, indent: outer.indent + STEP, isList: type === 'block-seq' }
    this.lines.open(block)
    for (const { start, key, sep, value } of items as CST.BlockMap['items']) {
      this.#sources(start, block.indent)
      if (key) this.#key(key, block)
      for (const token of sep ?? []) {
        this.#source(token, token.type === 'map-value-ind' ? block.indent : block.indent + STEP)
      }
      if (value) this.#value(value, block)
    }
    this.lines.close()
  }

  /** A key stands where its block does, unless it follows a `?`. */
  #key(key: CST.Token, block: Block): void {
    const isFlowScalar = 'source' in key && key.type !== 'block-scalar'
    if (isFlowScalar) this.#scalar(key as CST.FlowScalar, block.indent, block.indent + STEP)
    else if (key.type === 'flow-collection') this.#flow(key, block.indent, block.indent)
    else this.#value(key, block)
  }

  /** Lines inside stand one step further than `base`, the closing bracket at `base`. */
  #flow({ start, items, end, offset }: CST.FlowCollection, indent: number, base: number): void {
    const isFirst = this.lines.isAtStart
    this.lines.add(start.source, { offset, indent, type: start.type })
    const outer = isFirst || this.lines.isInFlow ? this.lines.indent : base
    const inner = outer + STEP
    this.lines.openFlow(inner)
    for (const { start: before, key, sep, value } of items) {
      this.#sources(before, inner)
      if (key) this.#inFlow(key, inner)
      this.#sources(sep ?? [], inner)
      if (value) this.#inFlow(value, inner)
    }
    const closer = end.findIndex(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end')
    this.#sources(closer < 0 ? end : end.slice(0, closer), inner)
    this.lines.closeFlow()
    if (closer >= 0) this.#sources(end.slice(closer), outer)
  }

  #inFlow(token: CST.Token, inner: number): void {
    if (token.type === 'flow-collection') this.#flow(token, inner, inner)
    else this.#scalar(token as CST.FlowScalar, inner, inner + STEP)
  }

  /** Text after `|` or `>`: all its lines move together. */
  #blockScalar({ props: tokens, source }: CST.BlockScalar, block: Block): void {
    const props = tokens as CST.SourceToken[]
    this.#sources(
      props.filter(({ type }) => type !== 'newline'),
      block.indent + STEP,
    )
    this.lines.endLine()
    const header = props.find(({ type }) => type === 'block-scalar-header')?.source ?? ''
    const lines = source.replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n')
    const kept = header.includes('+') ? lines : withoutBlankEnd(lines)
    const first = lines.find((line) => line.trim() !== '') ?? ''
    const given = /[1-9]/.exec(header)?.[0]
    const was = given ? Math.max(block.column, 0) + Number(given) : /^ */.exec(first)![0].length
    const is = given ? Math.max(block.indent, 0) + Number(given) : Math.max(block.indent + STEP, STEP)
    for (const line of source === '' ? [] : kept) {
      this.lines.verbatim(line.length > was ? ' '.repeat(is) + line.slice(was) : '')
    }
    for (let at = kept.length; at < lines.length && source !== ''; at++) this.lines.endLine()
  }
}

function withoutBlankEnd(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return lines.slice(0, last + 1)
}
