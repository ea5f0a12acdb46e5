import { isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq, type Node as YamlNode } from 'yaml'

/** An entry or item, and the collection that it stands in. */
export interface Slot {
  readonly parent: YAMLMap | YAMLSeq
  readonly index: number
}

export function valueAt({ parent, index }: Slot): YamlNode | null {
  const item = parent.items[index]
  return (
    (isMap(parent) ? ((item as YAMLMap['items'][number]).value as YamlNode | null) : (item as YamlNode | null)) ?? null
  )
}

/** Offset of the key of an entry, or of an item with its anchor. */
export function startOf({ parent, index }: Slot): number {
  if (isMap(parent)) return (parent.items[index]!.key as YamlNode).range![0]
  const { items } = parent.srcToken as unknown as { items: { start: { type: string; offset: number }[] }[] }
  const node = parent.items[index] as YamlNode
  const mark = items[index]?.start.find(({ type }) => type === 'anchor' || type === 'tag')
  return mark?.offset ?? node.range![0]
}

export function keyEndOf({ parent, index }: Slot): number {
  return ((parent as YAMLMap).items[index]!.key as YamlNode).range![1]
}

export function keyText(key: unknown): string {
  return isScalar(key) ? (key.source ?? '') : ''
}

/** What each item of a list can be called: its keys, and the `name` it has been given. */
export function namesOf(list: YAMLSeq): string[][] {
  return list.items.map((item) => {
    if (isScalar(item)) return [item.source ?? '']
    if (!isMap(item)) return []
    const [first] = item.items
    const name = item.items.find(({ key }) => keyText(key) === 'name')?.value
    return [...(first ? [keyText(first.key)] : []), ...(isScalar(name) ? [name.source ?? ''] : [])]
  })
}

export function isNothing(node: YamlNode | null): boolean {
  return (
    node === null ||
    (isScalar(node) && node.type === 'PLAIN' && /^(?:|~|null)$/.test(node.source ?? '') && node.anchor === undefined)
  )
}

/** Where things stand in a text. */
export class Places {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** Below comments that are indented further than a column: they belong to what is above them. */
  belowComments(from: number, column: number): number {
    let at = from
    while (at < this.#text.length) {
      const end = this.lineAfter(at)
      const indent = this.#text.slice(at, end).search(/[^ ]/)
      if (this.#text[at + indent] !== '#' || indent <= column) break
      at = end
    }
    return at
  }

  /** Where the value begins, or is to begin. */
  valueStart(slot: Slot): number {
    const node = valueAt(slot)
    if (node?.range && node.range[1] > node.range[0]) return node.range[0]
    return this.headEnd(slot)
  }

  /** After the colon or dash. */
  headEnd(slot: Slot): number {
    if (isSeq(slot.parent)) return slot.parent.flow ? startOf(slot) : this.dashOf(slot) + 1
    const pair = (slot.parent as YAMLMap).items[slot.index]!
    const keyEnd = (pair.key as YamlNode).range![1]
    const colon = this.#text.indexOf(':', keyEnd)
    return colon < 0 ? keyEnd : colon + 1
  }

  dashOf({ parent, index }: Slot): number {
    const { items } = parent.srcToken as unknown as { items: { start: { type: string; offset: number }[] }[] }
    return items[index]!.start.find(({ type }) => type === 'seq-item-ind')?.offset ?? startOf({ parent, index })
  }

  /** After the last thing written in an entry or item, without comments. */
  endOf(slot: Slot): number {
    const node = valueAt(slot)
    const head = isMap(slot.parent) || !slot.parent.flow ? this.headEnd(slot) : startOf(slot)
    if (!node?.range || node.range[1] <= node.range[0]) return this.isKeyAlone(slot) ? keyEndOf(slot) : head
    if ((isMap(node) || isSeq(node)) && !node.flow) return this.endOf({ parent: node, index: node.items.length - 1 })
    const end = node.range[1]
    return isScalar(node) &&
      (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') &&
      this.#text[end - 1] === '\n'
      ? end - 1
      : end
  }

  /** `{ a, b }`: a key without a colon. */
  isKeyAlone({ parent, index }: Slot): boolean {
    return isMap(parent) && parent.flow === true && !/^\s*:/.test(this.#text.slice(keyEndOf({ parent, index })))
  }

  columnOf(offset: number): number {
    return offset - this.lineOf(offset)
  }

  lineOf(offset: number): number {
    return this.#text.lastIndexOf('\n', offset - 1) + 1
  }

  lineAfter(offset: number): number {
    const end = this.#text.indexOf('\n', offset)
    return end < 0 ? this.#text.length : end + 1
  }

  /** Before the line break after an offset. */
  lineEnd(offset: number): number {
    const end = this.#text.slice(offset).search(/\r?\n|$/)
    return offset + end
  }
}
