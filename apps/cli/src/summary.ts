import type { DeliveryResult, ExpectationResult, FileMeasurement, VariantResult } from '@mixwright/session'
import { measurementTable, playbackTable } from './commands/measure.ts'
import { expectationTable } from './commands/test.ts'
import type { Output } from './output.ts'
import { figure, tableLines } from './table.ts'

export interface Summarised {
  mix: FileMeasurement | null
  deliveries: DeliveryResult[]
  variants?: VariantResult[]
  expectations?: ExpectationResult[]
  timings: Record<string, number>
}

/**
 * What a person wants to know of a mix and its masters: their figures, promises kept and missed, and the time taken;
 * with `playback` also what players will do to the masters, or to the mix where nothing else was made.
 */
export function summarise(
  output: Output,
  { mix, deliveries: own, variants = [], expectations = [], timings }: Summarised,
  playback = false,
): void {
  if (!mix) return
  const others = variants.flatMap(({ name, deliveries }) =>
    deliveries.map((one) => ({ ...one, name: `${name}/${one.name}` })),
  )
  const deliveries = [...own, ...others]
  const files = [mix, ...own, ...variants.flatMap((variant) => [variant.mix, ...variant.deliveries])]
  output.result(measurementTable(files, output.columns).join('\n'))
  const promises = deliveries.flatMap((delivery) => promiseRows(output, delivery))
  if (promises.length > 0)
    output.result(`\n${tableLines([['promise', 'limit', 'is', ''], ...promises], 1, output.columns).join('\n')}`)
  const expected = [{ name: null, expectations }, ...variants].flatMap((version) => {
    return version.expectations.map((one) => ({ variant: version.name, ...one }))
  })
  if (expected.length > 0) output.result(`\n${expectationTable(output, expected).join('\n')}`)
  for (const delivery of deliveries) noteEncodings(output, delivery)
  const played = deliveries.length > 0 ? deliveries : [{ ...mix, name: 'mix' }]
  for (const one of playback ? played : []) {
    if (one.playback?.length) output.result(`\n${playbackTable(one.name, one.playback).join('\n')}`)
  }
  const seconds = Object.values(timings).reduce((sum, one) => sum + one, 0)
  output.note(`\n${seconds.toFixed(1)} s, ${(mix.durationS / seconds).toFixed(0)} × real time`)
}

/** A lossy encoder raises peaks; whoever asked for a ceiling should know what holding it took. */
function noteEncodings(output: Output, { name, mastering: { encodings, loweredDb } }: DeliveryResult): void {
  if (encodings === 1) return
  const lowered = `the ceiling ahead of the encoder was set ${figure(loweredDb, 2)} dB lower`
  output.note(`${name}: encoded ${encodings} times; ${lowered}, so that the decoded file keeps its promises`)
}

function promiseRows({ resultColors: colors }: Output, { name, promises }: DeliveryResult): string[][] {
  return promises.map((promise) => [
    `${name}: ${promise.name}`,
    `${valueText(promise.limit, promise.unit)} ${promise.unit}`.trim(),
    `${valueText(promise.value, promise.unit)} ${promise.unit}`.trim(),
    promise.ok ? colors.green('kept') : colors.red('missed'),
  ])
}

/** What is counted in whole numbers. */
const COUNTED = new Set(['Hz', 'bit', 'frames'])

function valueText(value: number | string | null, unit: string): string {
  return typeof value === 'string' ? value : figure(value, COUNTED.has(unit) ? 0 : 2)
}
