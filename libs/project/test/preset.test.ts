import { type ParsedProject, parseProject } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { marked, mix, stem, TARGETS } from './_mix.ts'

/** Reads a mix with presets by their paths from its folder. */
function parse(text: string, presets: Record<string, string>, file = 'mix.yaml'): ParsedProject {
  const readText = (path: string) => {
    const found = presets[path]
    return found === undefined ? { problem: 'does not exist' } : { text: found }
  }
  return parseProject(text, file, { targets: TARGETS, readText })
}

function parsed(text: string, presets: Record<string, string>) {
  const { project, diagnostics } = parse(text, presets)
  if (!project) throw new Error(JSON.stringify(diagnostics, null, 1))
  return project
}

const VOCAL = `# A vocal chain.
inserts:
  - eq: [ { highPass: 90 Hz } ]
  - compressor: { threshold: -20 dB, ratio: 3 }
  - deesser: { threshold: -28 dB }
gain: -4 dB
pan: 10R
sends: { room: -14 dB, echo: { level: -20 dB, tap: preFader } }
`
const RETURNS = ['returns: { room: {}, echo: {}, hall: {} }']

/** A mix whose stem uses the vocal preset, with these lines beside `use`. */
function song(...lines: string[]): string {
  return `${stem('use: presets/vocal.yaml', ...lines)}${RETURNS.join('\n')}\n`
}

const kick = (text: string, presets: Record<string, string> = { 'presets/vocal.yaml': VOCAL }) => {
  return parsed(text, presets).stems[0]!
}
const kinds = (text: string, presets?: Record<string, string>) => kick(text, presets).inserts.map(({ kind }) => kind)

describe('preset', () => {
  test('gives a strip its keys', () => {
    expect(kick(song())).toMatchObject({
      use: 'presets/vocal.yaml',
      faderDb: -4,
      pan: 0.1,
      width: 1,
      sends: [
        { to: 'room', sendDb: -14, tap: 'postFader' },
        { to: 'echo', sendDb: -20, tap: 'preFader' },
      ],
    })
    expect(kinds(song())).toEqual(['eq', 'compressor', 'deesser'])
  })

  test('gives way to keys beside `use`', () => {
    expect(kick(song('gain: { 0:00: 0 dB }', 'pan: C'))).toMatchObject({ faderDb: { points: [{ value: 0 }] }, pan: 0 })
  })

  test('joins its sends with those beside it, by name', () => {
    expect(kick(song('sends: { hall: -6 dB, echo: -9 dB }')).sends).toEqual([
      { to: 'room', sendDb: -14, tap: 'postFader' },
      { to: 'echo', sendDb: -9, tap: 'postFader' },
      { to: 'hall', sendDb: -6, tap: 'postFader' },
    ])
    expect(kick(song('sends:')).sends).toHaveLength(2)
  })

  test('is used by stems, buses, returns, the mix bus and the master', () => {
    const text = mix(
      'buses: { b: { use: p.yaml } }',
      'returns: { r: { use: p.yaml } }',
      'mix: { use: p.yaml }',
      'master: { use: m.yaml }',
    )
    const {
      buses,
      returns,
      mix: mixBus,
      master,
    } = parsed(text, {
      'p.yaml': 'inserts: [ { stereo: { width: 50 % } } ]\ngain: -1 dB\n',
      'm.yaml': 'inserts: [ { stereo: { width: 50 % } } ]\n',
    })
    const inserts = [{ kind: 'stereo', width: 0.5 }]
    for (const strip of [buses[0], returns[0], mixBus]) expect(strip).toMatchObject({ inserts, faderDb: -1 })
    expect(master).toMatchObject({ inserts })
  })

  test('is the same project as the keys written out', () => {
    const { use: _, ...used } = kick(song('gain: 0 dB'))
    const written = VOCAL.split('\n').slice(1, -1).join('\n').replace('gain: -4 dB', 'gain: 0 dB')
    expect(used).toEqual(kick(`${stem(...written.split('\n'))}${RETURNS.join('\n')}\n`))
  })

  test('may use another, which gives way to it', () => {
    const presets = {
      'presets/vocal.yaml': 'use: base/warm.yaml\ngain: -2 dB\ninserts: [ preset, { limiter: { ceiling: -6 dB } } ]\n',
      'presets/base/warm.yaml': 'gain: -9 dB\npan: 20L\ninserts: [ { saturation: { drive: 3 dB } } ]\n',
    }
    expect(kick(song('inserts: [ { stereo: {} }, preset ]'), presets)).toMatchObject({ faderDb: -2, pan: -0.2 })
    expect(kinds(song('inserts: [ { stereo: {} }, preset ]'), presets)).toEqual(['stereo', 'saturation', 'limiter'])
  })
})

