import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { extremesOf, INPUTS, processorKinds } from '../../libs/session/test/_extremes.ts'
import { floatWav, noise, readWav, temporaryFolder } from '../_song.ts'
import { mixwright } from '../_tools.ts'

const FRAMES = 24_000
/** One setting in so many of each processor stands in a strip, and always its first. */
const EVERY = 12
/** Floats may go where gains at their most take them; integers end at full scale. */
const MOST_GAIN = 10 ** (400 / 20)

/** A mono recording of 64-bit floats, which alone hold the denormals of the engine. */
function doubleWav(frames: number, at: (n: number) => number): Buffer {
  const head = floatWav({ frames: 0, at: () => 0 }).subarray(0, 44)
  head.writeUInt16LE(64, 34)
  head.writeUInt16LE(8, 32)
  head.writeUInt32LE(48_000 * 8, 28)
  head.writeUInt32LE(frames * 8, 40)
  head.writeUInt32LE(36 + frames * 8, 4)
  return Buffer.concat([head, Buffer.from(Float64Array.from({ length: frames }, (_, n) => at(n)).buffer)])
}

const kinds = processorKinds()
/** Settings of a processor as they are written. */
const extremesOfKind = new Map(
  kinds.map((kind) => [kind, extremesOf(kind).filter(({ plans }) => plans.length > 0)] as const),
)
const inserts = [...extremesOfKind.values()].flatMap((extremes) => {
  return extremes.filter((_, index) => index % EVERY === 0).map(({ text }) => text)
})
/** One setting of each processor, another one for each `turn`. */
const oneOfEach = (turn: number): [kind: string, text: string][] => {
  return [...extremesOfKind].map(([kind, extremes]) => [kind, extremes[(7 * turn) % extremes.length]!.text])
}
const isForMasters = (text: string) => !/convolution|sidechain/.test(text)
const FILES = ['mix', 'spotify', 'cd', 'vinyl', ...kinds.map((kind) => `of-${kind}`)]

/** A song in which every processor stands in strips, in a bus, in a return, and before a delivery. */
function mixOf(turn: number): string {
  const lines = (rows: readonly string[]) => rows.map((row) => `  ${row}\n`).join('')
  const stems = inserts.map((text, index) => {
    const [kind] = [kinds[index % kinds.length]]
    const file = index % 3 === 0 ? 'one.wav' : 'a.wav'
    return `s${index}: { file: ${file}, bus: bus-${kind}, inserts: [ ${text} ], sends: { return-${kind}: 0 dB } }`
  })
  const deliveries = oneOfEach(turn + 3).map(([kind, text]) => {
    return `of-${kind}: { target: archive, inserts: [ ${isForMasters(text) ? text : ''} ] }`
  })
  return `mixwright: 1
length: 0:01
stems:
${lines(stems)}  n: { file: n.wav, gain: -20 dB }
buses:
${lines(oneOfEach(turn).map(([kind, text]) => `bus-${kind}: { inserts: [ ${text} ] }`))}
returns:
${lines(oneOfEach(turn + 1).map(([kind, text]) => `return-${kind}: { inserts: [ ${text} ] }`))}
mix: { inserts: [ ${oneOfEach(turn + 2)[turn]![1]} ] }
deliver:
  spotify: {}
  cd: {}
  vinyl: {}
${lines(deliveries)}`
}

/** Keys of a document whose values are no numbers, or texts that say so. */
function unprintable(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return /\b(NaN|Infinity|undefined)\b/.test(value) ? [`${path}: ${value}`] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => unprintable(item, `${path}/${key}`))
}

let rendered = 0
let samples = 0

describe.each(INPUTS.map((input, turn) => [...input, turn] as const))('%s', (_, size, at, turn) => {
  test('through every processor in strips, buses, returns, deliveries and the report', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a.wav'), doubleWav(FRAMES, at))
    writeFileSync(
      join(folder, 'one.wav'),
      doubleWav(1, () => size),
    )
    writeFileSync(join(folder, 'n.wav'), floatWav(noise(1, 0.1, 0.5)))
    writeFileSync(join(folder, 'ir.wav'), floatWav({ frames: 300, at: (n) => Math.cos(n * n) / 4 }))
    writeFileSync(join(folder, 'mix.yaml'), mixOf(turn))
    const { status, stdout, stderr } = mixwright(['render', folder, '--json'])
    expect(status, stderr).toBeLessThanOrEqual(1)
    const document = JSON.parse(stdout)
    expect(unprintable(document)).toEqual([])
    const errors = document.diagnostics.filter(({ severity }: { severity: string }) => severity === 'error')
    expect(errors.filter(({ code }: { code: string }) => code !== 'DELIVERY_PROMISE_MISSED')).toEqual([])
    for (const output of FILES) {
      const { left, right } = readWav(join(folder, 'out', `${output}.wav`))
      let top = 0
      for (const side of [left, right])
        for (const sample of side) top = Math.abs(sample) <= top ? top : Math.abs(sample)
      expect(top, output).toBeLessThanOrEqual(Math.max(1, size) * MOST_GAIN)
      samples += left.length + right.length
    }
    expect(unprintable(JSON.parse(readFileSync(join(folder, 'out', 'report.json'), 'utf8')))).toEqual([])
    const page = readFileSync(join(folder, 'out', 'report.html'), 'utf8')
    expect(page.match(/[\w-]+="[^"]*\b(?:NaN|Infinity|undefined)\b[^"]*"|>[^<]*\bNaN\b[^<]*<\/t/g)).toBeNull()
    rendered++
  }, 300_000)
})

test('counts', () => {
  expect(rendered).toBe(INPUTS.length)
  const places = inserts.length + 3 * kinds.length
  process.stdout.write(`numbers: ${rendered} songs with processors in ${places} places each, ${samples} samples\n`)
})
