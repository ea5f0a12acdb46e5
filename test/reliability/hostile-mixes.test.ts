import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkMix } from '@mixwright/session'
import { afterAll, expect, test } from 'vitest'
import { floatWav, noise, temporaryFolder } from '../_song.ts'

const wav = floatWav(noise(1, 0.1, 0.01))
const STEMS = 'stems: { a: { file: a.wav } }\n'
const MIX = `mixwright: 1\n${STEMS}`
const repeat = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join('')

/** Codes of what is said of a mix file, each once; none where it is good. */
async function codesOf(bytes: Uint8Array | string): Promise<string[]> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.wav'), wav)
  writeFileSync(join(folder, 'mix.yaml'), bytes)
  const { diagnostics } = await checkMix(folder)
  expect(diagnostics.filter(({ line, column }) => !((line ?? 0) >= 1 && (column ?? 0) >= 1))).toEqual([])
  return [...new Set(diagnostics.map(({ code }) => code))].filter((code) => !code.startsWith('ADVICE_'))
}

const utf16 = (text: string, isBig: boolean, hasMark: boolean) => {
  const bytes = Buffer.from(`${hasMark ? '\ufeff' : ''}${text}`, 'utf16le')
  return isBig ? bytes.swap16() : bytes
}

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype']

test.each<[what: string, text: Uint8Array | string, codes: string[]]>([
  // Bytes
  ['UTF-8 with a byte-order mark', `\ufeff${MIX}`, ['YAML_BYTE_ORDER_MARK']],
  ['UTF-16, little-endian, with a mark', utf16(MIX, false, true), ['YAML_NOT_TEXT']],
  ['UTF-16, little-endian', utf16(MIX, false, false), ['YAML_NOT_TEXT']],
  ['UTF-16, big-endian, with a mark', utf16(MIX, true, true), ['YAML_NOT_TEXT']],
  ['UTF-16, big-endian', utf16(MIX, true, false), ['YAML_NOT_TEXT']],
  ['lines that end with CR and LF', MIX.replaceAll('\n', '\r\n'), []],
  ['lines that end with CR alone', MIX.replaceAll('\n', '\r'), ['YAML_SYNTAX']],
  ['a CR inside a text', `${MIX}title: a\rb\n`, ['YAML_SYNTAX']],
  ['a zero byte', `${MIX}title: "\0"\n`, ['YAML_NOT_TEXT']],
  ['tabs that indent', 'mixwright: 1\nstems:\n\ta: { file: a.wav }\n', ['YAML_TAB']],
  // Shapes
  ['a million open brackets', `${MIX}x: ${'['.repeat(1_000_000)}`, ['YAML_TOO_DEEP']],
  ['maps 1000 deep', `${MIX}x: ${'{ a: '.repeat(1000)}1${' }'.repeat(1000)}`, ['YAML_TOO_DEEP']],
  [
    'aliases that double 30 times',
    `${MIX}a0: &a0 [ 1 ]\n${repeat(30, (i) => `a${i + 1}: &a${i + 1} [ *a${i}, *a${i} ]\n`)}`,
    ['YAML_ALIAS_BOMB'],
  ],
  [
    'aliases of maps that square',
    `${MIX}a0: &a0 { x: 1 }\n${repeat(9, (i) => `a${i + 1}: &a${i + 1} { ${repeat(9, (k) => `k${k}: *a${i}, `)} }\n`)}`,
    ['YAML_ALIAS_BOMB'],
  ],
  ['an alias inside its own anchor', `${MIX}x: &x [ *x ]\n`, ['YAML_ALIAS']],
  ['a slip in each of 200 000 lines', 'a: ]\n'.repeat(200_000), ['YAML_SYNTAX']],
  ['five million signs', `${MIX}x: [ ${'a,'.repeat(1_500_000)} ]\n`, ['YAML_TOO_LARGE']],
  ['a title of a megabyte', `${MIX}title: ${'x'.repeat(1 << 20)}\n`, ['PROJECT_OUT_OF_RANGE']],
  [
    'a quoted name of a megabyte',
    `mixwright: 1\nstems: { "${'x'.repeat(1 << 20)}": { file: a.wav } }\n`,
    ['PROJECT_BAD_NAME'],
  ],
  ['a name of 900 letters', `mixwright: 1\nstems: { ${'x'.repeat(900)}: { file: a.wav } }\n`, ['PROJECT_BAD_NAME']],
  [
    'a file name of a megabyte',
    `mixwright: 1\nstems:\n  a:\n    file: ${'x'.repeat(1 << 20)}\n`,
    ['PROJECT_OUT_OF_RANGE'],
  ],
  ['a key twice', `${MIX}title: A\ntitle: B\n`, ['YAML_DUPLICATE_KEY']],
  ['a stem twice', 'mixwright: 1\nstems: { a: { file: a.wav }, a: { file: a.wav } }\n', ['YAML_DUPLICATE_KEY']],
  ['a merge key', `${MIX}buses:\n  b: &b { gain: -1 dB }\n  c: { <<: *b }\n`, ['YAML_MERGE_KEY']],
  ['a tag that makes code', `${MIX}title: !!js/function "() => 1"\n`, ['YAML_TAG']],
  // Names of what every object inherits
  ...NAMES.flatMap((name): [string, string, string[]][] => [
    [`a stem named ${name}`, `mixwright: 1\nstems: { ${name}: { file: a.wav } }\n`, ['PROJECT_BAD_NAME']],
    [`a bus named ${name}`, `${MIX}buses: { ${name}: {} }\n`, ['PROJECT_BAD_NAME']],
    [`a return named ${name}`, `${MIX}returns: { ${name}: {} }\n`, ['PROJECT_BAD_NAME']],
    [`a section named ${name}`, `${MIX}sections: { ${name}: 0:00 }\n`, ['PROJECT_BAD_NAME']],
    [`a group named ${name}`, `${MIX}groups: { ${name}: { strips: [ a ] } }\n`, ['PROJECT_BAD_NAME']],
    [`a variant named ${name}`, `${MIX}variants: { ${name}: {} }\n`, ['PROJECT_BAD_NAME']],
    [`a delivery named ${name}`, `${MIX}deliver: { ${name}: { target: archive } }\n`, ['PROJECT_BAD_NAME']],
    [
      `a send to ${name}`,
      `mixwright: 1\nstems: { a: { file: a.wav, sends: { ${name}: 0 dB } } }\n`,
      ['ROUTE_UNKNOWN_RETURN'],
    ],
    [`a bus ${name} that is fed`, `mixwright: 1\nstems: { a: { file: a.wav, bus: ${name} } }\n`, ['ROUTE_UNKNOWN_BUS']],
    [
      `a processor ${name}`,
      `mixwright: 1\nstems: { a: { file: a.wav, inserts: [ { ${name}: {} } ] } }\n`,
      ['PROJECT_UNKNOWN_KEY'],
    ],
    [`a target ${name}`, `${MIX}deliver: { x: { target: ${name} } }\n`, ['DELIVERY_UNKNOWN_TARGET']],
  ]),
  // Numbers
  ...['1e999', '.nan', '.inf', '-.inf', 'NaN', 'Infinity', '0x1F', '0o17', '2026-11-22', `1${'0'.repeat(400)}`].map(
    (value): [string, string, string[]] => [
      `tempo: ${value.slice(0, 20)}`,
      `${MIX}tempo: ${value}\n`,
      [expect.stringMatching(/^PROJECT_(BAD_VALUE|OUT_OF_RANGE|BAD_UNIT)$/)],
    ],
  ),
  [
    'a gain of 1e300 dB',
    'mixwright: 1\nstems: { a: { file: a.wav, gain: 1e300 dB } }\n',
    [expect.stringMatching(/^PROJECT_/)],
  ],
  [
    'a start in the year 30 000',
    'mixwright: 1\nstems: { a: { file: a.wav, start: 999999999:00:00 } }\n',
    [expect.stringMatching(/^PROJECT_/)],
  ],
  // Routes
  [
    '1000 buses in a ring',
    `mixwright: 1\nstems: { a: { file: a.wav, bus: b0 } }\nbuses:\n${repeat(1000, (i) => `  b${i}: { bus: b${(i + 1) % 1000} }\n`)}`,
    ['ROUTE_LOOP'],
  ],
  ['a bus that feeds itself', `${MIX}buses: { b: { bus: b } }\n`, ['ROUTE_LOOP']],
  [
    '1000 buses in a row',
    `mixwright: 1\nstems: { a: { file: a.wav, bus: b0 } }\nbuses:\n${repeat(1000, (i) => `  b${i}: { bus: ${i === 999 ? 'mix' : `b${i + 1}`} }\n`)}`,
    [],
  ],
  [
    'buses that listen to each other',
    `mixwright: 1\nstems: { a: { file: a.wav, bus: b } }\nbuses:\n  b: { bus: c, inserts: [ { compressor: { threshold: -20 dB, ratio: 2, sidechain: c } } ] }\n  c: {}\n`,
    ['ROUTE_LOOP'],
  ],
  [
    'returns that send to each other',
    'mixwright: 1\nstems: { a: { file: a.wav, sends: { r: 0 dB } } }\nreturns: { r: { sends: { s: 0 dB } }, s: { sends: { r: 0 dB } } }\n',
    ['ROUTE_LOOP'],
  ],
])('%s', async (_, text, codes) => {
  const start = process.cpuUsage()
  expect(await codesOf(text)).toEqual(codes)
  const { user, system } = process.cpuUsage(start)
  const seconds = (user + system) / 1e6
  expect(seconds).toBeLessThan(20)
  tried.push(seconds)
})

const tried: number[] = []
afterAll(() => {
  const [all, slowest] = [tried.reduce((sum, s) => sum + s, 0), Math.max(0, ...tried)]
  console.log(`reliability: ${tried.length} hostile mixes in ${all.toFixed(1)} s, the slowest ${slowest.toFixed(1)} s`)
})
