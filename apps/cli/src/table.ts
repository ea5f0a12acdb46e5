import stringWidth from 'fast-string-width'

/**
 * Lines of a table: columns padded to their widest cell, the first `leftColumns` to the left, the others to the right. A
 * table that is wider than `mostColumns` is laid out with a line for each cell instead.
 */
export function tableLines(
  rows: readonly (readonly string[])[],
  leftColumns = 1,
  mostColumns = Number.POSITIVE_INFINITY,
): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))),
  )
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat(widths[column]! - stringWidth(cell))
        return column < leftColumns ? cell + space : space + cell
      })
      .join('  ')
      .trimEnd(),
  )
  return lines.some((line) => stringWidth(line) > mostColumns) ? stackedLines(rows) : lines
}

/** Each row under its first cell, the heads before its other cells; a cell without a head stands behind the one before. */
function stackedLines([heads, ...rows]: readonly (readonly string[])[]): string[] {
  const widest = Math.max(...heads!.slice(1).map((head) => stringWidth(head)))
  return rows.flatMap(([name, ...cells]) => {
    const lines: string[] = []
    for (const [index, cell] of cells.entries()) {
      const head = heads![index + 1] ?? ''
      if (head !== '') lines.push(`  ${head}${' '.repeat(widest - stringWidth(head))}  ${cell}`)
      else if (cell !== '' && lines.length > 0) lines[lines.length - 1] += ` ${cell}`
    }
    return [name!, ...lines]
  })
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
