/** Two beating tones that swell and fall: [left, right] of frame n. */
export function tone(rateHz) {
  return (n) => {
    const t = n / rateHz
    const level = 0.3 + 0.2 * Math.sin(2 * Math.PI * 0.7 * t)
    return [level * Math.sin(2 * Math.PI * 441 * t), level * Math.sin(2 * Math.PI * 662 * t)]
  }
}
