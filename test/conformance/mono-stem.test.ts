import { checkMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { silence, sine, writeSong } from '../_song.ts'

const RECORDINGS = { 'mono.wav': sine(100, 0.5, 0.1), 'stereo.wav': silence(0.1) }

async function problems(settings: string) {
  const folder = writeSong(`mixwright: 1\nstems:\n  a: { ${settings} }\n`, RECORDINGS)
  return (await checkMix(folder)).diagnostics
}

describe('a stem of one channel', () => {
  test.each([
    ['in its file', 'file: mono.wav, pan: { left: C }', 24],
    ['by choice', 'file: stereo.wav, channels: left, pan: { left: C }', 42],
  ])('%s cannot be panned channel by channel', async (_, settings, column) => {
    const found = await problems(settings)
    expect(found).toMatchObject([{ code: 'STEM_NOT_STEREO', severity: 'error', line: 3, column, subject: "stem 'a'" }])
  })

  test('has no width, which is said', async () => {
    const found = await problems('file: mono.wav, width: 50 %')
    expect(found).toMatchObject([{ code: 'PROJECT_NO_EFFECT', severity: 'warning', line: 3, column: 31 }])
  })

  test('of two channels has both', async () => {
    expect(await problems('file: stereo.wav, width: 50 %, pan: { left: C }')).toEqual([])
  })
})
