import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import { commentsOf, soundDocument } from './yaml-tokens.ts'

/** True for two texts that say the same with the same words, names, anchors and comments, however they are laid out. */
export function isSameYaml(a: string, b: string): boolean {
  return describeYaml(a) === describeYaml(b)
}

function describeYaml(text: string): string | undefined {
  const document = soundDocument(text)
  return document && JSON.stringify([described(document.contents), commentsOf(text)])
}

function described(node: unknown): unknown {
  if (isAlias(node)) return { alias: node.source }
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return null
  const { anchor, tag } = node as { anchor?: string; tag?: string }
  if (isScalar(node)) return { anchor, tag, text: node.source, type: node.type }
  if (isSeq(node)) return { anchor, tag, flow: node.flow, items: node.items.map(described) }
  return { anchor, tag, flow: node.flow, pairs: node.items.map(({ key, value }) => [described(key), described(value)]) }
}