describe('inserts beside a preset', () => {
  test('take the place of its inserts', () => {
    expect(kinds(song('inserts: [ { stereo: { width: 80 % } } ]'))).toEqual(['stereo'])
    expect(kinds(song('inserts:'))).toEqual([])
  })

  test.each([
    ['before', 'inserts: [ { stereo: {} }, preset ]', ['stereo', 'eq', 'compressor', 'deesser']],
    ['behind', 'inserts: [ preset, { stereo: {} } ]', ['eq', 'compressor', 'deesser', 'stereo']],
    ['without changes', 'inserts: [ { preset: } ]', ['eq', 'compressor', 'deesser']],
  ])('keep them where `preset` stands: %s', (_, inserts, expected) => {
    expect(kinds(song(inserts))).toEqual(expected)
  })

  test('change one setting and keep all others', () => {
    const [eq, compressor] = kick(song('inserts: [ { preset: { compressor: { threshold: -24 dB } } } ]')).inserts
    expect(eq).toMatchObject({ kind: 'eq', bands: [{ type: 'highPass', freqHz: 90 }] })
    expect(compressor).toMatchObject({ thresholdDb: -24, ratio: 3 })
  })

  test('change inserts by their names, and by number where there are several', () => {
    const presets = {
      'presets/vocal.yaml': `inserts:
  - { compressor: { ratio: 2 }, name: fast one }
  - compressor: { ratio: 3 }
  - compressor: { ratio: 4 }
`,
    }
    const changes = '{ fast one: { ratio: 10 }, compressor 2: { ratio: 30 }, compressor 3: { ratio: 40 } }'
    expect(kick(song(`inserts: [ { preset: ${changes} } ]`), presets).inserts).toMatchObject([
      { name: 'fast one', ratio: 10 },
      { ratio: 30 },
      { ratio: 40 },
    ])
  })

  test('replace the bands of an eq, or bypass it', () => {
    const withEq = (change: string) => kick(song(`inserts: [ { preset: { eq: ${change} } } ]`)).inserts[0]
    expect(withEq('[ { bell: 1 kHz, gain: 2 dB } ]')).toMatchObject({ bands: [{ type: 'bell' }], bypass: false })
    expect(withEq('{ bypass: true }')).toMatchObject({ bands: [{ type: 'highPass' }], bypass: true })
    expect(withEq('{ phase: linear, bands: [ { bell: 1 kHz } ] }')).toMatchObject({ phase: 'linear' })
  })

  test('switch on what the preset bypasses, wherever it says so', () => {
    const presets = { 'presets/vocal.yaml': 'inserts: [ { compressor: { ratio: 3 }, bypass: true } ]\n' }
    expect(kick(song(), presets).inserts).toMatchObject([{ bypass: true }])
    const on = 'inserts: [ { preset: { compressor: { bypass: false } } } ]'
    expect(kick(song(on), presets).inserts).toMatchObject([{ bypass: false, ratio: 3 }])
  })
})

describe('files of presets', () => {
  test('are listed by path, each once, with those that presets use', () => {
    const text = mix('buses: { a: { use: ./z.yaml }, b: { use: z.yaml }, c: { use: sub/../a/b.yaml } }')
    const { presets } = parse(text, { 'z.yaml': 'gain: 0 dB\n', 'a/b.yaml': 'use: ../c.yaml\n', 'c.yaml': 'pan: C\n' })
    expect(presets.map(({ path }) => path)).toEqual(['a/b.yaml', 'c.yaml', 'z.yaml'])
    expect(presets[2]).toEqual({ path: 'z.yaml', file: 'z.yaml', text: 'gain: 0 dB\n' })
  })

  test('are listed also when the mix has errors', () => {
    expect(parse(mix('tempo2: 3', 'buses: { a: { use: z.yaml } }'), { 'z.yaml': 'gian: 0\n' }).presets).toHaveLength(1)
  })

  test('name audio from their own folder', () => {
    const text = mix('returns: { hall: { use: ../shared/hall.yaml } }')
    const preset = 'inserts: [ { convolution: { file: ir/hall.wav } } ]\n'
    const { project, audioFiles } = parse(text, { '../shared/hall.yaml': preset }, 'songs/one/mix.yaml')
    expect(project?.returns[0]?.inserts).toMatchObject([{ file: '../shared/ir/hall.wav' }])
    expect(audioFiles[1]).toMatchObject({
      path: '../shared/ir/hall.wav',
      place: { file: 'songs/shared/hall.yaml', line: 1 },
    })
  })

  test('tell where each value is written', () => {
    const project = parsed(song('inserts: [ { preset: { compressor: { threshold: -24 dB } } } ]'), {
      'presets/vocal.yaml': VOCAL,
    })
    const at = (...path: (string | number)[]) => project.place(['stems', 'kick', ...path])
    expect(at('gain')).toMatchObject({ file: 'presets/vocal.yaml', line: 6, column: 7 })
    expect(at('inserts', 1, 'compressor', 'ratio')).toMatchObject({ file: 'presets/vocal.yaml', line: 4 })
    expect(at('inserts', 1, 'compressor', 'threshold')).toMatchObject({ file: 'mix.yaml', line: 7 })
    expect(at('use')).toMatchObject({ file: 'mix.yaml', line: 6 })
  })
})

