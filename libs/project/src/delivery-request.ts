import { type Delivery, deliverField } from './delivery.ts'
import { compareByPlace, type Diagnostic } from './diagnostic.ts'
import { type Found, Reader } from './reader.ts'
import { Timeline } from './timeline.ts'
import { parseYaml } from './yaml-text.ts'

export interface RequestOptions {
  /** Names of the built-in targets. */
  readonly targets: readonly string[]
  readonly sampleRateHz: number
}

/**
 * Deliveries that are asked for outside of a mix file: names, and the same keys and texts for each as below `deliver`.
 * `deliveries` is present if and only if nothing is wrong. Diagnostics have no place.
 */
export function requestDeliveries(
  names: readonly string[],
  settings: Readonly<Record<string, string>>,
  { targets, sampleRateHz }: RequestOptions,
): { deliveries?: readonly Delivery[]; diagnostics: Diagnostic[] } {
  const text = JSON.stringify(Object.fromEntries(names.map((name) => [name, settings])))
  const { root } = parseYaml(text, '')
  const found: Found = { diagnostics: [], audioFiles: [], references: [] }
  const deliveries =
    root && deliverField.form.read(root, new Reader({ timeline: new Timeline({}), sampleRateHz, targets }, found))
  const diagnostics = found.diagnostics.sort(compareByPlace).map(withoutPlace)
  return deliveries && diagnostics.length === 0 ? { deliveries, diagnostics } : { diagnostics }
}

function withoutPlace({ file, line, column, endColumn, ...diagnostic }: Diagnostic): Diagnostic {
  return diagnostic
}
