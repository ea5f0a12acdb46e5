import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mixSchema } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { sine, writeSong } from '../_song.ts'
import { mixwright, ROOT } from '../_tools.ts'

const song = (deliver = 'archive: {}') =>
  writeSong(`mixwright: 1\ntitle: Test\nstems: { a: { file: a.wav } }\ndeliver: { ${deliver} }\n`, {
    'a.wav': sine(440, 0.25, 4),
  })

describe('exit codes', () => {
  test.each([
    [['--help'], 0],
    [['--version'], 0],
    [[], 2],
    [['rendr'], 2],
    [['render', '--jobs', '0'], 2],
    [['render', '--loud'], 2],
    [['measure'], 2],
    [['check', '/nowhere'], 1],
    [['measure', '/nowhere.wav'], 1],
  ])('%j exits with %d', (args, status) => {
    expect(mixwright(args).status).toBe(status)
  })

  test('a mistyped command is met with a suggestion', () => {
    expect(mixwright(['rendr']).stderr).toContain('render')
  })

  test('a promise that cannot be kept fails the command with the number, and the files are there to hear', () => {
    const folder = song('spotify: { loudness: -5 LUFS, ceiling: -12 dBTP }')
    const { status, stdout } = mixwright(['render', folder, '--json'])
    expect(status).toBe(1)
    const { deliveries, diagnostics } = JSON.parse(stdout)
    expect(diagnostics.map(({ code }: { code: string }) => code)).toContain('DELIVERY_PROMISE_MISSED')
    const loudness = deliveries[0].promises.find(({ name }: { name: string }) => name === 'loudness')
    expect(loudness).toMatchObject({ limit: -5, ok: false })
    expect(loudness.value).toBeLessThan(-10)
  })
})

describe('render --json', () => {
  test('prints the document of the contract and nothing else', () => {
    const folder = song('spotify: {}, cd: {}')
    const { status, stdout, stderr } = mixwright(['render', folder, '--json'])
    expect([status, stderr]).toEqual([0, ''])
    const document = JSON.parse(stdout)
    expect(Object.keys(document)).toEqual([
      'dir',
      'mix',
      'deliveries',
      'variants',
      'expectations',
      'timings',
      'diagnostics',
    ])
    expect(document.mix).toMatchObject({ sampleRateHz: 48_000, channels: 2, bitDepth: 32 })
    expect(document.deliveries.map(({ name }: { name: string }) => name)).toEqual(['spotify', 'cd'])
    for (const delivery of document.deliveries) {
      expect(delivery.sha256).toMatch(/^[0-9a-f]{64}$/)
      expect(delivery.pcmSha256).toMatch(/^[0-9a-f]{64}$/)
      expect(delivery.promises.every(({ ok }: { ok: boolean }) => ok)).toBe(true)
      expect(Object.keys(delivery)).toEqual(expect.arrayContaining(['integratedLufs', 'truePeakDbtp', 'bandsDb']))
    }
    expect(JSON.parse(readFileSync(join(folder, 'out', 'report.json'), 'utf8')).deliveries).toEqual(document.deliveries)
  })

  test('--deliver renders only what it names', () => {
    const folder = song('spotify: {}, cd: {}, archive: {}')
    const { stdout } = mixwright(['render', folder, '--json', '--deliver', 'archive,cd'])
    expect(JSON.parse(stdout).deliveries.map(({ name }: { name: string }) => name)).toEqual(['cd', 'archive'])
    expect(mixwright(['render', folder, '--json', '--deliver', 'cassette']).status).toBe(1)
  })
})

describe('measure --json', () => {
  test('reads a full-scale sine at -3 dBFS RMS and 0 dBTP, and silence as null', () => {
    const folder = writeSong('', {
      'tone.wav': sine(997, 1, 4),
      'silence.wav': { frames: 48_000, channels: 2, at: () => 0 },
    })
    const { status, stdout } = mixwright(['measure', join(folder, 'tone.wav'), join(folder, 'silence.wav'), '--json'])
    expect(status).toBe(0)
    const [tone, silence] = JSON.parse(stdout).files
    expect(tone).toMatchObject({ sampleRateHz: 48_000, channels: 1, bitDepth: 32, durationS: 4 })
    expect(tone.integratedLufs).toBeCloseTo(-3.01, 2)
    expect(tone.truePeakDbtp).toBeCloseTo(0, 2)
    expect(tone.rmsDbfs).toBeCloseTo(-3.01, 2)
    expect(silence).toMatchObject({ integratedLufs: null, truePeakDbtp: null, correlation: null })
  })
})

test('schema prints the schema that is committed', () => {
  const committed = readFileSync(join(ROOT, 'schemas', 'mix.schema.json'), 'utf8')
  expect(mixwright(['schema']).stdout).toBe(committed)
  expect(JSON.parse(committed)).toEqual(mixSchema())
})

describe('what is typed wrongly', () => {
  test.each([
    [['render', 'nope.yaml', '--jbos', '3'], 2, '--jobs'],
    [['render', 'DIR', '--deliver', 'archve'], 1, "did you mean 'archive'?"],
    [['render', 'DIR', '--variants', 'radio'], 1, 'leave --variants out'],
    [['targets', 'spotfy'], 2, "did you mean 'spotify'?"],
    [['git', 'text', '/nowhere.yaml'], 1, 'there is no such file'],
    [['git', 'audio-text', '/nowhere.wav'], 1, 'there is no such file'],
    [['git', 'setup', '/nowhere'], 1, 'there is no such folder'],
    [['git', 'setpu'], 2, 'setup'],
    [['measure', '/nowhere.wav'], 1, 'fix: '],
    [['fmt', '/nowhere.yaml'], 1, 'fix: '],
    [['edit', 'gian', '3', '/nowhere'], 1, 'fix: '],
  ])('%j exits with %d and says a way out', (args, status, text) => {
    const folder = writeSong('mixwright: 1\nstems: { a: { file: a.wav } }\ndeliver: { archive: {} }\n', {
      'a.wav': sine(440, 0.25, 0.1),
    })
    const said = mixwright(args.map((word) => (word === 'DIR' ? folder : word)))
    expect(said.status, said.stderr).toBe(status)
    expect(said.stderr).toContain(text)
    expect(said.stderr).not.toMatch(/\n {4}at |a bug in Mixwright/)
  })
})
