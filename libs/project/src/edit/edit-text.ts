import { isAlias, isMap, isSeq, type YAMLMap, type YAMLSeq, type Node as YamlNode } from 'yaml'
import { commentsOf, soundDocument } from '../layout/yaml-tokens.ts'
import { quoted } from '../printable.ts'
import { didYouMean, listed } from '../suggestion.ts'
import { type Step, showEditPath } from './edit-path.ts'
import { followingKey, type Language } from './key-order.ts'
import { isNothing, keyText, namesOf, Places, type Slot, startOf, valueAt } from './slot.ts'
import { asYaml, type Style } from './yaml-value.ts'

/** The text after an edit, or why there is none. */
export type Edited = { readonly text: string } | { readonly problem: string; readonly fix?: string | undefined }

/**
 * Sets the value that a path leads to, or with no value removes it. All that is not touched stays byte for byte, and
 * every comment is kept: those inside what is replaced or removed stand on lines of their own.
 *
 * @param text a text of one YAML document without errors
 * @param language what the text is: new keys stand where that language has them
 */
export function editText(
  text: string,
  path: readonly Step[],
  value: string | undefined,
  language: Language = 'mix',
): Edited {
  const document = soundDocument(text)
  if (!document) return { problem: 'the file is no YAML', fix: 'mend what `mixwright check` says first' }
  const contents = document.contents as YamlNode | null
  if (contents !== null && !isMap(contents)) return { problem: 'the file is not a map of keys and values' }
  try {
    const edit = new TextEdit(text, path, language)
    return { text: value === undefined ? edit.unset(contents) : edit.set(contents, value) }
  } catch (error) {
    if (error instanceof Refused) return { problem: error.message, fix: error.fix }
    throw error
  }
}

class Refused extends Error {
  readonly fix: string | undefined

  constructor(message: string, fix?: string) {
    super(message)
    this.fix = fix
  }
}

/** Stands for a path that ends: what it leads to is to be set. */
const SETTINGS = Symbol('settings')

class TextEdit {
  readonly #text: string
  readonly #path: readonly Step[]
  readonly #eol: string
  readonly #places: Places
  readonly #language: Language

  constructor(text: string, path: readonly Step[], language: Language) {
    this.#text = text
    this.#path = path
    this.#language = language
    this.#places = new Places(text)
    this.#eol = /\r\n/.test(text) ? '\r\n' : '\n'
  }

  set(root: YamlNode | null, value: string): string {
    let node: YamlNode | null = root
    let slot: Slot | undefined
    for (const [depth, step] of this.#path.entries()) {
      const rest = this.#path.slice(depth + 1)
      if (isAlias(node)) throw this.#throughAlias(depth, node.source)
      if (isNothing(node)) return this.#begin(slot, [step, ...rest], value)
      if (!isMap(node) && !isSeq(node)) throw this.#single(depth)
      const found: number = this.#find(node, step, depth)
      if (found < 0) return this.#add(node, step, rest, value, depth)
      slot = this.#inside({ parent: node, index: found }, step, rest[0] ?? SETTINGS)
      node = valueAt(slot)
    }
    return this.#replace(slot!, asYaml(value, styleOf(slot!.parent)))
  }

  unset(root: YamlNode | null): string {
    let node: YamlNode | null = root
    let slot: Slot | undefined
    for (const [depth, step] of this.#path.entries()) {
      if (isAlias(node)) throw this.#throughAlias(depth, node.source)
      if (!isMap(node) && !isSeq(node)) throw this.#missing(node, step, depth)
      const found: number = step === '+' ? -1 : this.#find(node, step, depth)
      if (found < 0) throw this.#missing(node, step, depth)
      slot = this.#inside({ parent: node, index: found }, step, this.#path[depth + 1])
      node = valueAt(slot)
    }
    return this.#remove(slot!)
  }

