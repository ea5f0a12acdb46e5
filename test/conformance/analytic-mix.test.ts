import { join } from 'node:path'
import { renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import {
  amplitudeOf,
  RATE_HZ,
  type Recording,
  readWav,
  type Samples,
  silence,
  sine,
  toDb,
  writeSong,
} from '../_song.ts'

const LEVEL_TOLERANCE_DB = 0.01
const EQ_TOLERANCE_DB = 0.05

/** Renders a mix file over recordings and reads the mix. */
async function mixOf(mixFile: string, recordings: Record<string, Recording>): Promise<Samples> {
  return readWav(join(await render(mixFile, recordings), 'mix.wav'))
}

/** Folder of the outputs. */
async function render(mixFile: string, recordings: Record<string, Recording>, stems = false): Promise<string> {
  const folder = writeSong(`mixwright: 1\ntempo: 120\nlength: 1 s\n${mixFile}`, recordings)
  const { result } = await renderMix(folder, { mixOnly: true, stems, jobs: 1, cache: false, lock: 'ignore' })
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return join(folder, 'out')
}

/** Level of a sine in the second half of a mix, where everything has settled. */
function levelDb({ left, right }: Samples, side: 'left' | 'right', freqHz: number): number {
  return toDb(amplitudeOf(side === 'left' ? left : right, freqHz, RATE_HZ, RATE_HZ / 2, RATE_HZ / 2))
}

describe('levels of known sines', () => {
  const tone = { 'a.wav': sine(1000, 0.25) }
  const inDb = toDb(0.25)

  test.each([
    ['gain: -7.3 dB', -3.0103 - 7.3, -3.0103 - 7.3],
    ['trim: 4 dB, gain: -1 dB', -3.0103 + 3, -3.0103 + 3],
    ['pan: 100L', 0, Number.NEGATIVE_INFINITY],
    ['pan: 50R', toDb(Math.cos((0.75 * Math.PI) / 2)), toDb(Math.sin((0.75 * Math.PI) / 2))],
    ['pan: -0.2', toDb(Math.cos((0.4 * Math.PI) / 2)), toDb(Math.sin((0.4 * Math.PI) / 2))],
  ])('a mono stem with %s', async (settings, leftDb, rightDb) => {
    const mix = await mixOf(`stems: { a: { file: a.wav, ${settings} } }`, tone)
    expect(Math.abs(levelDb(mix, 'left', 1000) - inDb - leftDb)).toBeLessThan(LEVEL_TOLERANCE_DB)
    if (Number.isFinite(rightDb)) {
      expect(Math.abs(levelDb(mix, 'right', 1000) - inDb - rightDb)).toBeLessThan(LEVEL_TOLERANCE_DB)
    } else {
      expect(mix.right.every((sample) => sample === 0)).toBe(true)
    }
  })

  test.each([
    ['-3 dB', -3.0103],
    ['-4.5 dB', -4.5154],
    ['-6 dB', -6.0206],
    ['0 dB', 0],
  ])('pan law %s at the centre', async (law, db) => {
    const mix = await mixOf(`stems: { a: { file: a.wav } }\nmix: { panLaw: ${law} }`, tone)
    expect(Math.abs(levelDb(mix, 'left', 1000) - inDb - db)).toBeLessThan(LEVEL_TOLERANCE_DB)
    expect(Math.abs(levelDb(mix, 'right', 1000) - inDb - db)).toBeLessThan(LEVEL_TOLERANCE_DB)
  })

  test('inverted polarity cancels the same stem to digital silence', async () => {
    const mix = await mixOf('stems: { a: { file: a.wav }, b: { file: a.wav, polarity: invert } }', tone)
    expect(mix.left.every((sample) => sample === 0)).toBe(true)
  })

  test('a stem, a bus in a bus and the mix fader add their decibels', async () => {
    const mix = await mixOf(
      `stems: { a: { file: a.wav, gain: -1 dB, bus: inner } }
buses: { inner: { gain: -2 dB, bus: outer }, outer: { gain: -4 dB } }
mix: { gain: -8 dB }`,
      tone,
    )
    expect(Math.abs(levelDb(mix, 'left', 1000) - inDb + 18.0103)).toBeLessThan(LEVEL_TOLERANCE_DB)
  })

  test.each([
    ['-9 dB', -3.0103 - 6 - 9],
    ['{ level: -9 dB, tap: preFader }', -9],
  ])('a send of %s from a fader at -6 dB', async (send, db) => {
    const mix = await mixOf(
      `stems: { a: { file: a.wav, gain: -6 dB, sends: { fx: ${send} }, bus: nowhere } }
buses: { nowhere: { gain: -inf dB } }
returns: { fx: {} }`,
      tone,
    )
    expect(Math.abs(levelDb(mix, 'left', 1000) - inDb - db)).toBeLessThan(LEVEL_TOLERANCE_DB)
  })

  test('groups add their decibels to a stem, its bus and the return', async () => {
    const mix = await mixOf(
      `stems: { a: { file: a.wav, gain: -1 dB, bus: b } }
buses: { b: { gain: -2 dB, bus: silent, sends: { fx: -4 dB } }, silent: { gain: -inf dB } }
returns: { fx: { gain: -8 dB } }
groups: { all: { strips: [ a, b, fx ], gain: -0.5 dB }, one: { strips: [ b ], gain: { 0:00: -0.25 dB } } }`,
      tone,
    )
    expect(Math.abs(levelDb(mix, 'left', 1000) - inDb + 3.0103 + 15 + 1.75)).toBeLessThan(LEVEL_TOLERANCE_DB)
  })

  test('a stem at 44.1 kHz keeps its pitch and level', async () => {
    const mix = await mixOf('stems: { a: { file: a.wav } }', { 'a.wav': sine(9000, 0.25, 1, 44_100) })
    expect(Math.abs(levelDb(mix, 'left', 9000) - inDb + 3.0103)).toBeLessThan(LEVEL_TOLERANCE_DB)
  })
})

describe('EQ against its analogue prototype', () => {
  const FREQUENCIES_HZ = [30, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16_000]
  const BELL = { f0: 1000, gain: 6, q: 1.4 }

  const analogueBellDb = (freqHz: number) => {
    const a = 10 ** (BELL.gain / 40)
    const w = freqHz / BELL.f0
    const re = 1 - w * w
    return 10 * Math.log10((re * re + ((a * w) / BELL.q) ** 2) / (re * re + (w / (a * BELL.q)) ** 2))
  }
  const analogueHighPassDb = (freqHz: number, f0: number) => -10 * Math.log10(1 + (f0 / freqHz) ** 8)

  /** Levels of sines of 0.25 behind an eq, each as it reaches the mix bus. */
  async function responseDb(eq: string): Promise<number[]> {
    const strips = FREQUENCIES_HZ.map(
      (hz) => `  s${hz}: { file: ${hz}.wav, pan: 100L, inserts: [ { eq: [ ${eq} ] } ] }`,
    )
    const sines = FREQUENCIES_HZ.map((hz) => [`${hz}.wav`, sine(hz, 0.25)] as const)
    const out = await render(`stems:\n${strips.join('\n')}\n`, Object.fromEntries(sines), true)
    return FREQUENCIES_HZ.map((hz) => levelDb(readWav(join(out, 'stems', `s${hz}.wav`)), 'left', hz) - toDb(0.25))
  }

  test.each([
    ['a bell of +6 dB at 1 kHz', '{ bell: 1 kHz, gain: 6 dB, q: 1.4 }', analogueBellDb],
    [
      'a high-pass of 24 dB/oct at 60 Hz',
      '{ highPass: 60 Hz, slope: 24 dB/oct }',
      (hz: number) => analogueHighPassDb(hz, 60),
    ],
  ])('%s, heard from 30 Hz to 16 kHz', async (_, eq, analogueDb) => {
    const response = await responseDb(eq)
    for (const [index, freqHz] of FREQUENCIES_HZ.entries()) {
      expect(Math.abs(response[index]! - analogueDb(freqHz)), `${freqHz} Hz`).toBeLessThan(EQ_TOLERANCE_DB)
    }
  })
})

describe('compressor', () => {
  /** Giannoulis, Massberg and Reiss, JAES 60(6), 2012, equation 4: threshold -20 dB, ratio 4, knee 6 dB. */
  test('static curve: levels of -30 to -1 dB come out where the equation has them', async () => {
    const curve = [
      [-30, -30],
      [-23, -23],
      [-20, -20.5625],
      [-18, -19.5625],
      [-10, -17.5],
      [-1, -15.25],
    ] as const
    const settings = 'threshold: -20 dB, ratio: 4, knee: 6 dB, attack: 1 ms, release: 50 ms'
    const strips = curve.map(
      ([db]) => `  s${-db}: { file: s${-db}.wav, pan: 100L, inserts: [ { compressor: { ${settings} } } ] }`,
    )
    const steady = (db: number): Recording => ({ frames: RATE_HZ, channels: 1, at: () => 10 ** (db / 20) })
    const recordings = Object.fromEntries(curve.map(([db]) => [`s${-db}.wav`, steady(db)]))
    const out = await render(`stems:\n${strips.join('\n')}\n`, recordings, true)
    for (const [inDb, outDb] of curve) {
      const { left } = readWav(join(out, 'stems', `s${-inDb}.wav`))
      expect(Math.abs(toDb(left[RATE_HZ - 1]!) - outDb), `${inDb} dB`).toBeLessThan(LEVEL_TOLERANCE_DB)
    }
  })

  test('a side-chain is turned down by its key, not by itself', async () => {
    const key = sine(100, 0.5)
    const half = RATE_HZ / 2
    const mix = await mixOf(
      `stems:
  a: { file: a.wav, pan: 100L, inserts: [ { compressor: { threshold: -20 dB, ratio: 4, knee: 0 dB, sidechain: key } } ] }
  key: { file: key.wav, pan: 100R }`,
      {
        'a.wav': sine(3000, 0.9),
        'key.wav': { ...key, at: (frame) => (frame < half ? 0 : 0.5) },
      },
    )
    const quiet = toDb(amplitudeOf(mix.left, 3000, RATE_HZ, 1000, half - 2000))
    const ducked = toDb(amplitudeOf(mix.left, 3000, RATE_HZ, RATE_HZ - 9600, 9600))
    expect(Math.abs(quiet - toDb(0.9))).toBeLessThan(LEVEL_TOLERANCE_DB)
    expect(Math.abs(quiet - ducked - (toDb(0.5) + 20) * 0.75)).toBeLessThan(LEVEL_TOLERANCE_DB)
  })
})

describe('delay', () => {
  const click: Recording = { frames: 100, channels: 1, at: (frame) => (frame === 0 ? 0.5 : 0) }
  const song = (time: string) => `stems: { a: { file: a.wav, sends: { echo: 0 dB }, bus: nowhere } }
buses: { nowhere: { gain: -inf dB } }
returns: { echo: { inserts: [ { delay: { time: ${time}, feedback: 50 % } } ] } }`

  test.each([
    ['125 ms', 6000],
    ['1/8', 12_000],
    ['1/16 dotted', 9000],
    ['1/8 triplet', 8000],
  ])('of %s at 120 bpm repeats every %d frames, each 6.02 dB lower', async (time, frames) => {
    const { left } = await mixOf(song(time), { 'a.wav': click })
    const heard = [...left.entries()].filter(([, sample]) => Math.abs(sample) > 1e-4)
    const expected = Array.from({ length: 8 }, (_, i) => frames * (i + 1)).filter((at) => at < RATE_HZ)
    expect(heard.slice(0, expected.length).map(([at]) => at)).toEqual(expected)
    const first = heard[0]![1]
    expect(Math.abs(toDb(first / 0.5) + 3.0103)).toBeLessThan(LEVEL_TOLERANCE_DB)
    expect(Math.abs(toDb(heard[1]![1] / first) + 6.0206)).toBeLessThan(LEVEL_TOLERANCE_DB)
  })
})

describe('start', () => {
  test.each([
    ['0.25 s', 12_000],
    ['bar 1.2', 24_000],
    ['0:00.125', 6000],
  ])('at %s puts the first sample on frame %d', async (start, frame) => {
    const mix = await mixOf(`stems: { a: { file: a.wav, start: ${start} }, b: { file: b.wav } }`, {
      'a.wav': { frames: 10, channels: 2, at: () => 0.5 },
      'b.wav': silence(1),
    })
    expect(mix.left.findIndex((sample) => sample !== 0)).toBe(frame)
    expect(mix.left[frame]).toBe(0.5)
  })
})