type WrongPreset = readonly [claim: string, text: string, presets: Record<string, string>, code: string, fix?: string]

const P = 'presets/vocal.yaml'
const wrong: WrongPreset[] = [
  ['that is absent', song().replace(P, `«${P}»`), {}, 'PRESET_NOT_FOUND', 'paths of presets'],
  [
    'whose path is no text',
    song().replace(P, '«[ a ]»').replace('use: «[ a ]»', '«use»: [ a ]'),
    {},
    'PROJECT_WRONG_TYPE',
  ],
  ['whose path is empty', song().replace(`use: ${P}`, '«use»:'), {}, 'PROJECT_MISSING_VALUE'],
  [
    'with backslashes',
    song().replace(P, '«presets\\vocal.yaml»'),
    {},
    'PROJECT_BAD_VALUE',
    "did you mean 'presets/vocal.yaml'?",
  ],
  ['that uses itself', song(), { [P]: 'use: «vocal.yaml»\n' }, 'PRESET_LOOP', 'cut the loop'],
  [
    'in a ring',
    song(),
    { [P]: 'use: a.yaml\n', 'presets/a.yaml': 'use: «../presets/vocal.yaml»\n' },
    'PRESET_LOOP',
    'cut the loop',
  ],
  ['that is empty', song(), { [P]: '«#» nothing\n' }, 'YAML_EMPTY', 'write the keys of a strip'],
  ['that is a list', song(), { [P]: '«- gain»\n' }, 'YAML_NOT_A_MAP', 'write the keys of a strip'],
  ['with an unknown key', song(), { [P]: '«gian»: 0 dB\n' }, 'PROJECT_UNKNOWN_KEY', "did you mean 'gain'?"],
  ['with a value out of range', song(), { [P]: 'pan: C\ngain: «40 dB»\n' }, 'PROJECT_OUT_OF_RANGE', 'did you mean'],
  ['with a send to nowhere', song(), { [P]: 'sends: { «plate»: 0 dB }\n' }, 'ROUTE_UNKNOWN_RETURN'],
  [
    'with a side-chain from nowhere',
    song(),
    { [P]: 'inserts: [ { compressor: { ratio: 2, sidechain: «snare» } } ]\n' },
    'ROUTE_UNKNOWN_SOURCE',
  ],
  [
    'with a key of stems on a bus',
    mix('buses: { b: { use: a.yaml } }'),
    { 'a.yaml': '«trim»: 1 dB\n' },
    'PROJECT_UNKNOWN_KEY',
  ],
  [
    'with wrong sends beside good ones',
    song('sends: { room: 0 dB }'),
    { [P]: '«sends»: [ room ]\n' },
    'PROJECT_WRONG_TYPE',
  ],
  [
    'with wrong inserts beside `preset`',
    song('inserts: [ preset ]'),
    { [P]: '«inserts»: { eq: [] }\n' },
    'PROJECT_WRONG_TYPE',
  ],
  ['that is meant where none is used', stem('inserts: [ «preset» ]'), {}, 'PRESET_NONE', 'add `use'],
  [
    'that has no such insert',
    song('inserts: [ { preset: { «limiter»: { ceiling: -1 dB } } } ]'),
    { [P]: VOCAL },
    'PRESET_UNKNOWN_INSERT',
  ],
  [
    'of which a change may mean two inserts',
    song('inserts: [ { preset: { «stereo»: { width: 0 % } } } ]'),
    { [P]: 'inserts: [ { stereo: {} }, { stereo: {} } ]\n' },
    'PRESET_UNKNOWN_INSERT',
  ],
  [
    'with a change that is no setting',
    song('inserts: [ { preset: { compressor: «-24 dB» } } ]'),
    { [P]: VOCAL },
    'PROJECT_WRONG_TYPE',
  ],
  ['with changes in a list', song('inserts: [ { «preset»: [ compressor ] } ]'), { [P]: VOCAL }, 'PROJECT_WRONG_TYPE'],
  [
    'with a change to an unknown setting',
    song('inserts: [ { preset: { compressor: { «treshold»: -24 dB } } } ]'),
    { [P]: VOCAL },
    'PROJECT_UNKNOWN_KEY',
    "did you mean 'threshold'?",
  ],
  [
    'with something beside `preset`',
    song('inserts: [ { preset: , «bypass»: true } ]'),
    { [P]: VOCAL },
    'PROJECT_UNKNOWN_KEY',
  ],
]