  /** Of an item that is meant by its name, `compressor`, the settings, unless the next step stands beside them. */
  #inside(slot: Slot, step: Step, next: Step | typeof SETTINGS | undefined): Slot {
    const item = valueAt(slot)
    if (!isSeq(slot.parent) || typeof step !== 'string' || !isMap(item) || next === undefined) return slot
    const settings: Slot = { parent: item, index: 0 }
    if (next === SETTINGS) return settings
    const isBeside = next === 'bypass' || next === 'name' || item.items.some(({ key }) => keyText(key) === next)
    const value = valueAt(settings)
    return !isBeside && (isMap(value) || isSeq(value) || isNothing(value)) ? settings : slot
  }

  /** Index of a step in a collection; -1 for a key that is not there, and for the end of a list. */
  #find(node: YAMLMap | YAMLSeq, step: Step, depth: number): number {
    if (isMap(node)) return node.items.findIndex(({ key }) => keyText(key) === String(step))
    if (step === '+') return -1
    if (typeof step === 'number') {
      const index = step < 0 ? node.items.length + step : step
      if (index >= 0 && index < node.items.length) return index
      const allowed = node.items.length === 0 ? 'the list is empty' : `allowed 0 to ${node.items.length - 1}`
      throw new Refused(`${this.#shown(depth)}: got ${step}, ${allowed}`, 'append with `[+]`')
    }
    const named = namesOf(node)
    const matches = named.flatMap((names, index) => (names.includes(step) ? [index] : []))
    if (matches.length === 1) return matches[0]!
    if (matches.length > 1) {
      throw new Refused(
        `${this.#shown(depth)}: ${matches.length} of them`,
        `write one of ${matches.map((at) => `[${at}]`).join(', ')}`,
      )
    }
    throw this.#missing(node, step, depth)
  }

  #missing(node: YamlNode | null, step: Step, depth: number): Refused {
    const known = isMap(node)
      ? node.items.map(({ key }) => keyText(key))
      : isSeq(node)
        ? [...new Set(namesOf(node).flat())]
        : []
    const message = `${this.#shown(depth)}: there is no ${quoted(String(step))} ${listed(known)}`
    return new Refused(message, didYouMean(String(step), known))
  }

  #single(depth: number): Refused {
    const fix = 'write the whole value, such as `{ 0:00: -4 dB, chorus: -2 dB }` for one that moves'
    return new Refused(`${this.#shown(depth - 1)}: it is a single value, and has nothing inside`, fix)
  }

  #throughAlias(depth: number, name: string): Refused {
    const message = `${this.#shown(depth - 1)}: it is the alias ${quoted(name)}, which other places may share`
    return new Refused(message, `edit the value at the anchor \`&${name}\`, or write a value in place of the alias`)
  }

  #shown(depth: number): string {
    return depth < 0 ? 'the file' : showEditPath(this.#path.slice(0, depth + 1))
  }

  /** A value where a key has none. */
  #begin(slot: Slot | undefined, steps: readonly Step[], value: string): string {
    if (!slot)
      return (
        this.#text + (this.#text === '' || this.#text.endsWith('\n') ? '' : this.#eol) + this.#line(0, steps, value)
      )
    return this.#replace(slot, nested(steps, value))
  }

  #line(column: number, [step, ...rest]: readonly Step[], value: string): string {
    if (typeof step === 'number' || step === '+') throw new Refused('the file is a map: begin with a key')
    const written = rest.length === 0 ? asYaml(value, 'block') : nested(rest, value)
    return `${' '.repeat(column)}${asYaml(step!, 'key')}: ${written}${this.#eol}`
  }

  #add(node: YAMLMap | YAMLSeq, step: Step, rest: readonly Step[], value: string, depth: number): string {
    if (isMap(node) && (typeof step === 'number' || step === '+')) throw this.#missing(node, step, depth)
    const style = styleOf(node)
    const inner = rest.length === 0 ? asYaml(value, style) : nested(rest, value)
    const item = isMap(node) ? `${asYaml(String(step), 'key')}: ${inner}` : inner
    if (node.flow) return this.#addInFlow(node, item)
    const first = { parent: node, index: 0 }
    const column = this.#places.columnOf(isSeq(node) ? this.#places.dashOf(first) : startOf(first))
    const before = isMap(node)
      ? followingKey(
          this.#path.slice(0, depth),
          node.items.map(({ key }) => keyText(key)),
          String(step),
          this.#language,
        )
      : -1
    const index = before < 0 ? node.items.length - 1 : before - 1
    const at = this.#places.belowComments(this.#places.lineAfter(this.#places.endOf({ parent: node, index })), column)
    const needsBreak = at > 0 && this.#text[at - 1] !== '\n'
    const line = `${' '.repeat(column)}${isMap(node) ? '' : '- '}${item}`
    return this.#splice(at, at, needsBreak ? this.#eol + line : line + this.#eol)
  }

  #addInFlow(node: YAMLMap | YAMLSeq, item: string): string {
    const [from, to] = node.range!
    if (node.items.length === 0) {
      const isPlain = this.#text.slice(from + 1, to - 1).trim() === ''
      const written = isMap(node) ? `{ ${item} }` : `[${item}]`
      return isPlain ? this.#splice(from, to, written) : this.#splice(from + 1, from + 1, ` ${item}`)
    }
    const end = this.#places.endOf({ parent: node, index: node.items.length - 1 })
    return this.#splice(end, end, `, ${item}`)
  }

  #replace(slot: Slot, value: string): string {
    const node = valueAt(slot)
    const from = this.#places.valueStart(slot)
    const to = Math.max(this.#places.endOf(slot), from)
    const written = node?.range && node.range[1] > node.range[0]
    const lead = written ? '' : ' '
    const isBlock = (isMap(node) || isSeq(node)) && !node.flow
    if (!isBlock) return this.#splice(from, to, lead + value + this.#commentsIn(from, to, slot))
    const head = this.#places.headEnd(slot)
    const anchor = node.anchor === undefined ? '' : `&${node.anchor} `
    const comments = this.#commentsIn(head, to, slot)
    const end = comments === '' ? to : this.#places.lineEnd(to)
    return this.#splice(head, end, ` ${anchor}${value}${this.#commentsIn(head, end, slot)}`)
  }

  #remove(slot: Slot): string {
    const { parent } = slot
    if (parent.items.length === 1) return this.#removeOnly(slot)
    const [from, to] = [startOf(slot), this.#places.endOf(slot)]
    if (parent.flow) return this.#removeInFlow(slot, from, to)
    const lineStart = this.#places.lineOf(from)
    const dash = isSeq(parent) ? this.#places.dashOf(slot) : from
    const isCompact = this.#text.slice(lineStart, dash).trim() !== ''
    const lineEnd = this.#places.lineAfter(to)
    const comments = commentsOf(this.#text.slice(dash, lineEnd))
    const column = this.#places.columnOf(dash)
    if (isCompact) {
      // What stands before it on its line now stands before the one after it, at the same column.
      const next = startOfDashed(
        this.#places.dashOf({ parent, index: slot.index + 1 }),
        startOf({ parent, index: slot.index + 1 }),
        parent,
      )
      if (comments.length + commentsOf(this.#text.slice(lineEnd, next)).length === 0)
        return this.#splice(dash, next, '')
      const gap = commentsOf(this.#text.slice(dash, next)).map((one) => `${one}${this.#eol}${' '.repeat(column)}`)
      return this.#splice(dash, next, gap.join(''))
    }
    return this.#splice(lineStart, lineEnd, comments.map((one) => ' '.repeat(column) + one + this.#eol).join(''))
  }

  #removeInFlow({ parent, index }: Slot, from: number, to: number): string {
    const next = parent.items[index + 1]
    if (next !== undefined) {
      const start = startOf({ parent, index: index + 1 })
      const kept = commentsOf(this.#text.slice(from, start))
      return this.#splice(from, start, this.#flowComments(kept, from))
    }
    const end = this.#places.endOf({ parent, index: index - 1 })
    const kept = commentsOf(this.#text.slice(end, to))
    return this.#splice(end, to, kept.length === 0 ? '' : ` ${this.#flowComments(kept, from)}`)
  }

  #flowComments(comments: readonly string[], at: number): string {
    return comments.map((one) => `${one}${this.#eol}${' '.repeat(this.#places.columnOf(at))}`).join('')
  }

  /** An empty map or list keeps its brackets; a block becomes braces, so that its key keeps a value of its kind. */
  #removeOnly(slot: Slot): string {
    const { parent } = slot
    const [open, close] = isMap(parent) ? ['{', '}'] : ['[', ']']
    if (parent.flow) {
      const [from, to] = parent.range!
      const kept = commentsOf(this.#text.slice(from, to))
      const inside = kept.length === 0 ? '' : ` ${this.#flowComments(kept, from + 2)}`
      return this.#splice(from, to, `${open}${inside}${close}`)
    }
    const dash = isSeq(parent) ? this.#places.dashOf(slot) : startOf(slot)
    const to = this.#places.endOf(slot)
    const lineStart = this.#places.lineOf(dash)
    const isOwnLine = this.#text.slice(lineStart, dash).trim() === ''
    const comments = commentsOf(this.#text.slice(dash, this.#places.lineAfter(to)))
    if (isOwnLine) {
      const column = ' '.repeat(this.#places.columnOf(dash))
      const [first, ...rest] = [`${column}${open}${close}`, ...comments.map((one) => column + one)]
      return this.#splice(lineStart, this.#places.lineAfter(to), [first, ...rest, ''].join(this.#eol))
    }
    const rest = comments.map((one) => this.#eol + ' '.repeat(this.#places.columnOf(dash)) + one).join('')
    return this.#splice(dash, this.#places.lineAfter(to), `${open}${close}${rest}${this.#eol}`)
  }

  /** The comments of a stretch that goes, on lines of their own below it. */
  #commentsIn(from: number, to: number, slot: Slot): string {
    const comments = commentsOf(this.#text.slice(from, to))
    if (comments.length === 0) return ''
    const column = ' '.repeat(this.#places.columnOf(startOf(slot)) + 2)
    const lines = comments.map((one) => `${this.#eol}${column}${one}`).join('')
    return slot.parent.flow ? `${lines}${this.#eol}${column}` : lines
  }

  #splice(from: number, to: number, by: string): string {
    return this.#text.slice(0, from) + by + this.#text.slice(to)
  }
}

function startOfDashed(dash: number, start: number, parent: YAMLMap | YAMLSeq): number {
  return isSeq(parent) ? dash : start
}

function styleOf(parent: YAMLMap | YAMLSeq): Style {
  return parent.flow ? 'flow' : 'block'
}

/** Values that do not exist yet, each step in braces or brackets of its own. */
function nested(steps: readonly Step[], value: string): string {
  const [step, ...rest] = steps
  const inner = rest.length === 0 ? asYaml(value, 'flow') : nested(rest, value)
  if (step === '+') return `[${inner}]`
  if (typeof step === 'number') throw new Refused(`[${step}]: there is no list yet`, 'begin one with `[+]`')
  return `{ ${asYaml(step!, 'key')}: ${inner} }`
}
