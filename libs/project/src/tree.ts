import type { Range, SourceText } from './source-text.ts'

interface Written {
  readonly source: SourceText
  /** What to point at: a scalar itself, the key of a list or map, or the first line of one without a key. */
  readonly head: Range
}

/** A single value. Every scalar is text here: what it means depends on the key it stands at. */
export interface ScalarNode extends Written {
  readonly type: 'scalar'
  readonly text: string
  /** Written without quotes. */
  readonly plain: boolean
}

export interface ListNode extends Written {
  readonly type: 'list'
  readonly items: readonly Node[]
}

export interface Entry {
  readonly key: ScalarNode
  readonly value: Node
}

/** Keys are unique. */
export interface MapNode extends Written {
  readonly type: 'map'
  readonly entries: readonly Entry[]
}

/** What YAML text says, in its simplest form: aliases resolved (as shared nodes), no tags, no null, no numbers. */
export type Node = ScalarNode | ListNode | MapNode

/** True for a key without a value, `~` and `null`. */
export function isNothing(node: Node): boolean {
  return node.type === 'scalar' && node.plain && /^(?:|~|null)$/.test(node.text)
}

export function entryOf(map: MapNode, key: string): Entry | undefined {
  return map.entries.find((entry) => entry.key.text === key)
}

/** The node that keys and indices lead to from `root`, if all of them exist. */
export function nodeAt(root: Node, path: readonly (string | number)[]): Node | undefined {
  let node: Node | undefined = root
  for (const step of path) {
    if (node?.type === 'map') node = entryOf(node, String(step))?.value
    else if (node?.type === 'list' && typeof step === 'number') node = node.items[step]
    else return undefined
  }
  return node
}

const sizes = new WeakMap<Node, number>()

/** Values in a tree, each alias counted as all that it stands for. */
export function sizeOf(node: Node): number {
  if (node.type === 'scalar') return 1
  const known = sizes.get(node)
  if (known !== undefined) return known
  const parts = node.type === 'list' ? node.items : node.entries.map(({ value }) => value)
  const size = parts.reduce((sum, part) => sum + sizeOf(part), 1)
  sizes.set(node, size)
  return size
}