describe('wrong preset', () => {
  for (const [claim, source, sources, code, fix] of wrong) {
    test(`${claim} gives ${code} at its place`, () => {
      const files = Object.entries({ 'mix.yaml': source, ...sources })
      const [file = '', text = ''] = files.find(([, one]) => one.includes('«')) ?? []
      const { text: plain, ...place } = marked(text)
      const all = Object.fromEntries(files.map(([name, one]) => [name, name === file ? plain : one]))
      const { project, diagnostics } = parse(all['mix.yaml']!, all)
      expect(project).toBeUndefined()
      expect(diagnostics).toEqual([expect.objectContaining({ code, severity: 'error', file, ...place })])
      if (fix !== undefined) expect(diagnostics[0]?.fix?.slice(0, fix.length)).toBe(fix)
    })
  }

  test('lists how the inserts of a chain can be called', () => {
    const preset =
      'inserts: [ { stereo: {}, name: narrow }, { eq: [] }, { stereo: {} }, { limiter: { ceiling: 0 } } ]\n'
    const { diagnostics } = parse(song('inserts: [ { preset: { gate: {} } } ]'), { [P]: preset })
    expect(diagnostics[0]?.message).toContain('(have: narrow, eq, stereo 2, limiter)')
  })

  test('is reported by every strip that uses it, and its text once', () => {
    const text = mix('buses: { a: { use: p.yaml }, b: { use: p.yaml } }')
    expect(parse(text, { 'p.yaml': 'gain: 99 dB\n' }).diagnostics.map(({ subject }) => subject)).toEqual([
      "bus 'a'",
      "bus 'b'",
    ])
    expect(parse(text, { 'p.yaml': 'gain: [\n' }).diagnostics).toMatchObject([{ code: 'YAML_SYNTAX', file: 'p.yaml' }])
  })

  test('names a loop with all of its paths', () => {
    const { diagnostics } = parse(song(), {
      [P]: 'use: a.yaml\n',
      'presets/a.yaml': 'use: b.yaml\n',
      'presets/b.yaml': 'use: a.yaml\n',
    })
    expect(diagnostics[0]?.message).toContain('presets/a.yaml → presets/b.yaml → presets/a.yaml')
  })

  test('nine deep is refused, eight deep is not', () => {
    const chain = (deep: number) =>
      Object.fromEntries(
        Array.from({ length: deep }, (_, i) => [
          `p${i}.yaml`,
          i + 1 < deep ? `use: p${i + 1}.yaml\n` : 'gain: -1 dB\n',
        ]),
      )
    const text = mix('buses: { a: { use: p0.yaml } }')
    expect(parsed(text, chain(8)).buses[0]).toMatchObject({ faderDb: -1 })
    expect(parse(text, chain(9)).diagnostics).toMatchObject([{ code: 'PRESET_TOO_DEEP', file: 'p7.yaml' }])
  })

  test('of aliases, used by many strips, is refused before it fills the memory', () => {
    const bands = Array.from({ length: 300 }, () => '*e').join(', ')
    const preset = `inserts: [ &e { eq: [ { bell: 1 kHz }, { bell: 2 kHz } ] }, ${bands} ]\n`
    const strips = Array.from({ length: 300 }, (_, i) => `  b${i}: { use: p.yaml }`)
    const { diagnostics } = parse(mix('buses:', ...strips), { 'p.yaml': preset })
    expect(diagnostics.map(({ code }) => code)).toEqual(['PRESET_TOO_MUCH'])
  })

  test('cannot be read by a caller that reads no files', () => {
    expect(parseProject(song(), 'mix.yaml').diagnostics).toMatchObject([{ code: 'PRESET_NOT_FOUND', line: 6 }])
  })
})
