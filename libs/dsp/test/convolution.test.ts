import { Convolution, type ConvolutionOptions, Resampler } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'
import { describe, expect, test } from 'vitest'
import { leadFrames } from '../src/impulse-response.ts'
import { testProcessorRules } from './_processor-rules.ts'
import { impulse, noise, render, type Stereo, sameBits, soundEnd } from './_render.ts'
import { fitTone, toDb } from './_tone.ts'

const RATE_HZ = 48000
/** Promise of the mixing stage: the distance to direct convolution. */
const DIRECT_DB = -140
/** A resampled response keeps its level within the resampler's promise. */
const LEVEL_TOLERANCE_DB = 0.01
const NORMALIZED_TOLERANCE_DB = 0.2

const DEFAULTS = { gainDb: 0, predelayMs: 0, normalize: false, mix: 1 }

function setUp(
  channels: Float64Array[],
  options: Partial<ConvolutionOptions> = {},
  responseHz = RATE_HZ,
  sessionHz = RATE_HZ,
) {
  const arena = new Arena()
  const settings = { ...DEFAULTS, impulse: { sampleRateHz: responseHz, channels }, ...options }
  const convolution = new Convolution(settings, arena, sessionHz)
  convolution.reset()
  return { arena, convolution }
}

/** Output without its latency; the input is followed by silence. */
function convolve(
  channels: Float64Array[],
  input: Stereo,
  options: Partial<ConvolutionOptions> = {},
  rateHz = RATE_HZ,
) {
  const { arena, convolution } = setUp(channels, options, rateHz)
  const { latencyFrames, gapFrames } = convolution
  const frames = Math.ceil((input.left.length + latencyFrames + gapFrames + 64) / 64) * 64
  const out = render(convolution, arena, { left: pad(input.left, frames), right: pad(input.right, frames) })
  return { left: out.left.subarray(latencyFrames), right: out.right.subarray(latencyFrames) }
}

function pad(samples: Float64Array, frames: number): Float64Array {
  const padded = new Float64Array(frames)
  padded.set(samples)
  return padded
}

function direct(x: Float64Array, h: Float64Array): Float64Array {
  const y = new Float64Array(x.length + h.length - 1)
  for (let n = 0; n < x.length; n++) for (let k = 0; k < h.length; k++) y[n + k]! += x[n]! * h[k]!
  return y
}

/** A response at another rate, from `lead` frames before its beginning on, and as loud for every tone. */
function resampled(path: Float64Array, fromHz: number, toHz: number, lead: number): Float64Array {
  const arena = new Arena()
  const resampler = new Resampler({ fromHz, toHz }, arena)
  resampler.reset()
  const frames = lead + resampler.outputFrames(path.length)
  const at = arena.allocFrames(frames)
  resampler.render(
    (start, count, to) => {
      const into = arena.f64(to, 2 * count)
      for (let n = 0; n < count; n++) into.fill(path[start + n] ?? 0, 2 * n, 2 * n + 2)
    },
    -lead,
    frames,
    at,
  )
  const audio = arena.f64(at, 2 * frames)
  return Float64Array.from({ length: frames }, (_, n) => (audio[2 * n]! * fromHz) / toHz)
}

function add(...signals: Float64Array[]): Float64Array {
  return signals[0]!.map((_, n) => signals.reduce((sum, signal) => sum + signal[n]!, 0))
}

/** Energy of a - b over that of b. */
function errorDb(a: Float64Array, b: Float64Array): number {
  let [error, energy] = [0, 0]
  for (let n = 0; n < b.length; n++) {
    error += (a[n]! - b[n]!) ** 2
    energy += b[n]! ** 2
  }
  return 10 * Math.log10(error / energy)
}

const response = (frames: number, seed: number) =>
  noise(frames, seed).left.map((x, n) => x * Math.exp((-5 * n) / frames))

