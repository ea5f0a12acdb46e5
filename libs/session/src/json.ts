/** A result as JSON for people and scripts; levels of silence (-Infinity) become null. */
export function toJson(value: unknown): string {
  const finite = (_key: string, item: unknown) => (typeof item === 'number' && !Number.isFinite(item) ? null : item)
  return `${JSON.stringify(value, finite, 2)}\n`
}
