/** One step into a mix: a name or time, a place in a list counted from 0 (from the end below 0), or its end. */
export type Step = string | number | '+'

/** A step as it was written, and whether it was quoted: quoted digits are a name. */
interface Written {
  readonly text: string
  readonly isName: boolean
}

/**
 * Reads a path: names joined by dots, places in lists and names with dots in brackets.
 *
 * ```
 * stems.vocal.gain
 * stems.vocal.inserts[0].eq[1].gain
 * stems.vocal.inserts.compressor.threshold
 * stems.vocal.gain[bar 9.3]
 * stems."lead vocal".gain
 * deliver.vinyl.inserts[+]
 * ```
 *
 * Undefined for a text that is no path.
 */
export function parseEditPath(text: string): Step[] | undefined {
  if (text.startsWith('.')) return undefined
  const steps: Step[] = []
  const pattern = /(?:^|\.)(?:"([^"]+)"|([^.[\]"]+))|\[(?:"([^"]+)"|([^[\]"]+))\]/y
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text)
    if (!match) return undefined
    const [, quotedName, name, quotedInside, inside] = match
    const isName = quotedName !== undefined || quotedInside !== undefined
    steps.push(stepOf({ text: (quotedName ?? name ?? quotedInside ?? inside)!.trim(), isName }))
  }
  return steps.length > 0 && steps.every((step) => step !== '') ? steps : undefined
}

function stepOf({ text, isName }: Written): Step {
  return !isName && /^-?\d{1,6}$/.test(text) ? Number(text) : text
}

/** A path as it is written. */
export function showEditPath(steps: readonly Step[]): string {
  return steps.map((step, index) => shown(step, index === 0)).join('')
}

function shown(step: Step, isFirst: boolean): string {
  if (typeof step === 'number' || step === '+') return `[${step}]`
  if (/[.[\]"]/.test(step) || /^-?\d+$/.test(step)) return isFirst ? `"${step}"` : `["${step}"]`
  return isFirst ? step : `.${step}`
}