describe('convolution', () => {
  test.each([1, 100, 700, 1024, 2500])(
    'a stereo response of %i frames equals direct convolution to -140 dB',
    (frames) => {
      const [left, right] = [response(frames, 2), response(frames, 3)]
      const input = noise(1500)
      const out = convolve([left, right], input)
      expect(errorDb(out.left, direct(input.left, left))).toBeLessThan(DIRECT_DB)
      expect(errorDb(out.right, direct(input.right, right))).toBeLessThan(DIRECT_DB)
    },
  )

  test.each([
    { frames: 16_000, partFrames: 4096 },
    { frames: 120_000, partFrames: 65_536 },
    { frames: 300_000, partFrames: 131_072 },
  ])('a response of $frames frames is late by one part of $partFrames, and whole', ({ frames, partFrames }) => {
    const long = response(frames, 9)
    const input = noise(5)
    expect(setUp([long]).convolution.latencyFrames).toBe(partFrames)
    expect(errorDb(convolve([long], input).left, direct(input.left, long))).toBeLessThan(DIRECT_DB)
  })

  test('a mono response serves both channels', () => {
    const mono = response(900, 4)
    const input = noise(1000)
    const out = convolve([mono], input)
    expect(errorDb(out.left, direct(input.left, mono))).toBeLessThan(DIRECT_DB)
    expect(errorDb(out.right, direct(input.right, mono))).toBeLessThan(DIRECT_DB)
  })

  test('a true-stereo response carries left to left, left to right, right to left and right to right', () => {
    const [ll, lr, rl, rr] = [response(900, 5), response(900, 6), response(900, 7), response(900, 8)]
    const input = noise(1000)
    const out = convolve([ll, lr, rl, rr], input)
    expect(errorDb(out.left, add(direct(input.left, ll), direct(input.right, rl)))).toBeLessThan(DIRECT_DB)
    expect(errorDb(out.right, add(direct(input.right, rr), direct(input.left, lr)))).toBeLessThan(DIRECT_DB)
  })

  test('predelay, gain and mix: the echo of a dry impulse comes 10 ms later at -6 dB of its share', () => {
    const out = convolve([Float64Array.of(1)], impulse(1, 1, -1), { predelayMs: 10, gainDb: -6, mix: 0.25 })
    expect(out.left[0]).toBeCloseTo(0.75, 12)
    expect(out.right[0]).toBeCloseTo(-0.75, 12)
    expect(out.left[480]).toBeCloseTo(0.25 * 10 ** (-6 / 20), 12)
    expect(out.left.subarray(1, 480).every((x) => Math.abs(x) < 1e-15)).toBe(true)
  })

  test('mix 0 returns the input bit for bit without latency', () => {
    const { arena, convolution } = setUp([response(900, 2)], { mix: 0 })
    const input = noise(640)
    expect(convolution.latencyFrames).toBe(0)
    expect(sameBits(render(convolution, arena, input), input)).toBe(true)
  })

  test.each([44100, 96000])('a response at %i Hz keeps its gain within 0.01 dB and its onset in time', (rateHz) => {
    const taps = Float64Array.from({ length: 400 }, (_, n) => (n === 100 ? 0.5 : n === 300 ? 0.25 : 0))
    const late = { left: new Float64Array(9600), right: new Float64Array(9600) }
    for (let n = 0; n < 9600; n++) {
      late.left[n] = Math.sin((2 * Math.PI * 997 * n) / RATE_HZ)
      late.right[n] = Math.sin((2 * Math.PI * 15000 * n) / RATE_HZ)
    }
    const out = convolve([taps], late, {}, rateHz)
    for (const [channel, freqHz] of [
      [out.left, 997],
      [out.right, 15000],
    ] as const) {
      const turn = (2 * Math.PI * freqHz * 200) / rateHz
      const gain = Math.hypot(0.5 + 0.25 * Math.cos(turn), 0.25 * Math.sin(turn))
      const fit = fitTone(channel.subarray(2000, 9000), freqHz, RATE_HZ)
      expect(Math.abs(toDb(fit.amplitude / gain))).toBeLessThan(LEVEL_TOLERANCE_DB)
    }
    const click = convolve([Float64Array.of(1)], impulse(1, 1, 0), {}, rateHz)
    expect(click.left[0]).toBe(click.left.reduce((a, b) => Math.max(a, Math.abs(b))))
  })

  test.each([48000, 96000])(
    'true stereo at 44.1 kHz in a session at %i Hz equals direct convolution to -140 dB',
    (sessionHz) => {
      const paths = [5, 6, 7, 8].map((seed) => response(900, seed))
      const lead = leadFrames({ sampleRateHz: 44100, channels: paths }, sessionHz)
      const input = noise(1000)
      const { arena, convolution } = setUp(paths, {}, 44100, sessionHz)
      const padded = { left: pad(input.left, 64 * 200), right: pad(input.right, 64 * 200) }
      const out = render(convolution, arena, padded)
      const from = convolution.latencyFrames - lead
      const [ll, lr, rl, rr] = paths.map((path) => resampled(path, 44100, sessionHz, lead)) as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ]
      const left = add(direct(input.left, ll), direct(input.right, rl))
      const right = add(direct(input.right, rr), direct(input.left, lr))
      expect(errorDb(out.left.subarray(from), left)).toBeLessThan(DIRECT_DB)
      expect(errorDb(out.right.subarray(from), right)).toBeLessThan(DIRECT_DB)
    },
  )

  test.each([48000, 96000])(
    'at 44.1 kHz in a session at %i Hz it is as long as the response, then at rest',
    (sessionHz) => {
      const { arena, convolution } = setUp([response(3000, 2)], {}, 44100, sessionHz)
      const frames = 64 * 400
      const out = render(convolution, arena, impulse(frames, 1, 1))
      const responseEnd = convolution.latencyFrames + Math.ceil((3000 * sessionHz) / 44100)
      const end = out.left.findLastIndex((x) => Math.abs(x) > 1e-12) + 1
      expect(end).toBeLessThanOrEqual(responseEnd)
      expect(end).toBeGreaterThan(responseEnd - 4)
      expect(convolution.isAtRest()).toBe(true)
    },
  )

  test('normalize makes noise as loud after the response as before it, at any rate of the response', () => {
    const input = noise(60000)
    const energy = (x: Float64Array) => x.reduce((sum, sample) => sum + sample * sample, 0)
    for (const rateHz of [48000, 96000]) {
      const channels = [3, 5].map((seed) => {
        return Float64Array.from({ length: rateHz / 40 }, (_, n) => chord(n / rateHz, seed))
      })
      const out = convolve(channels, input, { normalize: true }, rateHz)
      const change =
        10 * Math.log10((energy(out.left) + energy(out.right)) / (energy(input.left) + energy(input.right)))
      expect(Math.abs(change)).toBeLessThan(NORMALIZED_TOLERANCE_DB)
    }
  })

  test('is as long as the response, then at rest', () => {
    const { arena, convolution } = setUp([response(3000, 2)])
    expect(convolution.gapFrames).toBe(3000)
    expect(convolution.isAtRest()).toBe(true)
    const out = render(convolution, arena, {
      left: pad(Float64Array.of(1), 64 * 200),
      right: new Float64Array(64 * 200),
    })
    const last = out.left.findLastIndex((x) => Math.abs(x) > 1e-12)
    expect(last).toBe(convolution.latencyFrames + 2999)
    expect(convolution.isAtRest()).toBe(true)
    expect(soundEnd(render(convolution, arena, { left: new Float64Array(6400), right: new Float64Array(6400) }))).toBe(
      0,
    )
  })

  test('the same bits for blocks of 64 and 4096 frames, and when calls at rest are left out', () => {
    const sound = noise(6400)
    const gap = 64 * 150
    const input = { left: new Float64Array(3 * 6400 + gap), right: new Float64Array(3 * 6400 + gap) }
    for (const at of [1280, 6400 * 2 + gap]) {
      input.left.set(sound.left, at)
      input.right.set(sound.right, at)
    }
    const whole = setUp([response(2000, 2)])
    const reference = render(whole.convolution, whole.arena, input, 4096)
    const pieces = setUp([response(2000, 2)])
    expect(sameBits(render(pieces.convolution, pieces.arena, input, 64), reference)).toBe(true)
    const skipping = setUp([response(2000, 2)])
    const left = skipping.convolution
    const process = left.process.bind(left)
    let skipped = 0
    left.process = (audio, frames) => {
      const silent = skipping.arena.kernels.isZero(audio, frames * 16) !== 0
      if (silent && left.isAtRest()) skipped += frames
      else process(audio, frames)
    }
    expect(sameBits(render(left, skipping.arena, input, 64), reference)).toBe(true)
    expect(skipped).toBeGreaterThan(3000)
  })

  describe('rules', () => {
    const impulse = { sampleRateHz: RATE_HZ, channels: [response(700, 2), response(700, 3)] }
    testProcessorRules({
      make: (arena, rateHz) => new Convolution({ ...DEFAULTS, impulse, mix: 0.5 }, arena, rateHz),
      restS: 0.5,
    })
  })
})

/** Decaying partials under 20 kHz at a moment in seconds. */
function chord(time: number, seed: number): number {
  let sum = 0
  for (let k = 1; k < 40; k++) sum += Math.sin(2 * Math.PI * (480 * k + seed) * time + seed * k * k)
  return sum * Math.exp(-300 * time)
}
