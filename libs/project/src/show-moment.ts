/** `1:02.5` for 62.5 s. */
export function showMoment(atS: number): string {
  const minutes = Math.floor(atS / 60)
  const [whole = '0', fraction] = String(Number((atS - minutes * 60).toFixed(3))).split('.')
  return `${minutes}:${whole.padStart(2, '0')}${fraction === undefined ? '' : `.${fraction}`}`
}
