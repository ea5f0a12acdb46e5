import { join } from 'node:path'
import { renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { amplitudeOf, RATE_HZ, type Recording, readWav, type Samples, sine, toDb, writeSong } from '../_song.ts'

const LEVEL_TOLERANCE_DB = 0.01
const HALF = RATE_HZ / 2

/** Renders one second of a mix file over recordings and reads the mix. */
async function mixOf(mixFile: string, recordings: Record<string, Recording>): Promise<Samples> {
  const folder = writeSong(`mixwright: 1\nlength: 1 s\n${mixFile}`, recordings)
  await renderMix(folder, { mixOnly: true })
  return readWav(join(folder, 'out', 'mix.wav'))
}

/** A tone on the left, and a key on the right that sounds in the second half. */
const RECORDINGS = {
  'a.wav': sine(3000, 0.5),
  'key.wav': { ...sine(100, 0.5), at: (frame: number) => (frame < HALF ? 0 : 0.5) },
}

describe('side-chains', () => {
  test.each([
    ['gate: { threshold: -20 dB, range: 30 dB, sidechain: key }', -30],
    ['gate: { threshold: -20 dB, range: 30 dB, lookahead: 5 ms, sidechain: key }', -30],
    ['expander: { threshold: -20 dB, ratio: 4, range: 18 dB, sidechain: key }', -18],
  ])('%s is shut without its key and open with it', async (insert, shutDb) => {
    const mix = await mixOf(
      `stems:
  a: { file: a.wav, pan: 100L, inserts: [ { ${insert} } ] }
  key: { file: key.wav, pan: 100R }`,
      RECORDINGS,
    )
    const shut = toDb(amplitudeOf(mix.left, 3000, RATE_HZ, 4800, HALF - 9600))
    const open = toDb(amplitudeOf(mix.left, 3000, RATE_HZ, RATE_HZ - 9600, 9600))
    expect(Math.abs(shut - toDb(0.5) - shutDb)).toBeLessThan(LEVEL_TOLERANCE_DB)
    expect(Math.abs(open - toDb(0.5))).toBeLessThan(LEVEL_TOLERANCE_DB)
  })
})

describe('side-chain filters', () => {
  test.each([
    ['gate: { threshold: -20 dB, range: 30 dB, sidechain: { from: key, lowPass: 500 Hz } }', 0],
    ['gate: { threshold: -20 dB, range: 30 dB, sidechain: { from: key, highPass: 1 kHz } }', -30],
    ['compressor: { threshold: -20 dB, ratio: 4, knee: 0 dB, sidechain: { highPass: 12 kHz } }', 0],
  ])('%s leaves a tone at %i dB while the key plays 100 Hz', async (insert, wantedDb) => {
    const mix = await mixOf(
      `stems:
  a: { file: a.wav, pan: 100L, inserts: [ { ${insert} } ] }
  key: { file: key.wav, pan: 100R }`,
      { 'a.wav': sine(500, 0.5), 'key.wav': sine(100, 0.5) },
    )
    const levelDb = toDb(amplitudeOf(mix.left, 500, RATE_HZ, HALF, HALF / 2) / 0.5)
    expect(Math.abs(levelDb - wantedDb)).toBeLessThan(LEVEL_TOLERANCE_DB)
  })
})

describe('saturation', () => {
  test.each(['tape', 'tube', 'soft', 'hard'])(
    '%s on one of two equal quiet stems stays in line with the other',
    async (style) => {
      const quiet = sine(5000, 1e-4)
      const mix = await mixOf(
        `stems:
  a: { file: a.wav, pan: 100L, inserts: [ { saturation: { style: ${style}, drive: 6 dB } } ] }
  b: { file: b.wav, pan: 100L, polarity: invert }`,
        { 'a.wav': quiet, 'b.wav': quiet },
      )
      const rest = amplitudeOf(mix.left, 5000, RATE_HZ, HALF, HALF / 2)
      expect(toDb(rest / 1e-4)).toBeLessThan(-50)
    },
  )
})
