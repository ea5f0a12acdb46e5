import { type Delivery, deliverField } from './delivery.ts'
import { compareByPlace, type Diagnostic } from './diagnostic.ts'
import { type Found, Reader } from './reader.ts'
import { readFields } from './record.ts'
import { type Release, releaseFields } from './release.ts'
import { Timeline } from './timeline.ts'
import type { MapNode } from './tree.ts'
import { parseYaml } from './yaml-text.ts'

/** Keys and texts as they are written in a mix file. */
export type WrittenSettings = Readonly<Record<string, string>>

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
  wanted: Readonly<Record<string, WrittenSettings>>,
  { targets, sampleRateHz }: RequestOptions,
): { deliveries?: readonly Delivery[]; diagnostics: Diagnostic[] } {
  const { value, diagnostics } = readWritten(wanted, { sampleRateHz, targets }, (root, reader) => {
    return deliverField.form.read(root, reader)
  })
  return value && diagnostics.length === 0 ? { deliveries: value, diagnostics } : { diagnostics }
}

/** Release data that is written outside of a mix file: what of it is right, and what is wrong with the rest. */
export function requestRelease(written: WrittenSettings): { release: Release; diagnostics: Diagnostic[] } {
  const parts = Object.entries(written).map(([key, text]) => {
    const fields = Object.fromEntries(Object.entries(releaseFields).filter(([name]) => name === key))
    return readWritten({ [key]: text }, { sampleRateHz: 48_000 }, (root, reader) => {
      return readFields(root.entries, root, fields, reader)
    })
  })
  const release: Release = Object.assign({}, ...parts.map(({ value }) => value))
  return { release, diagnostics: parts.flatMap(({ diagnostics }) => diagnostics) }
}

function readWritten<T>(
  written: object,
  song: Omit<Reader['song'], 'timeline'>,
  read: (root: MapNode, reader: Reader) => T | undefined,
): { value: T | undefined; diagnostics: Diagnostic[] } {
  const { root } = parseYaml(JSON.stringify(written), '')
  const found: Found = { diagnostics: [], audioFiles: [], references: [] }
  const value = root && read(root, new Reader({ timeline: new Timeline({}), ...song }, found))
  return { value, diagnostics: found.diagnostics.sort(compareByPlace).map(withoutPlace) }
}

function withoutPlace({ file, line, column, endColumn, ...diagnostic }: Diagnostic): Diagnostic {
  return diagnostic
}
