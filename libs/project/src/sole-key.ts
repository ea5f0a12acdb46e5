import { quoted } from './printable.ts'
import type { Reader } from './reader.ts'
import { entriesOf } from './record.ts'
import { didYouMean } from './suggestion.ts'
import type { Entry, Node } from './tree.ts'

/** A map in which one key says what the map is. */
export interface SoleKey {
  readonly entry: Entry
  readonly siblings: readonly Entry[]
}

/**
 * Finds the one key of a map that is among `known`; undefined after reporting that there is none, or several. `noun`
 * is what the keys name: `processor`.
 */
export function soleKey(node: Node, known: readonly string[], noun: string, reader: Reader): SoleKey | undefined {
  if (node.type === 'scalar' && known.includes(node.text)) {
    const fix = `write \`${node.text}: …\``
    return reader.refuse('PROJECT_WRONG_TYPE', node, `a map with the ${noun} as key`, fix)
  }
  const entries = entriesOf(node, reader)
  if (!entries) return undefined
  const found = entries.filter(({ key }) => known.includes(key.text))
  const [entry, second] = found
  if (second) {
    const fix = 'begin a new entry with `- ` for each'
    return reader.report(
      'PROJECT_WRONG_TYPE',
      second.key,
      `got a second ${noun} ${quoted(second.key.text)} in one entry`,
      { fix },
    )
  }
  if (entry) return { entry, siblings: entries.filter((one) => one !== entry) }
  const [first] = entries
  if (!first) return reader.report('PROJECT_MISSING_KEY', node, `missing the ${noun}`, { fix: allOf(known) })
  const fix = didYouMean(first.key.text, known) ?? allOf(known)
  return reader.report('PROJECT_UNKNOWN_KEY', first.key, `unknown ${noun} ${quoted(first.key.text)}`, { fix })
}

function allOf(known: readonly string[]): string {
  return `one of ${known.join(', ')}`
}
