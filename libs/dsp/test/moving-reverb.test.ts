import { Arena, type CurvePoint, createProcessor, type InsertPlan } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { energy, t30 } from './_decay.ts'
import type { Stereo } from './_render.ts'

const RATE_HZ = 48000
/** Promise of the mixing stage for decay times, in parts. */
const DECAY_TOLERANCE = 0.05
const SPACES = ['room', 'chamber', 'plate', 'hall'] as const

function line(from: number, to: number, frames: number): CurvePoint[] {
  return [
    { atFrame: 0, value: from, shape: 'line' },
    { atFrame: frames, value: to, shape: 'line' },
  ]
}

/** What comes of impulses on both sides at some frames. */
function render(settings: object, frames: number, impulses: readonly number[]): Stereo {
  const arena = new Arena()
  const plan = { kind: 'reverb', space: 'hall', decayS: 1, predelayMs: 0, dampingHz: 8000, width: 1, mix: 1 }
  const processor = createProcessor({ ...plan, ...settings } as InsertPlan, arena, RATE_HZ)
  processor.reset()
  const at = arena.allocFrames(frames)
  for (const frame of impulses) arena.f64(at, 2 * frames).fill(1, 2 * frame, 2 * frame + 2)
  processor.process(at, frames, undefined, 0)
  const out = arena.f64(at, 2 * frames)
  return { left: out.filter((_, i) => i % 2 === 0), right: out.filter((_, i) => i % 2 === 1) }
}

describe('a reverb whose settings move', () => {
  test.each(SPACES)('%s: a decay that comes to 0.6 s or to 2.4 s lasts so long, within 5 percent', (space) => {
    for (const [from, to] of [
      [2.4, 0.6],
      [0.6, 2.4],
    ] as const) {
      const begin = 4096
      const { left, right } = render({ space, decayS: line(from, to, 2048) }, 64 * Math.ceil(750 * 3.2), [begin])
      const answer = { left: left.subarray(begin), right: right.subarray(begin) }
      expect(Math.abs(t30(answer, 700, 2, RATE_HZ) / to - 1), `${from} to ${to}`).toBeLessThan(DECAY_TOLERANCE)
    }
  })

  test('takes what sounds already along: a decay that falls ends a tail sooner, one that rises later', () => {
    const late = (decayS: unknown) => {
      const { left } = render({ decayS }, 64 * 1500, [64])
      return 10 * Math.log10(energy(left.subarray(RATE_HZ)))
    }
    const moved = (to: number): CurvePoint[] => [
      { atFrame: 12_000, value: 1.2, shape: 'line' },
      { atFrame: 16_000, value: to, shape: 'line' },
    ]
    const still = late(moved(1.2))
    // From 0.33 to 1 s on: 33 dB at 1.2 s, 67 dB at 0.6 s, 17 dB at 2.4 s.
    expect(late(moved(0.6)) - still).toBeLessThan(-25)
    expect(late(moved(2.4)) - still).toBeGreaterThan(12)
  })

  test('a decay and a damping that move leave no step in the sound: a fading tone stays smooth', () => {
    const roughness = (settings: object) => {
      const { left } = render({ ...settings, mix: 1 }, 64 * 600, [64])
      const tail = left.subarray(12_000)
      const third = tail.map((x, n) => (n < 3 ? 0 : x - 3 * tail[n - 1]! + 3 * tail[n - 2]! - tail[n - 3]!))
      return energy(third) / energy(tail)
    }
    const moving = roughness({ decayS: line(1, 3, 38_400), dampingHz: line(500, 500, 38_400) })
    expect(moving / roughness({ decayS: 2, dampingHz: 500 })).toBeLessThan(1.5)
  })
})
