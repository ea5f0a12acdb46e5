import type { JsonSchema } from '@mixwright/project'

/** One key of a map as a reader meets it. */
interface Row {
  key: string
  meaning: string
  allowed: string
  fallback: string
}

/** A Markdown table of the keys of a map, from its schema. */
export function keyTable(schema: JsonSchema): string {
  const keys = Object.entries(schema.properties as Record<string, JsonSchema>)
  const rows = keys.map(([key, value]) => rowOf(key, value))
  const isBare = rows.every(({ allowed }) => allowed === '')
  const cells = rows.map(({ key, meaning, allowed, fallback }) =>
    isBare ? [`\`${key}\``, meaning] : [`\`${key}\``, meaning, allowed, fallback],
  )
  return table(isBare ? ['key', 'meaning'] : ['key', 'meaning', 'may be', 'default'], cells)
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function rowOf(key: string, { description, anyOf, $ref }: JsonSchema): Row {
  const text = String(description ?? '')
  const open = text.endsWith(')') ? openingOf(text) : -1
  if (open < 0) return { key, meaning: `${text}${definitionLink($ref ?? anyOf)}`, allowed: '', fallback: '' }
  const inside = text.slice(open + 1, -1)
  const [, allowed, fallback] = /^(.*?)(?:; default (.*))?$/.exec(inside)!
  return { key, meaning: text.slice(0, open).trim(), allowed: allowed!, fallback: fallback ?? '' }
}

/** Where the last parenthesis of a text begins. */
function openingOf(text: string): number {
  let depth = 0
  for (let i = text.length - 1; i >= 0; i--) {
    if (text[i] === ')') depth++
    if (text[i] === '(' && --depth === 0) return i
  }
  return -1
}

function definitionLink(reference: unknown): string {
  const name = typeof reference === 'string' ? reference.split('/').at(-1) : undefined
  return name ? ` See [${name}](#${name.toLowerCase()}).` : ''
}
