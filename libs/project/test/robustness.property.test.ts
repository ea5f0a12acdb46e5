import { formatDiagnostic, parseProject } from '@mixwright/project'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { diagnosticsOf, mix, NIGHT_DRIVE, parsed, TARGETS } from './_mix.ts'

const RUNS = process.env.MIXWRIGHT_FULL ? 2000 : 150
const LONGEST_RUN_MS = 600_000
/** A generous bound on hostile input, for slow and busy machines. */
const SLOWEST_MS = 30_000

/** What one text may take at most. */
const MOST_CPU_MS = 1000
const tried = { texts: 0, good: 0, cpuMs: 0, slowestMs: 0 }

afterAll(() => {
  const { texts, good, cpuMs, slowestMs } = tried
  const spent = `${(cpuMs / 1000).toFixed(1)} s of CPU, the slowest ${slowestMs.toFixed(0)} ms`
  process.stdout.write(`fuzz mix: ${texts} texts, ${good} good, ${texts - good} refused with places; ${spent}\n`)
})

/** What holds for the answer to any text at all, with the text of its presets. */
function checkAnswer(mixText: string, preset = ''): void {
  const readText = () => ({ text: preset })
  const start = process.cpuUsage()
  const { project, diagnostics, presets } = parseProject(mixText, 'mix.yaml', { targets: TARGETS, readText })
  const { user, system } = process.cpuUsage(start)
  const spentMs = (user + system) / 1000
  expect(spentMs).toBeLessThan(MOST_CPU_MS)
  tried.texts++
  tried.good += project ? 1 : 0
  tried.cpuMs += spentMs
  tried.slowestMs = Math.max(tried.slowestMs, spentMs)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  expect(project === undefined).toBe(errors.length > 0)
  const texts = new Map([['mix.yaml', mixText], ...presets.map(({ file, text }) => [file, text] as const)])
  for (const diagnostic of diagnostics) {
    const { file = '', line = 0, column = 0, endColumn = 0 } = diagnostic
    const text = texts.get(file)!
    const lines = text.split('\n')
    expect(line).toBeGreaterThanOrEqual(1)
    expect(line).toBeLessThanOrEqual(lines.length)
    expect(column).toBeGreaterThanOrEqual(1)
    expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1)
    expect(endColumn).toBeGreaterThan(column)
    expect(formatDiagnostic(diagnostic, text)).not.toMatch(/[^\P{Cc}\n]/u)
  }
}

const WORDS = [...new Set(NIGHT_DRIVE.match(/[\w.]+|[^\w\s]/g) ?? [])]
const scraps = fc.oneof(
  fc.constantFrom(
    ...WORDS,
    '\n',
    '\n  ',
    '\n    ',
    ': ',
    '- ',
    '\t',
    '&a ',
    '*a',
    '<<: ',
    '!!int ',
    '---\n',
    '|\n',
    '>-\n',
    '# ',
    '"',
    "'",
  ),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.double().map(String),
)

