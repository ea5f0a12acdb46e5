/**
 * A result as JSON for people and scripts; levels of silence (-Infinity) become null. What is in `compact` follows at the
 * end, in a line each: long lists that nobody reads.
 */
export function toJson(value: unknown, compact: Record<string, unknown> = {}): string {
  const text = JSON.stringify(value, finite, 2)
  const added = Object.entries(compact).map(
    ([name, item]) => `,\n  ${JSON.stringify(name)}: ${JSON.stringify(item, finite)}`,
  )
  return escaped(added.length === 0 ? `${text}\n` : `${text.slice(0, -2)}${added.join('')}\n}\n`)
}

/** What JSON leaves as it is though a terminal would act on it: controls above ASCII, overrides of lines and direction. */
function escaped(json: string): string {
  return json.replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** The same in one line, where a document follows another. */
export function toJsonLine(value: unknown): string {
  return `${JSON.stringify(value, finite)}\n`
}

function finite(_key: string, item: unknown): unknown {
  return typeof item === 'number' && !Number.isFinite(item) ? null : item
}
