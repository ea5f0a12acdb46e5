import { isDeviceName } from './delivery.ts'
import { checkName } from './name.ts'
import { quoted } from './printable.ts'
import type { Reader } from './reader.ts'
import { entriesOf, refuseUnknownKeys } from './record.ts'
import { didYouMean, listed } from './suggestion.ts'
import { type Entry, entryOf, isNothing, type MapNode, type Node, type ScalarNode } from './tree.ts'
import { VARIANT_KEYS } from './variant-fields.ts'

/** Maps from names to things that a variant may change but not add to, and what each thing is called. */
const THINGS = { stems: 'stem', buses: 'bus', returns: 'return', groups: 'group' } as const

function isThings(key: string): key is keyof typeof THINGS {
  return Object.hasOwn(THINGS, key)
}

/** Each variant is a whole mix to render; a record has five. */
const MOST_VARIANTS = 32

/** Names that folders of variants, and the option that chooses variants, need for something else. */
const RESERVED = ['stems', 'all', 'none']

/** Every variant of a file, as a file of its own. */
export function variantsOf(file: MapNode, reader: Reader): { name: string; root: MapNode }[] {
  const written = entryOf(file, 'variants')?.value
  const entries = written ? (entriesOf(written, reader.into('variants')) ?? []) : []
  if (entries.length > MOST_VARIANTS) {
    const message = `got ${entries.length}, allowed up to ${MOST_VARIANTS}`
    reader.into('variants').report('PROJECT_OUT_OF_RANGE', written!, message)
    return []
  }
  return entries.flatMap(({ key, value }) => {
    const inside = reader.about(`variant ${quoted(key.text)}`)
    if (!checkVariantName(key, file, inside)) return []
    return [{ name: key.text, root: withVariant(file, value, inside) }]
  })
}

/** True for a name that a folder beside the outputs of the mix can have; reports others. */
function checkVariantName(key: ScalarNode, file: MapNode, reader: Reader): boolean {
  if (!checkName(key, reader)) return false
  const name = key.text.toLowerCase()
  if (RESERVED.includes(name)) {
    reader.report('PROJECT_BAD_NAME', key, 'the name is reserved', { fix: 'choose another name' })
    return false
  }
  const others = ['mix', 'report', ...namesIn(entryOf(file, 'deliver')?.value)]
  const isTaken = others.some((other) => name.startsWith(`${other.toLowerCase()}.`))
  if (!isTaken && !isDeviceName(name)) return true
  const message = 'its folder could not stand beside the files of the mix'
  reader.report('DELIVERY_SAME_FILE', key, message, { fix: 'choose another name' })
  return false
}

/**
 * The file as a variant has it: the file without `variants` and without what it expects, and over it what the variant
 * says. Keys of strips, groups, the mix, the master and deliveries take the place of those below them, whole; sends
 * are joined by name. Every value keeps the place at which it is written, so the result reads as a file of its own.
 */
function withVariant(file: MapNode, variant: Node, reader: Reader): MapNode {
  const song = without(file, ['variants', 'expect'])
  if (isNothing(variant)) return song
  if (variant.type !== 'map') {
    reader.refuse('PROJECT_WRONG_TYPE', variant, 'a map such as `{ mute: [vocal] }`')
    return song
  }
  refuseUnknownKeys(variant.entries, VARIANT_KEYS, reader)
  const known = variant.entries.filter(({ key }) => VARIANT_KEYS.includes(key.text))
  const changed = known
    .filter(({ key }) => !isSwitch(key.text))
    .reduce((root, { key, value }) => withEntry(root, { key, value: laid(root, key.text, value, reader) }), song)
  return known
    .filter(({ key }) => isSwitch(key.text))
    .reduce((root, { key, value }) => switched(root, key, value, reader.into(key.text)), changed)
}

/** The map without some of its keys. */
export function without(map: MapNode, keys: readonly string[]): MapNode {
  return { ...map, entries: map.entries.filter(({ key }) => !keys.includes(key.text)) }
}

function isSwitch(key: string): boolean {
  return key === 'mute' || key === 'solo'
}

