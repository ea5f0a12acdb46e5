import { join } from 'node:path'
import { renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { amplitudeOf, RATE_HZ, readWav, sine, toDb, writeSong } from '../_song.ts'

const LEVEL_TOLERANCE_DB = 0.001
const TONE_HZ = 1000
const AMPLITUDE = 0.01
const CENTRE_DB = 20 * Math.log10(Math.SQRT1_2)

/** Level of the stem's tone in the mix, over that in its file. */
async function levelDb(desk: string): Promise<number> {
  const folder = writeSong(`mixwright: 1\nlength: 0.2 s\n${desk}`, { 'a.wav': sine(TONE_HZ, AMPLITUDE, 0.2) })
  const { result } = await renderMix(folder, { mixOnly: true, jobs: 1 })
  expect(result.diagnostics).toEqual([])
  const { left } = readWav(join(folder, 'out', 'mix.wav'))
  return toDb(amplitudeOf(left, TONE_HZ, RATE_HZ, 0.05 * RATE_HZ, 0.1 * RATE_HZ) / AMPLITUDE)
}

const silent = 'silent: { gain: -inf dB }'
const pre = (db: number) => `{ level: ${db} dB, tap: preFader }`

describe('a signal', () => {
  test.each([
    [
      'from a bus to a return, before and after its fader',
      `stems: { a: { file: a.wav, bus: b } }
buses: { b: { gain: -6 dB, bus: silent, sends: { r: -1 dB, s: ${pre(-2)} } }, ${silent} }
returns: { r: { gain: -20 dB }, s: { gain: -40 dB } }`,
      CENTRE_DB + toDb(10 ** (-27 / 20) + 10 ** (-42 / 20)),
    ],
    [
      'from a return to a return, before and after its fader',
      `stems: { a: { file: a.wav, bus: silent, sends: { r: -3 dB } } }
buses: { ${silent} }
returns: { r: { gain: -8 dB, bus: silent, sends: { s: -1 dB, t: ${pre(-2)} } }, s: {}, t: { gain: -10 dB } }`,
      CENTRE_DB + toDb(10 ** (-12 / 20) + 10 ** (-15 / 20)),
    ],
    [
      'from a return through buses to the mix',
      `stems: { a: { file: a.wav, bus: silent, sends: { r: ${pre(-3)} } } }
buses: { wet: { gain: -2 dB, bus: all }, all: { gain: -4 dB }, ${silent} }
returns: { r: { gain: -1 dB, bus: wet } }`,
      -10,
    ],
    [
      'that a return receives from a stem, its bus and another return',
      `stems: { a: { file: a.wav, gain: -2 dB, bus: b, sends: { r: -6 dB, s: -12 dB } } }
buses: { b: { bus: silent, sends: { s: -3 dB } }, ${silent} }
returns: { r: { bus: silent, sends: { s: -9 dB } }, s: {} }`,
      CENTRE_DB - 2 + toDb(10 ** (-12 / 20) + 10 ** (-3 / 20) + 10 ** (-15 / 20)),
    ],
  ])('%s arrives at the sum of its paths', async (_, desk, expectedDb) => {
    expect(Math.abs((await levelDb(desk)) - expectedDb)).toBeLessThan(LEVEL_TOLERANCE_DB)
  })
})

describe('a side-chain', () => {
  /** A tone of -40 dB on the left, by two ways; the same on the right as key. Half of 40 dB over the threshold goes. */
  const desk = (ducked: string, key: string) => {
    const ducker = `compressor: { threshold: -80 dB, ratio: 2, knee: 0 dB, attack: 0.01 ms, sidechain: ${key} }`
    const inserts = (name: string) => (name === ducked ? `inserts: [ { ${ducker} } ]` : '')
    return `stems:
  a: { file: a.wav, pan: 100R, bus: b, sends: { r: 0 dB } }
  z: { file: a.wav, pan: 100L, bus: y, sends: { x: 0 dB }, ${inserts('stem')} }
buses: { b: {}, y: { ${inserts('bus')} } }
returns: { r: {}, x: { ${inserts('return')} } }
mix: { ${inserts('mix')} }`
  }
  const ONE_WAY_DB = toDb(1 + 0.1)
  const BOTH_WAYS_DB = toDb(0.1 + 0.1)
  const DUCKING_TOLERANCE_DB = 0.1

  test.each([
    ['stem', 'b', BOTH_WAYS_DB],
    ['stem', 'r', BOTH_WAYS_DB],
    ['bus', 'a', ONE_WAY_DB],
    ['return', 'b', ONE_WAY_DB],
    ['mix', 'r', BOTH_WAYS_DB],
  ] as const)('of a %s hears %s', async (ducked, key, expectedDb) => {
    expect(Math.abs((await levelDb(desk(ducked, key))) - expectedDb)).toBeLessThan(DUCKING_TOLERANCE_DB)
  })
})
