import { isMap, isScalar, isSeq, type Node as YamlNode } from 'yaml'
import { soundDocument } from '../layout/yaml-tokens.ts'

/** Where a value is to stand. */
export type Style = 'block' | 'flow' | 'key'

/**
 * A value from a command line as YAML: what begins with a bracket, a brace or a quote, or with `*` and a name, is taken
 * as it is; anything else is text, put in quotes where YAML would read it otherwise.
 */
export function asYaml(value: string, style: Style): string {
  const text = value.trim()
  if (style !== 'key' && /^(?:[[{"']|\*[\w-]+$)/.test(text) && isFlowYaml(text)) return text
  return isPlain(text, style) ? text : JSON.stringify(text)
}

/** True for a text that is one value of YAML, on one line. */
function isFlowYaml(text: string): boolean {
  if (/[\r\n]/.test(text)) return false
  const written = `[${text}]`
  if (/^\*/.test(text)) return true
  const node = soundDocument(written)?.contents
  return isSeq(node) && node.items.length === 1 && !isBareMap(node.items[0] as YamlNode, text)
}

/** `"a": b` in brackets is a map of its own. */
function isBareMap(node: YamlNode, text: string): boolean {
  return isMap(node) && !text.startsWith('{')
}

/** True where YAML reads a text back as it is, without quotes. */
function isPlain(text: string, style: Style): boolean {
  if (text === '' || /[\r\n]/.test(text)) return false
  const written = style === 'block' ? `k: ${text}` : style === 'flow' ? `{ k: ${text}, l: 1 }` : `{ ${text}: 1, l: 1 }`
  const map = soundDocument(written)?.contents
  if (!isMap(map) || map.items.length !== (style === 'block' ? 1 : 2)) return false
  const [pair] = map.items
  const [key, value] = [pair!.key, pair!.value]
  const read = style === 'key' ? key : value
  const isRead = isScalar(read) && read.source === text && read.type === 'PLAIN' && read.anchor === undefined
  return (
    isRead &&
    (read as { tag?: string }).tag === undefined &&
    (style !== 'key' || (isScalar(value) && value.source === '1'))
  )
}
