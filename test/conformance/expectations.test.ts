import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type ExpectationResult, renderMix, testMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { RATE_HZ, type Recording, type SampleAt, sine, writeSong } from '../_song.ts'

const wave = (freqHz: number, frame: number) => Math.sin((2 * Math.PI * freqHz * frame) / RATE_HZ)
const stereo = (seconds: number, at: SampleAt): Recording => ({ frames: seconds * RATE_HZ, channels: 2, at })

/** A value, silence, or nothing at all. */
type Value = number | null

/** What comes of checks, as [check, value] with the tolerance of the value. */
function expectValues(results: readonly ExpectationResult[], checks: readonly [string, Value, number][]): void {
  const read = results.map(({ value }, index) => `${checks[index]![0]}: ${value}`)
  const near = results.map(({ value }, index) => {
    const [, wanted, tolerance] = checks[index]!
    return value === wanted || (value !== null && wanted !== null && Math.abs(value - wanted) <= tolerance)
  })
  expect(read.filter((_, index) => !near[index])).toEqual([])
  expect(results).toHaveLength(checks.length)
}

describe('levels', () => {
  // A 1 kHz sine in both channels reads its peak level in LUFS, in one channel 3.01 LU less.
  const RECORDINGS = {
    'vocal.wav': stereo(2, (frame) => (frame < RATE_HZ ? 0.2 : 0.4) * wave(1000, frame)),
    'gtr.wav': stereo(2, (frame, channel) => (channel === 0 ? 0.1 * wave(1000, frame) : 0)),
    'keys.wav': stereo(2, (frame, channel) => (channel === 1 ? 0.1 * wave(1000, frame) : 0)),
  }
  const SONG = `mixwright: 1
length: 2 s
sections: { verse: 0:00, chorus: 1 s }
stems:
  vocal: { file: vocal.wav, gain: -6.0206 dB, bus: voices }
  gtr: { file: gtr.wav, inserts: [ { limiter: { ceiling: 0 dBTP } } ] }
  keys: { file: keys.wav, bus: silenced }
  low: { file: keys.wav, mute: true }
buses: { voices: { gain: 20 dB }, silenced: { gain: -inf dB } }
expect:
`

  test('are read where strips leave for their bus, in the section that is named; several are added by power', async () => {
    const checks: [string, Value, number][] = [
      ['level: vocal, in: verse', -20, 0.03],
      ['level: vocal, in: chorus', -13.98, 0.03],
      ['level: vocal, in: [ 1.2 s, 1.6 s ]', -13.98, 0.01],
      ['level: [ gtr, keys ], in: chorus', -20, 0.03],
      ['level: vocal, over: gtr, in: verse', 3.01, 0.03],
      ['level: vocal, over: [ gtr, keys ], in: chorus', 6.02, 0.03],
      ['level: voices, over: vocal', 20, 1e-4],
      ['level: silenced', Number.NEGATIVE_INFINITY, 0],
      ['level: low', Number.NEGATIVE_INFINITY, 0],
      ['level: low, over: silenced', null, 0],
      ['level: vocal, over: low', Number.POSITIVE_INFINITY, 0],
    ]
    const lines = checks.map(([check]) => `  - { ${check}, atLeast: -70 }\n`).join('')
    const folder = writeSong(SONG + lines, RECORDINGS)
    const { result } = await testMix(folder, { jobs: 2 })
    expectValues(result.expectations, checks)
    expect(result.expectations.map(({ ok }) => ok)).toEqual(checks.map(([, value]) => value !== null && value >= -70))
    expect([result.passed, result.failed, result.ok]).toEqual([8, 3, false])
    expect([existsSync(join(folder, 'out')), existsSync(join(folder, 'mix.lock'))]).toEqual([false, false])
    expect(readdirSync(join(folder, '.mixwright')).filter((name) => name.startsWith('render'))).toEqual([])
  })
})

