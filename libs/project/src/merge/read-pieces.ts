import { type CST, isAlias, isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq, type Node as YamlNode } from 'yaml'
import { compose } from '../yaml-text.ts'
import { plainMeaning } from './meaning.ts'
import { type Collection, meaningOf, NOTHING, type Part, type Piece } from './piece.ts'

/**
 * A YAML text as pieces that make it up again; undefined for texts with what mixes have no need of: directives, several
 * documents, explicit keys, braces around the whole. Every line ends with a line feed alone, the last one too.
 */
export function readPieces(text: string): Collection | undefined {
  const documents = compose(text, () => {})
  const [document] = documents ?? []
  if (!document || documents!.length > 1 || document.errors.length > 0) return undefined
  try {
    return new PieceReader(text).root(document.contents)
  } catch (error) {
    if (error instanceof Unusual) return undefined
    throw error
  }
}

/** Something that is YAML, but not such as mixes are written in. */
class Unusual extends Error {}

const NO_VALUE: Piece = { type: 'leaf', raw: '', meaning: NOTHING }

interface Slot {
  readonly key: string
  /** Offset of the key or dash. */
  readonly from: number
  /** Offset after the colon or dash. */
  readonly headTo: number
  readonly value: YamlNode | null
}

class PieceReader {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  root(contents: YamlNode | null): Collection {
    if (contents === null && this.#isComments(0, this.#text.length)) {
      return { ...EMPTY_ROOT, raw: this.#text, foot: this.#text }
    }
    if (!isMap(contents) || contents.flow || contents.anchor !== undefined) throw new Unusual()
    return this.#block(contents, 0, this.#text.length, false)
  }

