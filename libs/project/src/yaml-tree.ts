import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node as YamlNode } from 'yaml'
import type { DiagnosticCode } from './diagnostic-codes.ts'
import { quoted } from './printable.ts'
import type { Range, SourceText } from './source-text.ts'
import { didYouMean } from './suggestion.ts'
import type { Entry, Node, ScalarNode } from './tree.ts'

/** Values that aliases may add to those written. A song with 500 stems that share a long chain needs 20 000. */
const MOST_ALIASED_NODES = 100_000

type Report = (code: DiagnosticCode, range: Range, message: string, fix?: string) => void

/**
 * A YAML document as the plain tree of `tree.ts`. What the mix language does not use (tags, merge keys, keys that are
 * not text) is reported. Undefined for a document without content, and when an alias cannot be followed.
 */
export function treeOf(document: Document, source: SourceText, report: Report): Node | undefined {
  const tree = new TreeBuilder(source, report)
  const root = isYamlNode(document.contents) ? tree.build(document.contents) : undefined
  return tree.isBroken ? undefined : root
}

interface Anchored {
  /** Undefined while the anchored value itself is being built. */
  node: Node | undefined
  size: number
}

class TreeBuilder {
  readonly #source: SourceText
  readonly #report: Report
  readonly #anchors = new Map<string, Anchored>()
  /** Nodes built so far, each alias counted as all that it stands for. */
  #size = 0
  #aliasedSize = 0
  /** An alias leads nowhere, or to more than can be held. */
  isBroken = false

  constructor(source: SourceText, report: Report) {
    this.#source = source
    this.#report = report
  }

  build(yaml: YamlNode, key?: Range): Node {
    if (isAlias(yaml)) return this.#resolve(yaml.source, rangeOf(yaml))
    this.#refuseTag(yaml)
    const anchored: Anchored = { node: undefined, size: this.#size }
    if (yaml.anchor !== undefined) this.#anchors.set(yaml.anchor, anchored)
    this.#size++
    anchored.node = this.#buildValue(yaml, key)
    anchored.size = this.#size - anchored.size
    return anchored.node
  }

  #buildValue(yaml: YamlNode, key?: Range): Node {
    const head = key ?? rangeOf(yaml)
    if (isMap(yaml)) return { type: 'map', source: this.#source, head, entries: this.#entriesOf(yaml.items) }
    if (isSeq(yaml)) {
      const items = yaml.items.map((item) => (isYamlNode(item) ? this.build(item) : this.#nothing(head)))
      return { type: 'list', source: this.#source, head, items }
    }
    return this.#scalar(yaml, key)
  }

  #refuseTag(yaml: Exclude<YamlNode, Alias>): void {
    if (yaml.tag === undefined || yaml.tag === '!') return
    this.#report('YAML_TAG', rangeOf(yaml), `the tag ${quoted(yaml.tag)} is not part of the mix language`, 'remove it')
  }

  #scalar(yaml: YamlNode, key?: Range): ScalarNode {
    if (!isScalar(yaml)) return this.#nothing(rangeOf(yaml))
    const text = typeof yaml.source === 'string' ? yaml.source : ''
    const range = rangeOf(yaml)
    const head = range.to > range.from ? range : (key ?? range)
    return { type: 'scalar', source: this.#source, head, text, plain: yaml.type === 'PLAIN' }
  }

  #nothing(head: Range): ScalarNode {
    return { type: 'scalar', source: this.#source, head, text: '', plain: true }
  }

  #entriesOf(pairs: readonly { key: unknown; value: unknown }[]): Entry[] {
    const entries = new Map<string, Entry>()
    for (const { key, value } of pairs) {
      const written = this.#keyOf(key, value)
      if (written === undefined) continue
      const range = written.head
      const node = isYamlNode(value) ? this.build(value, range) : this.#nothing(range)
      const first = entries.get(written.text)
      if (first) this.#reportDuplicate(written, first.key)
      else entries.set(written.text, { key: written, value: node })
    }
    return [...entries.values()]
  }

  /** The key as text; undefined after reporting one that is not. */
  #keyOf(key: unknown, value: unknown): ScalarNode | undefined {
    if (isScalar(key) && key.source !== '') {
      this.#refuseTag(key)
      const written = this.#scalar(key)
      if (written.text !== '<<' || !written.plain) {
        if (key.anchor !== undefined) this.#anchors.set(key.anchor, { node: written, size: 1 })
        return written
      }
      this.#report('YAML_MERGE_KEY', written.head, 'merge keys are not part of the mix language', 'write the keys out')
      return undefined
    }
    const at = isYamlNode(key) ? key : isYamlNode(value) ? value : undefined
    const range = at ? rangeOf(at) : { from: 0, to: 0 }
    this.#report('YAML_KEY_NOT_TEXT', range, 'a key must be a single word or text', KEY_FIX)
    return undefined
  }

  #reportDuplicate(key: ScalarNode, first: ScalarNode): void {
    const { line } = this.#source.place(first.head)
    const message = `the key ${quoted(key.text)} stands here twice: first in line ${line}`
    this.#report('YAML_DUPLICATE_KEY', key.head, message, 'keep one of them')
  }

  #resolve(name: string, range: Range): Node {
    const anchored = this.#anchors.get(name)
    if (anchored?.node === undefined) {
      const message = anchored
        ? `the alias ${quoted(name)} stands inside its own anchor`
        : `no anchor ${quoted(name)} before this alias`
      const near = didYouMean(name, this.#anchors.keys()) ?? `write \`&${name}\` before the value it means`
      const fix = anchored ? undefined : near
      this.#report('YAML_ALIAS', range, message, fix)
      this.isBroken = true
      return this.#nothing(range)
    }
    this.#size += anchored.size
    this.#aliasedSize += anchored.size
    if (this.#aliasedSize > MOST_ALIASED_NODES && !this.isBroken) {
      this.isBroken = true
      const message = `the aliases of this file expand to more than ${MOST_ALIASED_NODES} values`
      this.#report('YAML_ALIAS_BOMB', range, message)
    }
    return anchored.node
  }
}

const KEY_FIX = 'a key is missing, or a name with `{`, `[` or `*` at its start needs quotes'

function isYamlNode(value: unknown): value is YamlNode {
  return isAlias(value) || isMap(value) || isSeq(value) || isScalar(value)
}

function rangeOf(yaml: YamlNode): Range {
  const [from, to] = yaml.range ?? [0, 0]
  return { from, to }
}