describe('figures of the mix and of deliveries', () => {
  // Silence, a tone in both channels, the same with lows out of phase and a clipped run on the left, an offset.
  const at: SampleAt = (frame, channel) => {
    const time = frame / RATE_HZ
    if (time < 0.2) return 0
    if (time >= 2.2) return 0.0005
    if (time >= 1.7 && frame < 1.7 * RATE_HZ + 4 && channel === 0) return 1
    const lows = time < 1.2 ? 0 : 0.25 * wave(62.5, frame - 1.2 * RATE_HZ)
    return 0.5 * wave(1000, frame) + (channel === 0 ? lows : -lows)
  }
  const SONG = `mixwright: 1
length: 3 s
stems: { all: { file: all.wav } }
deliver: { draft: { format: wav 16, loudness: as mixed, ceiling: 0 dBTP, dither: none }, unasked: { target: archive } }
expect:
`
  const TONE = 'in: [ 0.2 s, 1.2 s ]'
  const BOTH = 'in: [ 1.2 s, 2.2 s ]'
  const CHECKS: [string, Value, number][] = [
    [`loudness: mix, ${TONE}`, -6.02, 0.05],
    [`momentaryMax: mix, ${TONE}`, -6.02, 0.03],
    // two of three seconds, the lows weighted by -3.4 dB against 1 kHz
    ['shortTermMax: mix', -7.54, 0.03],
    [`truePeak: mix, ${TONE}`, -6.02, 0.05],
    ['loudnessRange: mix', 0, 1e-9],
    [`samplePeak: , ${TONE}`, -6.02, 0.001],
    ['samplePeak: mix', 0, 0.001],
    [`plr: mix, ${TONE}`, 0, 0.08],
    [`monoLoss: mix, ${BOTH}`, 0.97, 0.01],
    [`correlation: mix, ${BOTH}`, 0.6, 0.001],
    [`correlation: mix, below: 200 Hz, ${BOTH}`, -1, 0.01],
    [`correlation: draft, below: 200 Hz, ${TONE}`, 1, 0.01],
    [`width: mix, ${BOTH}`, 0.2, 0.001],
    [`balance: mix, band: 1 kHz, ${TONE}`, 0, 0.1],
    [`balance: mix, band: 63 Hz, ${BOTH}`, -6.99, 0.4],
    ['headSilence: mix', 0.2, 0.0001],
    ['tailSilence: draft', 0.8, 0.0001],
    ['length: draft', 3, 0],
    ['clips: mix', 1, 0],
    ['dcOffset: mix, in: [ 2.2 s, 3 s ]', 0.0005, 1e-9],
    [`clips: mix, ${TONE}`, 0, 0],
  ]

  test('are read from the files, whole or in part; what fails is an error at its line, and the files are written', async () => {
    const lines = CHECKS.map(([check, value], index) => {
      // Every other one just holds, the rest just fail; each upper limit is out of reach of its tolerance.
      const tolerance = check.startsWith('clips') ? 0 : CHECKS[index]![2] + 0.0001
      return `  - { ${check}, between: [ ${lowest(check)}, ${value! + (index % 2 ? -1 : 1) * tolerance} ] }\n`
    })
    const folder = writeSong(SONG + lines.join(''), { 'all.wav': stereo(3, at) })
    const { result } = await renderMix(folder, { jobs: 2 })
    expect(result.diagnostics.filter(({ code }) => !/^(EXPECT_FAILED|ADVICE_)/.test(code))).toEqual([])
    expectValues(result.expectations, CHECKS)
    for (const [index, { ok, margin, value, atLeast, atMost, line }] of result.expectations.entries()) {
      expect([index, ok]).toEqual([index, index % 2 === 0])
      expect([margin, line]).toEqual([Math.min(atMost! - value!, value! - atLeast!), index + 6])
    }
    const failed = result.diagnostics.filter(({ code }) => code === 'EXPECT_FAILED')
    expect(failed.map(({ line, severity }) => [line, severity])).toEqual(
      CHECKS.flatMap((_, index) => (index % 2 ? [[index + 6, 'error']] : [])),
    )
    expect(failed[0]!.message).toMatch(
      /^loudest 400 ms of mix in 0:00.2 to 0:01.2: got -6.0\d? LUFS, expected -80 to -6.0\d+ LUFS, off by 0.0\d+ LU$/,
    )
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['draft.wav', 'mix.wav', 'report.json', 'unasked.wav'])
  })

  /** The lowest limit that a measure takes, away from every value here. */
  function lowest(check: string): number {
    const measure = check.slice(0, check.indexOf(':'))
    if (['loudness', 'momentaryMax', 'shortTermMax', 'truePeak', 'samplePeak', 'balance'].includes(measure)) return -80
    if (measure === 'plr') return -20
    return measure === 'correlation' ? -1 : 0
  }
})

describe('what is expected', () => {
  const SONG = `mixwright: 1
stems: { tone: { file: tone.wav }, other: { file: tone.wav } }
deliver: { archive: {} }
variants:
  half: { mute: [ other ], expect: [ { level: tone, over: other, atLeast: 3 dB }, { length: archive, atMost: 1 s } ] }
  short: { length: 0.4 s }
`
  const RECORDINGS = { 'tone.wav': sine(500, 0.2, 0.5) }

  test('of a variant is told with its name; what nobody asks about is not made', async () => {
    const { result } = await testMix(writeSong(SONG, RECORDINGS), { jobs: 1 })
    expect(result.expectations.map(({ variant, name, ok }) => [variant, name, ok])).toEqual([
      ['half', 'level of tone over other', true],
      ['half', 'length of archive', true],
    ])
    expect(result).toMatchObject({ ok: true, passed: 2, failed: 0, diagnostics: [] })
  })

  test('of a delivery that is not made is left out, and changes no lock', async () => {
    const folder = writeSong(SONG, RECORDINGS)
    const first = await renderMix(folder, { jobs: 1, mixOnly: true })
    expect(first.result.variants.map(({ expectations }) => expectations.length)).toEqual([1, 0])
    const asked = writeSong(
      SONG.replace('variants', 'expect: [ { truePeak: mix, atMost: -20 dBTP } ]\nvariants'),
      RECORDINGS,
      folder,
    )
    const { result } = await renderMix(asked, { jobs: 1, mixOnly: true, lock: 'frozen' })
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['EXPECT_FAILED'])
  })

  test('must be something when a mix is tested', async () => {
    const { result } = await testMix(writeSong(SONG.replace(/, expect.*\] }$/m, ' }'), RECORDINGS), { jobs: 1 })
    expect([result.ok, result.diagnostics.map(({ code }) => code)]).toEqual([false, ['EXPECT_NONE']])
  })
})