  /** A block that owns the text from `from`, the start of a line unless it is compact, to `to`. */
  #block(node: YAMLMap | YAMLSeq, from: number, to: number, compact: boolean): Collection {
    const slots = this.#slotsOf(node)
    const column = this.#columnOf(slots[0]!.from)
    const leads: string[] = []
    const ends: number[] = []
    slots.forEach((slot, index) => {
      const above = index === 0 ? from : endOf(slots[index - 1]!)
      const top = index === 0 ? from : this.#below(above)
      const line = compact && index === 0 ? slot.from : this.#lineOf(slot.from)
      if (line < top || (line < slot.from && this.#text.slice(line, slot.from).trim() !== '')) throw new Unusual()
      const split = index === 0 ? from : this.#splitGap(top, line, column)
      if (!this.#isComments(split, line)) throw new Unusual()
      if (index > 0) ends.push(split)
      leads.push(this.#text.slice(split, line))
    })
    const bottom = this.#below(endOf(slots[slots.length - 1]!))
    const footFrom = Math.min(to, this.#splitGap(bottom, to, column))
    if (bottom > to || !this.#isComments(footFrom, to)) throw new Unusual()
    ends.push(footFrom)
    const parts = slots.map((slot, index) => this.#blockPart(slot, leads[index]!, ends[index]!))
    const raw = this.#text.slice(from, to)
    const type = isMap(node) ? 'map' : 'list'
    const foot = this.#text.slice(footFrom, to)
    return { type, flow: false, compact, raw, column, parts, foot, meaning: meaningOfParts(type, parts) }
  }

  /** Where the comments of what follows begin: those before it, which are indented further, belong to what is above. */
  #splitGap(from: number, to: number, column: number): number {
    let split = from
    for (let line = from; line < to; line = this.#lineAfter(line)) {
      const indent = this.#text.slice(line, this.#lineAfter(line)).search(/[^ \t\n]/)
      if (indent < 0) continue
      if (indent <= column) break
      split = this.#lineAfter(line)
    }
    return split
  }

  #blockPart({ key, from, headTo, value }: Slot, lead: string, to: number): Part {
    const collection = (isMap(value) || isSeq(value)) && !value.flow && value.items.length > 0 ? value : undefined
    if (!collection) return this.#inlinePart({ key, from, headTo, value }, lead, to)
    const first = this.#slotsOf(collection)[0]!.from
    const compact = this.#lineOf(first) === this.#lineOf(from)
    if (compact) {
      const head = this.#text.slice(from, first)
      if (key !== '' || !/^-\s+$/.test(head)) throw new Unusual()
      return { key, lead, head, value: this.#block(collection, first, to, true), comment: '', after: '' }
    }
    const line = this.#lineAfter(headTo)
    const [, head = '', comment = ''] = /^(.*?)((?:[ \t]+#.*)?)\n$/.exec(this.#text.slice(from, line)) ?? []
    if (head === '') throw new Unusual()
    return { key, lead, head: head.trimEnd(), value: this.#block(collection, line, to, false), comment, after: '' }
  }

  #inlinePart({ key, from, headTo, value }: Slot, lead: string, to: number): Part {
    const end = endOf({ headTo, value })
    const start = value && end > headTo ? value.range![0] : headTo
    const head = this.#text.slice(from, start)
    const piece = value && end > headTo ? this.#piece(value, start, end) : NO_VALUE
    const line = this.#below(end)
    const comment = line === end ? '' : this.#text.slice(end, line - 1)
    if (!/^[ \t]*(?:#.*)?$/.test(comment) || !this.#isComments(line, to)) throw new Unusual()
    return { key, lead, head, value: piece, comment: comment.trimEnd(), after: this.#text.slice(line, to) }
  }

  /** A value within a line, or in brackets. */
  #piece(value: YamlNode, from: number, to: number): Piece {
    const raw = this.#text.slice(from, to)
    if ((isMap(value) || isSeq(value)) && /^[[{]/.test(raw)) return this.#flow(value, raw, from, to)
    return { type: 'leaf', raw, meaning: meaningOfNode(value) }
  }

  /** In one piece where a comment stands between an item and its comma. */
  #flow(node: YAMLMap | YAMLSeq, raw: string, from: number, to: number): Piece {
    const items = flowItems(node).map(({ key, value }) => this.#flowItem(key, value))
    const gaps = items.map(({ end }, index) => this.#text.slice(end, items[index + 1]?.start ?? to - 1))
    const parts: Part[] = []
    let lead = this.#text.slice(from + 1, items[0]?.start ?? to - 1)
    for (const [index, { part }] of items.entries()) {
      const isLast = index === items.length - 1
      const match = (isLast ? LAST_GAP : GAP).exec(gaps[index]!)
      if (!match) return { type: 'leaf', raw, meaning: meaningOfNode(node) }
      parts.push({ ...part, lead, comment: match[1] ?? '' })
      lead = match[2]!
    }
    const type = isMap(node) ? 'map' : 'list'
    const meaning = meaningOfParts(type, parts)
    return { type, flow: true, compact: false, raw, column: 0, parts, foot: lead, meaning }
  }

  #flowItem(key: YamlNode | undefined, value: YamlNode | null): { part: Part; start: number; end: number } {
    const first = key ?? value
    if (!first || first.anchor !== undefined || first.tag !== undefined) throw new Unusual()
    const start = first.range![0]
    const keyTo = key ? key.range![1] : start
    const isEmpty = !value || value.range![1] <= keyTo
    const end = isEmpty ? keyTo + (/^\s*:/.exec(this.#text.slice(keyTo))?.[0].length ?? 0) : value.range![1]
    const valueFrom = isEmpty ? end : value.range![0]
    const piece = isEmpty ? NO_VALUE : this.#piece(value, valueFrom, end)
    const head = this.#text.slice(start, valueFrom)
    return { start, end, part: { key: key ? keyText(key) : '', lead: '', head, value: piece, comment: '', after: '' } }
  }

  #slotsOf(node: YAMLMap | YAMLSeq): Slot[] {
    const { items: tokens } = node.srcToken as CST.BlockMap | CST.BlockSequence
    return node.items.map((item, index): Slot => {
      const { start, sep } = tokens[index]! as CST.BlockMap['items'][number]
      if (isMap(node)) {
        const { key, value } = item as YAMLMap<YamlNode, YamlNode | null>['items'][number]
        if (!isScalar(key) || key.anchor !== undefined || key.tag !== undefined) throw new Unusual()
        if (start.some(({ type }) => type === 'explicit-key-ind')) throw new Unusual()
        const colon = sep?.find(({ type }) => type === 'map-value-ind')
        if (!colon) throw new Unusual()
        return { key: keyText(key), from: key.range![0], headTo: colon.offset + 1, value }
      }
      const dash = start.find(({ type }) => type === 'seq-item-ind')
      if (!dash) throw new Unusual()
      return { key: '', from: dash.offset, headTo: dash.offset + 1, value: item as YamlNode | null }
    })
  }

  #lineOf(offset: number): number {
    return this.#text.lastIndexOf('\n', offset - 1) + 1
  }

  /** Start of the line after that of `offset`; the end of the text after the last one. */
  #lineAfter(offset: number): number {
    const end = this.#text.indexOf('\n', offset)
    return end < 0 ? this.#text.length : end + 1
  }

  /** Start of the line below what ends at `end`, which a block of text does with its last line. */
  #below(end: number): number {
    return this.#text[end - 1] === '\n' ? end : this.#lineAfter(end)
  }

  #columnOf(offset: number): number {
    return offset - this.#lineOf(offset)
  }

  #isComments(from: number, to: number): boolean {
    return /^(?:[ \t]*(?:#.*)?\n)*$/.test(this.#text.slice(from, to))
  }
}

const EMPTY_ROOT = { type: 'map', flow: false, compact: false, column: 0, parts: [], meaning: NOTHING } as const

/** What stands between two items: the comma, a comment on its line, and what belongs to the next item. */
const GAP = /^[ \t]*,([ \t]*#[^\n]*)?((?:\s|#[^\n]*\n)*)$/
const LAST_GAP = /^(?:[ \t]*,)?([ \t]*#[^\n]*)?((?:\s|#[^\n]*\n)*)$/

/** Where the last thing written in a slot ends, without comments. */
function endOf({ headTo, value }: Pick<Slot, 'headTo' | 'value'>): number {
  if (!value?.range) return headTo
  if ((isMap(value) || isSeq(value)) && !value.flow) {
    const last = value.items[value.items.length - 1]
    const token = value.srcToken as CST.BlockMap | CST.BlockSequence
    const { start, sep } = token.items[value.items.length - 1]! as CST.BlockMap['items'][number]
    const indicator = isMap(value)
      ? sep?.find(({ type }) => type === 'map-value-ind')
      : start.find(({ type }) => type === 'seq-item-ind')
    if (!indicator) throw new Unusual()
    const inner = isMap(value) ? (last as YAMLMap<YamlNode, YamlNode>['items'][number]).value : (last as YamlNode)
    return endOf({ headTo: indicator.offset + 1, value: inner })
  }
  return Math.max(headTo, value.range[1])
}

function flowItems(node: YAMLMap | YAMLSeq): { key?: YamlNode; value: YamlNode | null }[] {
  if (isSeq(node)) return node.items.map((value) => ({ value: value as YamlNode | null }))
  return node.items.map(({ key, value }) => {
    if (!isScalar(key)) throw new Unusual()
    return { key, value: value as YamlNode | null }
  })
}

function keyText(key: YamlNode): string {
  return isScalar(key) ? (key.source ?? '') : ''
}

function meaningOfParts(type: 'map' | 'list', parts: readonly Part[]): string {
  return meaningOf(
    type,
    parts.map(({ key, value }) => ({ key, meaning: value.meaning })),
  )
}

function meaningOfNode(node: YamlNode | null): string {
  if (node === null) return NO_VALUE.meaning
  if (isAlias(node)) return JSON.stringify(`*${node.source}`)
  if (isSeq(node)) {
    const parts = node.items.map((item) => ({ key: '', meaning: meaningOfNode(item as YamlNode | null) }))
    return meaningOf('list', parts)
  }
  if (isMap(node)) {
    const parts = node.items.map(({ key, value }) => {
      return { key: keyText(key as YamlNode), meaning: meaningOfNode(value as YamlNode | null) }
    })
    return meaningOf('map', parts)
  }
  const text = isScalar(node) ? (node.source ?? '') : ''
  return JSON.stringify(isScalar(node) && node.type === 'PLAIN' ? plainMeaning(text) : text)
}