/** What stands at a key of the file once the variant's value is laid over it. */
function laid(root: MapNode, key: string, above: Node, reader: Reader): Node {
  const below = entryOf(root, key)?.value
  if (isThings(key)) {
    const strips = knownOnly(below, above, THINGS[key], reader)
    return joined(below, strips, (_, lower, upper) => joined(lower, upper, sendsJoined))
  }
  if (key === 'deliver') {
    if (above.type === 'list') return picked(below, above, reader.into('deliver'))
    return joined(below, above, (_, lower, upper) => joined(lower, upper, upperOnly))
  }
  return key === 'mix' || key === 'master' || key === 'sections' ? joined(below, above, upperOnly) : above
}

type Join = (key: string, below: Node | undefined, above: Node) => Node

const upperOnly: Join = (_, __, above) => above
const sendsJoined: Join = (key, below, above) => (key === 'sends' ? joined(below, above, upperOnly) : above)

/** Two maps as one, values of keys in both being joined. What is no map takes the place of what is below, whole. */
function joined(below: Node | undefined, above: Node, join: Join): Node {
  if (below === undefined || isNothing(below)) return above
  if (isNothing(above)) return below
  if (below.type !== 'map' || above.type !== 'map') return above
  return above.entries.reduce((map, { key, value }) => {
    return withEntry(map, { key, value: join(key.text, entryOf(below, key.text)?.value, value) })
  }, below)
}

function withEntry(map: MapNode, entry: Entry): MapNode {
  const at = map.entries.findIndex(({ key }) => key.text === entry.key.text)
  return { ...map, entries: at < 0 ? [...map.entries, entry] : map.entries.with(at, entry) }
}

/** The entries of a variant's map that the file has too; others are reported. */
function knownOnly(below: Node | undefined, above: Node, noun: string, reader: Reader): Node {
  if (above.type !== 'map') return above
  const names = namesIn(below)
  const entries = above.entries.filter(({ key }) => isKnown(key, names, noun, reader))
  return { ...above, entries }
}

function isKnown(name: ScalarNode, names: readonly string[], noun: string, reader: Reader): boolean {
  if (names.includes(name.text)) return true
  const message = `got ${quoted(name.text)}, no such ${noun} in the mix ${listed(names)}`
  reader.report('VARIANT_UNKNOWN_NAME', name, message, { fix: didYouMean(name.text, names) })
  return false
}

function namesIn(node: Node | undefined): string[] {
  return node?.type === 'map' ? node.entries.map(({ key }) => key.text) : []
}

/** The deliveries of the file that a list names. */
function picked(below: Node | undefined, above: Extract<Node, { type: 'list' }>, reader: Reader): MapNode {
  const names = namesIn(below)
  const entries = scalarsOf(above, reader)
    .filter((name) => isKnown(name, names, 'delivery', reader))
    .map((name): Entry => entryOf(below as MapNode, name.text)!)
  return { type: 'map', source: above.source, head: above.head, entries: [...new Set(entries)] }
}

/** The file with `mute: true` or `solo: true` at the strips and groups that the variant names. */
function switched(root: MapNode, key: ScalarNode, value: Node, reader: Reader): MapNode {
  const all = Object.keys(THINGS).flatMap((map) => namesIn(entryOf(root, map)?.value))
  const names = scalarsOf(value, reader).filter((name) => isKnown(name, all, 'stem, bus, return or group', reader))
  const entries = root.entries.map((entry): Entry => {
    const { value: things } = entry
    if (!isThings(entry.key.text) || things.type !== 'map') return entry
    const here = things.entries.map((thing) => {
      const name = names.find(({ text }) => text === thing.key.text)
      return name ? switchedOn(thing, { ...key, head: name.head }) : thing
    })
    return { ...entry, value: { ...things, entries: here } }
  })
  return { ...root, entries }
}

function switchedOn({ key: name, value }: Entry, key: ScalarNode): Entry {
  if (value.type === 'list' || (value.type === 'scalar' && !isNothing(value))) return { key: name, value }
  const { source, head } = value
  const strip: MapNode = value.type === 'map' ? value : { type: 'map', source, head, entries: [] }
  return { key: name, value: withEntry(strip, { key, value: { ...key, text: 'true', plain: true } }) }
}

/** The names in a list, or a single one; others are reported. */
function scalarsOf(node: Node, reader: Reader): ScalarNode[] {
  const items = node.type === 'list' ? node.items : isNothing(node) ? [] : [node]
  return items.flatMap((item) => {
    if (item.type === 'scalar' && !isNothing(item)) return [item]
    reader.refuse('PROJECT_WRONG_TYPE', item, 'a name')
    return []
  })
}
