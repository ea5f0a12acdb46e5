import type { Change } from './change.ts'
import type { Part } from './parts.ts'

/** The changes in words that speak of some parts of the description, in their order. */
export function changesOf(parts: readonly Pick<Part, 'steps'>[], changes: readonly Change[]): Change[] {
  const places = parts.map(({ steps }) => comparable(steps.map(String).map(writtenKey)))
  return changes.filter(({ path }) => {
    const steps = comparable(stepsOf(path))
    return places.some((place) => isWithin(place, steps) || isWithin(steps, place))
  })
}

/** True when a place is another one or lies inside it. */
function isWithin(inner: readonly string[], outer: readonly string[]): boolean {
  return outer.length <= inner.length && outer.every((step, index) => step === inner[index])
}

/** `stems.vocal.inserts.0.eq.1.gain`; names that hold dots stand in quotes. */
function stepsOf(path: string): string[] {
  return [...path.matchAll(/"(?:[^"\\]|\\.)*"|[^.]+/g)].map(([step]) =>
    step.startsWith('"') ? JSON.parse(step) : step,
  )
}

/** The list of an eq's bands is its settings in the mix file, and a property of it in the description. */
function comparable(steps: readonly string[]): string[] {
  return steps.filter((step, index) => step !== 'bands' || index < 2)
}

/** `thresholdDb` as the mix file has it: `threshold`. */
function writtenKey(property: string): string {
  const key = property.replace(/(?<=[a-z])(Db|Dbtp|Hz|Ms|S|Lufs|Bpm)$/, '')
  return OTHER_KEYS[key] ?? key
}

const OTHER_KEYS: Readonly<Record<string, string>> = { fader: 'gain', send: 'level' }
