import { type ProcessorKind, processors } from './insert.ts'
import { quoted } from './printable.ts'
import type { Reader } from './reader.ts'
import { refuseUnknownKeys } from './record.ts'
import { listed } from './suggestion.ts'
import { type Entry, entryOf, isNothing, type MapNode, type Node } from './tree.ts'

/** The word that stands for the inserts of a preset. */
export const PRESET = 'preset'

/** `compressor`, or `compressor 2` where there are several. */
const PLACE = /^(\S+)(?: ([1-9]\d{0,3}))?$/

/** The inserts of a preset, to be put in the place of the word `preset`. */
export class PresetInserts {
  readonly #below: Node | 'none' | 'unused'
  readonly #reader: Reader

  /** @param below `none` when the preset has no inserts, `unused` when no preset is used */
  constructor(below: Node | 'none' | 'unused', reader: Reader) {
    this.#below = below
    this.#reader = reader.into('inserts')
  }

  /** A strip's own inserts, with each `preset` among them replaced. */
  within(own: Node): Node {
    if (own.type !== 'list' || !own.items.some(isPreset)) return own
    // What is no list is left to be reported where it stands.
    if (typeof this.#below !== 'string' && this.#below.type !== 'list' && !isNothing(this.#below)) return this.#below
    const items = own.items.flatMap((item, index) => {
      return isPreset(item) ? this.#replace(item, this.#reader.instead(`insert ${index + 1}`)) : [item]
    })
    return { ...own, items }
  }

  #replace(item: Node, reader: Reader): readonly Node[] {
    if (this.#below === 'unused') {
      const fix = 'add `use: presets/….yaml` to the strip, or remove the entry'
      reader.report('PRESET_NONE', item, 'there is no preset here whose inserts could be meant', { fix })
      return []
    }
    const items = typeof this.#below !== 'string' && this.#below.type === 'list' ? this.#below.items : []
    if (item.type !== 'map') return items
    const siblings = item.entries.filter(({ key }) => key.text !== PRESET)
    refuseUnknownKeys(siblings, [PRESET], reader.instead(PRESET))
    const changes = entryOf(item, PRESET)!.value
    if (isNothing(changes)) return items
    if (changes.type !== 'map') {
      reader.refuse('PROJECT_WRONG_TYPE', changes, 'a map such as `{ compressor: { threshold: -24 dB } }`')
      return items
    }
    return changes.entries.reduce((changed, change) => this.#change(changed, change, reader.instead(PRESET)), items)
  }

  #change(items: readonly Node[], { key, value }: Entry, reader: Reader): readonly Node[] {
    const found = placesOf(items, key.text)
    const [index] = found
    if (index === undefined || found.length > 1) {
      const labels = labelsOf(items)
      const several = `${quoted(key.text)} may mean ${found.length} inserts of the preset`
      const message = index === undefined ? `no insert ${quoted(key.text)} in the preset` : several
      reader.report('PRESET_UNKNOWN_INSERT', key, `${message} ${listed(labels)}`)
      return items
    }
    if (value.type === 'scalar') {
      reader.into(key.text).refuse('PROJECT_WRONG_TYPE', value, 'settings to change, such as `{ threshold: -24 dB }`')
      return items
    }
    return items.with(index, changed(items[index] as MapNode, value))
  }
}

function isPreset(item: Node): boolean {
  if (item.type === 'scalar') return item.plain && item.text === PRESET
  return item.type === 'map' && entryOf(item, PRESET) !== undefined
}

/** Indices of the inserts that a name, a kind or a kind with a number means. A name comes before a kind. */
function placesOf(items: readonly Node[], wanted: string): number[] {
  const at = items.map((_, index) => index)
  const named = at.filter((index) => nameOf(items[index]!) === wanted)
  if (named.length > 0) return named
  const [, kind, number] = PLACE.exec(wanted) ?? []
  const alike = at.filter((index) => kindOf(items[index]!)?.key.text === kind)
  return number === undefined ? alike : alike.slice(Number(number) - 1, Number(number))
}

/** How the inserts of a chain can be called. */
function labelsOf(items: readonly Node[]): string[] {
  const kinds = items.map((item) => kindOf(item)?.key.text)
  return items.flatMap((item, index) => {
    const kind = kinds[index]
    const name = nameOf(item)
    if (name !== undefined) return [name]
    if (kind === undefined) return []
    const isOnly = kinds.indexOf(kind) === kinds.lastIndexOf(kind)
    return [isOnly ? kind : `${kind} ${kinds.slice(0, index + 1).filter((one) => one === kind).length}`]
  })
}

function kindOf(item: Node): Entry | undefined {
  return item.type === 'map' ? item.entries.find(({ key }) => isProcessor(key.text)) : undefined
}

function isProcessor(word: string): word is ProcessorKind {
  return Object.hasOwn(processors, word)
}

function nameOf(item: Node): string | undefined {
  const name = item.type === 'map' ? entryOf(item, 'name')?.value : undefined
  return name?.type === 'scalar' ? name.text : undefined
}

/** An insert whose processor has other settings: the keys that are written, beside all others. */
function changed(item: MapNode, change: Exclude<Node, { type: 'scalar' }>): MapNode {
  const processor = kindOf(item)!
  const settings = settled(processor.value, change)
  const isSwitched = change.type === 'map' && entryOf(change, 'bypass') !== undefined
  const entries = item.entries
    .filter(({ key }) => !(isSwitched && key.text === 'bypass'))
    .map((entry) => (entry === processor ? { key: entry.key, value: settings } : entry))
  return { ...item, entries }
}

/** The list of an eq's bands means the same as a map with the key `bands`. */
function settled(below: Node, above: Exclude<Node, { type: 'scalar' }>): Node {
  if (below.type === 'scalar' || (below.type === 'list' && above.type === 'list')) return above
  const [lower, upper] = [asMap(below), asMap(above)]
  const entries = new Map([...lower.entries, ...upper.entries].map((entry) => [entry.key.text, entry]))
  return { ...lower, entries: [...entries.values()] }
}

function asMap(node: Exclude<Node, { type: 'scalar' }>): MapNode {
  if (node.type === 'map') return node
  const key = { type: 'scalar', source: node.source, head: node.head, text: 'bands', plain: true } as const
  return { type: 'map', source: node.source, head: node.head, entries: [{ key, value: node }] }
}
