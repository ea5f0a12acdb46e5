/** A figure with a real minus sign; a dash where there is none. */
export function figure(value: number | null | undefined, digits = 1): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  const text = Math.abs(value).toFixed(digits)
  return value < 0 && Number(text) !== 0 ? `−${text}` : text
}

export function signed(value: number | null | undefined, digits = 1): string {
  const text = figure(value, digits)
  return text === '–' || text.startsWith('−') || Number(text) === 0 ? text : `+${text}`
}

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}

/** Minutes and seconds. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds + 0.5)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

export function hertz(value: number): string {
  return value >= 1000 ? `${value / 1000} kHz` : `${value} Hz`
}

/** Numbers of a series that are numbers. */
export function present(values: readonly (number | null)[]): number[] {
  return values.filter((value): value is number => value !== null)
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** What `of` makes of each of at most `most` groups of neighbours. */
export function grouped<T, U>(values: readonly T[], most: number, of: (group: readonly T[]) => U): U[] {
  const count = Math.min(most, values.length)
  return Array.from({ length: count }, (_, index) => {
    const start = Math.floor((index * values.length) / count)
    return of(values.slice(start, Math.floor(((index + 1) * values.length) / count)))
  })
}

/** The largest number of a group; null where there is none. */
export function most(group: readonly (number | null)[]): number | null {
  return group.reduce<number | null>((top, one) => (one === null ? top : Math.max(top ?? one, one)), null)
}
