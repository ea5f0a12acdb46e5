const SIGNIFICANT_DIGITS = 2

/** A number as a person would say it: two digits at least, none behind the point from 100 on. */
export function figure(value: number): string {
  const size = Math.abs(value)
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : SIGNIFICANT_DIGITS)
}

/** `3:07`. */
export function clock(atS: number): string {
  const whole = Math.floor(atS + 0.5)
  const minutes = Math.floor(whole / 60)
  return `${minutes}:${String(whole - 60 * minutes).padStart(2, '0')}`
}
