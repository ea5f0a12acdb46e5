/**
 * Lines of a table: columns padded to their widest cell, the first `leftColumns` to the left, the others to the right.
 */
export function tableLines(rows: readonly (readonly string[])[], leftColumns = 1): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => (column < leftColumns ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  )
}

/** A number with a fixed count of decimals; silence reads `-inf`, what is not known `–`. */
export function figure(value: number | null | undefined, decimals = 1): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  if (value === Number.NEGATIVE_INFINITY) return '-inf'
  const text = value.toFixed(decimals)
  return Number(text) === 0 ? text.replace('-', '') : text
}

/** Minutes and seconds: `3:07.2`. */
export function clock(seconds: number): string {
  const tenths = Math.floor(seconds * 10 + 0.5)
  const minutes = Math.floor(tenths / 600)
  return `${minutes}:${((tenths - minutes * 600) / 10).toFixed(1).padStart(4, '0')}`
}
