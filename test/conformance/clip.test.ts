import { join } from 'node:path'
import { renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { RATE_HZ, readWav, silence, writeSong } from '../_song.ts'

/** A staircase: each frame of the recording has a value of its own. */
const staircase = { frames: 4800, channels: 2 as const, at: (frame: number) => (frame + 1) / 8192 }

async function played(settings: string): Promise<Float64Array> {
  const file = `mixwright: 1\nlength: 0.2 s\nstems: { a: { file: a.wav, ${settings} }, b: { file: b.wav } }\n`
  const folder = writeSong(file, { 'a.wav': staircase, 'b.wav': silence(0.2) })
  const { result } = await renderMix(folder, { mixOnly: true })
  expect(result.diagnostics.filter(({ code }) => !code.startsWith('ADVICE_'))).toEqual([])
  return readWav(join(folder, 'out', 'mix.wav')).left
}

const stair = (frame: number) => (frame + 1) / 8192

describe('what is played of a recording', () => {
  test('offset leaves out its head, length its end', async () => {
    const left = await played('start: 10 ms, offset: 20 ms, length: 30 ms')
    const [start, offset, length] = [480, 960, 1440]
    expect(left.slice(0, start).every((sample) => sample === 0)).toBe(true)
    for (const n of [0, 1, 700, length - 1]) expect(left[start + n]).toBe(stair(offset + n))
    expect(left.slice(start + length).every((sample) => sample === 0)).toBe(true)
  })

  test('delay moves it later, to the frame', async () => {
    const left = await played('delay: 1.5 ms')
    expect([left[71], left[72]]).toEqual([0, stair(0)])
  })

  test('delay counts samples of the session', async () => {
    const left = await played('delay: 32 samples')
    expect([left[31], left[32]]).toEqual([0, stair(0)])
  })

  test('fades are straight in amplitude, and leave what lies between as it is', async () => {
    const left = await played('fadeIn: 10 ms, fadeOut: 20 ms')
    const [rise, fall, frames] = [480, 960, 4800]
    for (const n of [0, 1, 240, 479]) expect(left[n]).toBeCloseTo((stair(n) * n) / rise, 7)
    for (const n of [480, 2000, frames - fall]) expect(left[n]).toBe(stair(n))
    for (const n of [3841, 4320, 4799]) expect(left[n]).toBeCloseTo((stair(n) * (frames - n)) / fall, 7)
  })

  test('an offset past its end plays nothing', async () => {
    expect((await played('offset: 1 s')).every((sample) => sample === 0)).toBe(true)
  })

  test('a mix lasts as long as what is played', async () => {
    const folder = writeSong('mixwright: 1\nstems: { a: { file: a.wav, start: 50 ms, length: 25 ms } }\n', {
      'a.wav': staircase,
    })
    await renderMix(folder, { mixOnly: true })
    expect(readWav(join(folder, 'out', 'mix.wav')).left.length).toBe((75 * RATE_HZ) / 1000)
  })
})