/** The example with a few stretches of text replaced by scraps. */
const mutated = fc
  .array(fc.tuple(fc.nat(NIGHT_DRIVE.length), fc.nat(30), fc.array(scraps, { maxLength: 4 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((edits) =>
    edits.reduce(
      (text, [at, length, inserted]) => text.slice(0, at) + inserted.join('') + text.slice(at + length),
      NIGHT_DRIVE,
    ),
  )

type Tree = Record<string, unknown> | unknown[]

/** Every place in a tree, as what holds it and its key there. */
function placesOf(tree: Tree): [holder: Tree, key: string][] {
  return Object.entries(tree).flatMap(([key, value]): [Tree, string][] => {
    const inside = typeof value === 'object' && value !== null ? placesOf(value as Tree) : []
    return [[tree, key], ...inside]
  })
}

/** A change to what the example says: a part gone, twice, elsewhere, under another key, or another value. */
const restructure = fc.record({
  kind: fc.constantFrom('delete', 'repeat', 'move', 'rename', 'wrap', 'set'),
  at: fc.nat(),
  from: fc.nat(),
  word: fc.constantFrom(...WORDS, '__proto__', 'constructor', '<<', ''),
  value: fc.oneof(
    fc.constantFrom<unknown>(
      null,
      '',
      -0,
      1e308,
      '1e999',
      '.nan',
      '-.inf',
      [],
      {},
      'bar 99999999',
      '0:99',
      '1/0',
      '-inf dB',
    ),
    fc.constantFrom(...WORDS),
    fc.double(),
  ),
})

/** The example in another shape, still good YAML. */
const restructured = fc.array(restructure, { minLength: 1, maxLength: 5 }).map((changes) => {
  const tree = parse(NIGHT_DRIVE) as Tree
  for (const { kind, at, from, word, value } of changes) {
    const places = placesOf(tree)
    const [holder, key] = places[at % places.length]!
    const [other, otherKey] = places[from % places.length]!
    const part = structuredClone(Reflect.get(holder, key))
    if (kind === 'delete') Reflect.deleteProperty(holder, key)
    else if (kind === 'set') Reflect.set(holder, key, value)
    else if (kind === 'wrap') Reflect.set(holder, key, from % 2 === 0 ? [part] : { [otherKey]: part })
    else if (kind === 'move') Reflect.set(holder, key, structuredClone(Reflect.get(other, otherKey)))
    else if (kind === 'repeat') Array.isArray(holder) ? holder.push(part) : Reflect.set(holder, `${key}2`, part)
    else Object.defineProperty(holder, word, { value: part, enumerable: true, configurable: true, writable: true })
  }
  return stringify(JSON.parse(JSON.stringify(tree)))
})

/** Values of any shape with the words of the language as keys. JSON is YAML. */
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...WORDS, '-3 dB', '1/8', 'bar 2', '0:01', 'step 0 dB', '10R', 'kick'),
    fc.double(),
    fc.constantFrom(null, true, false),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...WORDS), tie('tree'), { maxKeys: 6 }),
  ),
}))
const shaped = fc
  .record(
    {
      mixwright: fc.constant(1),
      tempo: fc.constant(120),
      stems: tree,
      buses: tree,
      returns: tree,
      mix: tree,
      master: tree,
      deliver: tree,
      sections: tree,
    },
    { requiredKeys: [] },
  )
  .map((value) => JSON.stringify(value))

describe('any text', () => {
  test.each([
    ['of random characters', fc.string({ unit: 'binary', maxLength: 200 })],
    ['of scraps of the language', fc.array(scraps, { maxLength: 60 }).map((parts) => parts.join(' '))],
    ['that is the example with mistakes', mutated],
    ['that is the example in another shape', restructured],
    ['that has the keys of the language with values of any shape', shaped],
  ])(
    '%s gives a project or errors with places, and never an exception',
    (_, texts) => {
      fc.assert(
        fc.property(texts, (text) => checkAnswer(text)),
        { numRuns: RUNS },
      )
    },
    LONGEST_RUN_MS,
  )
})

const PRESET = `use: base.yaml
inserts:
  - preset: { compressor: { threshold: -24 dB } }
  - { eq: [ { bell: 250 Hz, gain: -2.5 dB } ], name: cut }
gain: { 0:00: -4 dB, 0:10: step -5 dB }
sends: { room: -14 dB, echo: { level: -20 dB, tap: preFader } }
`
const USER = mix(
  'returns: { room: {}, echo: { use: p.yaml, inserts: [ preset, { preset: { cut: { bypass: true } } } ] } }',
  'mix: { use: p.yaml }',
)

/** A preset with a few stretches of its text replaced by scraps. */
const mutatedPreset = fc
  .array(fc.tuple(fc.nat(PRESET.length), fc.nat(20), fc.array(scraps, { maxLength: 4 })), { maxLength: 3 })
  .map((edits) =>
    edits.reduce((text, [at, length, put]) => text.slice(0, at) + put.join('') + text.slice(at + length), PRESET),
  )

