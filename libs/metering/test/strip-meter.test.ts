import { Arena } from '@mixwright/kernels'
import { StripMeter } from '@mixwright/metering'
import { expect, test } from 'vitest'

const RATE_HZ = 48_000

function sineIn(arena: Arena, frames: number) {
  const at = arena.allocFrames(frames)
  const samples = arena.f64(at, 2 * frames)
  for (let i = 0; i < frames; i++) samples.fill(0.5 * Math.sin((2 * Math.PI * 1000 * i) / RATE_HZ), 2 * i, 2 * i + 2)
  return at
}

test('levels are means over the length of the song: what sounds for half of it is 3 dB lower', () => {
  const arena = new Arena()
  const meter = new StripMeter(arena, RATE_HZ)
  meter.reset()
  meter.add(sineIn(arena, RATE_HZ), RATE_HZ)
  const alone = meter.read(RATE_HZ)
  const inSong = meter.read(2 * RATE_HZ)
  expect(alone.rmsDbfs).toBeCloseTo(-9.031, 3)
  expect(inSong.rmsDbfs).toBeCloseTo(-12.041, 3)
  expect(inSong.bandsDb['1 kHz']).toBeCloseTo(alone.bandsDb['1 kHz'] - 3.0103, 3)
  expect(inSong.integratedLufs).toBe(alone.integratedLufs)
})
