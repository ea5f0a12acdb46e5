import { EQ_BAND_TYPES } from './eq.ts'
import { processors } from './insert.ts'
import { plainMeaning } from './merge/meaning.ts'
import type { ReadText } from './preset.ts'
import { insertFields } from './processor.ts'
import { expandedRoot } from './project.ts'
import { projectFields } from './project-fields.ts'
import { timelineOf } from './song-timeline.ts'
import type { Timeline } from './timeline.ts'
import { type Entry, isNothing, type MapNode, type Node } from './tree.ts'

/** One value that a mix file sets. */
export interface Fact {
  /** `stems.vocal.compressor.threshold`, `stems.vocal.eq.bell 250 Hz.gain`, `stems.vocal.gain.chorus`. */
  readonly path: string
  /** The same for all spellings: `-22 dB`, `2.5 kHz`. */
  readonly value: string
}

/**
 * All values that a text of the mix language sets, whatever its layout, comments and order, in the order of its keys'
 * meaning; undefined for a text that cannot be read. With `readText`, also those that its presets set.
 */
export function factsOf(text: string, file: string, readText?: ReadText): Fact[] | undefined {
  const root = expandedRoot(text, file, readText)
  if (!root) return undefined
  const lister = new FactLister(timelineOf(root))
  const order = Object.keys(projectFields)
  const place = ({ key }: Entry) => {
    const at = order.indexOf(key.text)
    return at < 0 ? order.length : at
  }
  for (const entry of [...root.entries].sort((a, b) => place(a) - place(b) || compare(a.key.text, b.key.text))) {
    lister.list(entry.value, entry.key.text, entry.key.text)
  }
  return lister.facts
}

/** Facts as text, one a line. */
export function factLines(facts: readonly Fact[]): string {
  return facts.map(({ path, value }) => `${path}: ${value}`.trimEnd()).join('\n') + (facts.length > 0 ? '\n' : '')
}

class FactLister {
  readonly facts: Fact[] = []
  readonly #timeline: Timeline

  constructor(timeline: Timeline) {
    this.#timeline = timeline
  }

  /** Adds what a node says. `key` is the last key on the way to it. */
  list(node: Node, key: string, path: string): void {
    if (node.type === 'scalar') this.#say(path, shown(node))
    else if (node.type === 'map') this.#map(node, path)
    else this.#items(node.items, key, path)
  }

  #say(path: string, value: string): void {
    this.facts.push({ path, value })
  }

  #map(node: MapNode, path: string): void {
    if (node.entries.length === 0) this.#say(path, '')
    for (const { key, value } of this.#inOrder(node)) this.list(value, key.text, `${path}.${key.text}`)
  }

  /** Points of an automation by time, all else by name. */
  #inOrder({ entries }: MapNode): Entry[] {
    const times = new Map(entries.map(({ key }) => [key.text, this.#timeline.moment(key.text)]))
    const timeOf = (key: string) => {
      const moment = times.get(key)!
      return 'atS' in moment ? moment.atS : undefined
    }
    const isTimed = entries.every(({ key }) => timeOf(key.text) !== undefined)
    return [...entries].sort((a, b) => {
      const byName = compare(a.key.text, b.key.text)
      return isTimed ? timeOf(a.key.text)! - timeOf(b.key.text)! || byName : byName
    })
  }

  #items(items: readonly Node[], key: string, path: string): void {
    if (items.every((item) => item.type === 'scalar')) {
      this.#say(path, items.map(shown).join(', '))
      return
    }
    const labels = numbered(items.map((item, index) => labelOf(item) ?? `${index + 1}`))
    if (key === 'inserts') this.#say(path, labels.join(', '))
    const above = key === 'inserts' ? path.slice(0, path.lastIndexOf('.')) : path
    for (const [index, item] of items.entries()) this.#item(item, `${above}.${labels[index]}`)
  }

  /** An item of a list: what its own key holds, and what stands beside it. */
  #item(item: Node, path: string): void {
    const own = item.type === 'map' ? ownKey(item) : undefined
    if (item.type !== 'map' || !own) {
      this.list(item, '', path)
      return
    }
    const isBand = BANDS.has(own.key.text)
    const rest = { ...item, entries: item.entries.filter((entry) => entry !== own) }
    if (!isBand || own.value.type !== 'scalar') this.list(own.value, own.key.text, path)
    else if (rest.entries.length === 0) this.#say(path, '')
    if (rest.entries.length > 0) this.#map(rest, path)
  }
}

const BANDS: ReadonlySet<string> = new Set(EQ_BAND_TYPES)

/** The entry that says what an item is: its processor, or the type of a band. */
function ownKey({ entries }: MapNode): Entry | undefined {
  return entries.find(({ key }) => key.text in processors || BANDS.has(key.text))
}

/** `compressor`, `bell 250 Hz`; undefined for an item that has no such name. */
function labelOf(item: Node): string | undefined {
  if (item.type === 'scalar') return shown(item)
  if (item.type === 'list') return undefined
  const own = ownKey(item)
  if (!own) return item.entries.find(({ key }) => !(key.text in insertFields))?.key.text
  return own.value.type === 'scalar' && BANDS.has(own.key.text) ? `${own.key.text} ${shown(own.value)}` : own.key.text
}

/** Names that stand more than once with their number from the second one on: `compressor`, `compressor 2`. */
function numbered(names: readonly string[]): string[] {
  const counts = new Map<string, number>()
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return count === 1 ? name : `${name} ${count}`
  })
}

/** A value on one line, spelled as others of its meaning. */
function shown(node: Node): string {
  if (node.type !== 'scalar' || isNothing(node)) return ''
  const text = node.plain ? plainMeaning(node.text) : node.text
  const hertz = /^(\d+(?:\.\d+)?) Hz$/.exec(text)
  const value = hertz && Number(hertz[1]) >= 1000 ? `${Number(`${hertz[1]}e-3`)} kHz` : text
  return value.replace(/\s*\n\s*/g, ' ')
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