test(
  'any preset gives a project or errors with places in its own text',
  () => {
    const texts = fc.oneof(mutatedPreset, shaped, fc.string({ unit: 'binary', maxLength: 100 }))
    fc.assert(
      fc.property(texts, (preset) => checkAnswer(USER, preset)),
      { numRuns: RUNS },
    )
  },
  LONGEST_RUN_MS,
)

describe('hostile text', () => {
  const deep = 20_000
  test.each([
    ['open brackets', '['.repeat(deep), 'YAML_TOO_DEEP'],
    ['closed brackets', '['.repeat(deep) + ']'.repeat(deep), 'YAML_TOO_DEEP'],
    ['open braces', '{a: '.repeat(deep), 'YAML_TOO_DEEP'],
    ['dashes', '- '.repeat(deep), 'YAML_TOO_DEEP'],
    ['question marks', '? '.repeat(deep), 'YAML_TOO_DEEP'],
    [
      'indentation that falls back',
      `${Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}\nb: c`,
      'YAML_TOO_DEEP',
    ],
    ['documents', '---\n'.repeat(deep), 'YAML_EMPTY'],
    ['17 Mi characters', 'a'.repeat(17 << 20), 'YAML_TOO_LARGE'],
    ['a title of 1 MiB', mix(`title: ${'a'.repeat(1 << 20)}`), 'PROJECT_OUT_OF_RANGE'],
    ['a key of 1 MiB', mix(`? ${'a'.repeat(1 << 20)}\n: 1`), 'PROJECT_UNKNOWN_KEY'],
    [
      'a number of 1 MiB',
      mix(`tempo2: 1`)
        .replace('tempo: 120', `tempo: ${'9'.repeat(1 << 20)}`)
        .replace('tempo2: 1\n', ''),
      'PROJECT_BAD_VALUE',
    ],
  ])('of %s is refused in time', (_, text, code) => {
    const start = performance.now()
    expect(diagnosticsOf(text)[0]).toMatchObject({ code })
    expect(performance.now() - start).toBeLessThan(SLOWEST_MS)
  })

  test('of aliases that double 40 times is refused, not expanded', () => {
    const doubling = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [ *a${i}, *a${i} ]`)
    expect(diagnosticsOf(['a0: &a0 [ 1 ]', ...doubling].join('\n'))).toMatchObject([{ code: 'YAML_ALIAS_BOMB' }])
  })

  test('of 500 stems that share one chain by alias is good', () => {
    const chain = '&chain [ { eq: [ { bell: 1 kHz, gain: 1 dB } ] }, { limiter: { ceiling: -1 dB } } ]'
    const stems = Array.from({ length: 500 }, (_, i) => `  s${i}: { file: s${i}.wav, inserts: *chain }`)
    const text = `mixwright: 1\nstems:\n  first: { file: a.wav, inserts: ${chain} }\n${stems.join('\n')}\n`
    expect(parsed(text).stems).toHaveLength(501)
  })

  test('of 5000 stems is read in time', () => {
    const stems = Array.from(
      { length: 5000 },
      (_, i) =>
        `  s${i}:\n    file: s${i}.wav\n    inserts: [ { eq: [ { bell: 1 kHz, gain: 1 dB } ] } ]\n    gain: -3 dB\n`,
    )
    const start = performance.now()
    expect(parsed(`mixwright: 1\nstems:\n${stems.join('')}`).stems).toHaveLength(5000)
    expect(performance.now() - start).toBeLessThan(SLOWEST_MS)
  })

  test('of 20 000 wrong keys reports each of them in time', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `key${i}: 1`)
    const start = performance.now()
    expect(diagnosticsOf(mix(...keys))).toHaveLength(20_000)
    expect(performance.now() - start).toBeLessThan(SLOWEST_MS)
  })

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'cannot name a strip %s',
    (name) => {
      expect(diagnosticsOf(mix(`buses: { ${name}: {} }`))).toMatchObject([{ code: 'PROJECT_BAD_NAME' }])
      expect(diagnosticsOf(mix(`${name}: {}`))).toMatchObject([{ code: 'PROJECT_UNKNOWN_KEY' }])
    },
  )
})
