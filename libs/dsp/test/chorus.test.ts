import { Arena, Chorus, type ChorusOptions } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { testProcessorRules } from './_processor-rules.ts'
import { impulse, noise, render, type Stereo, sameBits, soundEnd } from './_render.ts'

const RATE_HZ = 48000
const OPTIONS: ChorusOptions = { rateHz: 0.8, depthMs: 3, voices: 2, width: 1, mix: 0.5 }
const SHORTEST_MS = 6
/** Of the place where a voice reads, found from a wave of 200 Hz. */
const PLACE_TOLERANCE_FRAMES = 0.01
const INTERPOLATION_TOLERANCE = 1e-4

function run(options: Partial<ChorusOptions>, input: Stereo, blockFrames = 512): Stereo {
  const arena = new Arena()
  const chorus = new Chorus({ ...OPTIONS, ...options }, arena, RATE_HZ)
  chorus.reset()
  return render(chorus, arena, input, blockFrames)
}

function mono(frames: number, sampleAt: (n: number) => number): Stereo {
  const left = Float64Array.from({ length: frames }, (_, n) => sampleAt(n))
  return { left, right: left.slice() }
}

/** Where a voice should read, in frames ago. */
function delayFrames(n: number, rateHz: number, depthMs: number, offset: number): number {
  const cycle = (n * rateHz) / RATE_HZ + offset - 0.25
  return (SHORTEST_MS + (depthMs / 2) * (1 + Math.sin(2 * Math.PI * cycle))) * 48
}

describe('Chorus', () => {
  test.each([
    [0.5, 1, 1],
    [3, 10, 1],
    [10, 2, 0.5],
  ])('one voice at %f Hz moves by %f ms as a sine, the right side a quarter of %f ahead', (rateHz, depthMs, width) => {
    const ramp = mono(48000, (n) => n + 1)
    const out = run({ voices: 1, mix: 1, rateHz, depthMs, width }, ramp)
    for (let n = 4800; n < 48000; n += 7) {
      expect(Math.abs(n + 1 - out.left[n]! - delayFrames(n, rateHz, depthMs, 0))).toBeLessThan(PLACE_TOLERANCE_FRAMES)
      const right = delayFrames(n, rateHz, depthMs, 0.25 * width)
      expect(Math.abs(n + 1 - out.right[n]! - right)).toBeLessThan(PLACE_TOLERANCE_FRAMES)
    }
  })

  test.each([2, 3, 4])('%i voices are spread evenly, each at 1 / √voices', (voices) => {
    const wave = (n: number) => (n < 0 ? 0 : Math.sin((2 * Math.PI * 1000 * n) / RATE_HZ))
    const out = run({ voices, mix: 1, width: 0 }, mono(24000, wave))
    for (let n = 4800; n < 24000; n += 11) {
      let sum = 0
      for (let voice = 0; voice < voices; voice++) sum += wave(n - delayFrames(n, 0.8, 3, voice / voices))
      expect(Math.abs(out.left[n]! - sum / Math.sqrt(voices))).toBeLessThan(INTERPOLATION_TOLERANCE)
    }
  })

  test('width 0 keeps equal sides equal; left and right do not mix', () => {
    const input = mono(9600, (n) => Math.sin(n / 7))
    const out = run({ width: 0 }, input)
    expect(out.right).toEqual(out.left)
    input.right.fill(0)
    expect(run({}, input).right.every((x) => x === 0)).toBe(true)
  })

  test('mix 0.25 leaves three quarters dry at once; nothing of the voices comes before 6 ms', () => {
    const out = run({ mix: 0.25 }, impulse(1024, 1, 1))
    expect(out.left[0]).toBe(0.75)
    const first = out.left.findIndex((x, n) => n > 0 && x !== 0)
    expect(first).toBeGreaterThanOrEqual(SHORTEST_MS * 48 - 2)
    expect(soundEnd(out)).toBeLessThan((SHORTEST_MS + 3) * 48 + 4)
  })

  test('after silence that has outlasted the line, a sound is answered as the first was', () => {
    const burst = noise(640)
    const gap = 64 * 500
    const twice = { left: new Float64Array(2 * gap), right: new Float64Array(2 * gap) }
    for (const at of [0, gap]) {
      twice.left.set(burst.left, at)
      twice.right.set(burst.right, at)
    }
    const out = run({}, twice)
    const half = (from: number) => ({
      left: out.left.slice(from, from + gap),
      right: out.right.slice(from, from + gap),
    })
    expect(sameBits(half(0), half(gap))).toBe(true)
  })

  test('gives the same bits when it is left out while at rest', () => {
    const arena = new Arena()
    const chorus = new Chorus(OPTIONS, arena, RATE_HZ)
    chorus.reset()
    const [first, second] = [noise(640, 1), noise(640, 2)]
    const silence = { left: new Float64Array(4096), right: new Float64Array(4096) }
    render(chorus, arena, first)
    render(chorus, arena, silence)
    expect(chorus.isAtRest()).toBe(true)
    const skipping = render(chorus, arena, second)
    chorus.reset()
    render(chorus, arena, first)
    for (let i = 0; i < 10; i++) render(chorus, arena, silence)
    expect(sameBits(render(chorus, arena, second), skipping)).toBe(true)
  })

  test('mix 0 returns the input bit for bit', () => {
    const input = noise(2048)
    expect(sameBits(run({ mix: 0 }, input), input)).toBe(true)
  })
})

describe('Chorus of four voices', () => {
  testProcessorRules({
    make: (arena, sampleRateHz) => new Chorus({ ...OPTIONS, voices: 4, depthMs: 10 }, arena, sampleRateHz),
    restS: 1,
  })
})
