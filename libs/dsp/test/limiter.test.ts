import { LIMITER_STYLES, type LimiterStyleName, Random } from '@mixwright/audio'
import { Arena, Limiter, type LimiterOptions } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { ARTEFACT_CEILING_DBTP, bursts, clicks, preEchoDb, pumping } from './_artefacts.ts'
import { scaled, testProcessorRules } from './_processor-rules.ts'
import { render, type Stereo, sameBits } from './_render.ts'
import { fitTone, toDb } from './_tone.ts'
import { highestPoints, truePeak } from './_true-peak.ts'

const SAMPLE_RATE_HZ = 48000
const OPTIONS: LimiterOptions = { ceilingDbtp: -1, ...LIMITER_STYLES.transparent }
/** Of the transparent style: 1.5 ms and 64 frames. */
const LATENCY_FRAMES = 136
const FASTEST: LimiterOptions = { ceilingDbtp: -1, releaseMs: 1, lookaheadMs: 0.5 }
const THD_LIMIT_DB = -80
const FRAMES = 8192
/** Silence after each signal: the limiter's delay, and the ring of the curve. */
const SILENT_FRAMES = 1024

function run(options: LimiterOptions, input: Stereo, sampleRateHz = SAMPLE_RATE_HZ): Stereo {
  const arena = new Arena()
  const limiter = new Limiter(options, arena, sampleRateHz)
  limiter.reset()
  return render(limiter, arena, input)
}

function signal(sampleAt: (n: number, random: Random) => number): Stereo {
  const random = Random.named('limiter')
  const left = new Float64Array(FRAMES + SILENT_FRAMES)
  const right = new Float64Array(FRAMES + SILENT_FRAMES)
  for (let n = 0; n < FRAMES; n++) {
    left[n] = sampleAt(n, random)
    right[n] = -0.7 * left[n]!
  }
  return { left, right }
}

function square(freqHz: number): (n: number) => number {
  return (n) => 4 * Math.sign(Math.sin((2 * Math.PI * freqHz * (n + 0.3)) / SAMPLE_RATE_HZ))
}

/** EBU Tech 3341 cases 20 to 23: fs/6 at 0.5 around one period of fs/4 at 1, sampled with four offsets. */
function ebuCase(offset: number): (n: number) => number {
  const [rate, burstAt, lowPassTaps] = [4, 4800, 128]
  const fine = (m: number) => {
    if (m < burstAt) return 0.5 * Math.sin((2 * Math.PI * m) / 24)
    if (m < burstAt + 16) return Math.sin((2 * Math.PI * (m - burstAt)) / 16)
    return 0.5 * Math.sin((2 * Math.PI * (m - burstAt - 16)) / 24)
  }
  return (n) => {
    let sum = 0
    for (let k = -lowPassTaps; k <= lowPassTaps; k++) {
      const sinc = k === 0 ? 1 : Math.sin((Math.PI * k) / rate) / ((Math.PI * k) / rate)
      const window = 0.5 + 0.5 * Math.cos((Math.PI * k) / (lowPassTaps + 1))
      sum += (sinc * window * fine(Math.max(0, n * rate + offset + k))) / rate
    }
    return 4 * sum
  }
}

/** All of them reach at least 12 dB over the ceiling. */
const LOUD: Record<string, (n: number, random: Random) => number> = {
  'white noise': (_, random) => 4 * random.bipolar(),
  'noise bursts': (n, random) => (n % 1500 < 40 ? 8 : 0.5) * random.bipolar(),
  'a 1003 Hz square wave': square(1003),
  'a 7131 Hz square wave': square(7131),
  'steps of 100 dB': (n, random) => (n % 4000 < 2000 ? 1e-5 : 1) * 100 * random.bipolar(),
  'alternating samples, stepped': (n) => (n % 2000 < 1000 ? 0.2 : 4) * (n % 2 === 0 ? 1 : -1),
  'modulated tone near the Nyquist frequency': (n, random) => (1 + 3 * random.unit()) * (n % 2 === 0 ? 1 : -1),
  'clicks of alternating sign': (n, random) => (n % 997 < 3 ? 5 * (n % 2 === 0 ? 1 : -1) : 0.3 * random.bipolar()),
  'EBU Tech 3341 case 20': ebuCase(0),
  'EBU Tech 3341 case 21': ebuCase(1),
  'EBU Tech 3341 case 22': ebuCase(2),
  'EBU Tech 3341 case 23': ebuCase(3),
}

describe('Limiter', () => {
  test.each(Object.keys(LOUD))('keeps the true peak of %s, 12 dB or more over it, at or under -1 dBTP', (name) => {
    const input = signal(LOUD[name]!)
    expect(toDb(truePeak(input.left))).toBeGreaterThan(11)
    for (const options of [OPTIONS, FASTEST]) {
      const out = run(options, input)
      expect(toDb(truePeak(out.left))).toBeLessThanOrEqual(-1)
    }
  })

  test.each(['white noise', 'noise bursts', 'clicks of alternating sign', 'EBU Tech 3341 case 22'])(
    'leaves no peak of %s out: the same as reading every point, within 1e-9',
    (name) => {
      const input = scaled(signal(LOUD[name]!), 0.4)
      const out = shifted(run({ ...OPTIONS, releaseMs: 20 }, input), LATENCY_FRAMES).left
      limitedSlowly(input.left, 20).forEach((sample, n) => {
        expect(Math.abs(out[n]! - sample)).toBeLessThan(1e-9)
      })
    },
  )

  test('does not take more than 0.1 dB too much off a tone: its true peak ends within 0.1 dB of the ceiling', () => {
    const input = signal((n) => 2 * Math.sin((2 * Math.PI * 5003 * n) / SAMPLE_RATE_HZ))
    expect(toDb(truePeak(run(OPTIONS, input).left))).toBeGreaterThan(-1.1)
  })

  test('catches peaks between samples: fs/4 at 45 degrees, 3 dB above its samples', () => {
    const input = signal((n) => Math.sin((Math.PI / 2) * n + Math.PI / 4))
    const [peaks, samples] = [run(OPTIONS, input), run({ ...OPTIONS, truePeak: false }, input)]
    expect(toDb(truePeak(peaks.left.slice(2000, 6000)))).toBeLessThan(-0.5)
    expect(sameBits(shifted(samples, LATENCY_FRAMES), input)).toBe(true)
  })

  test('sample peaks alone are held exactly when truePeak is off', () => {
    const out = run({ ...OPTIONS, truePeak: false }, signal(LOUD['white noise']!))
    const most = out.left.reduce((top, sample) => Math.max(top, Math.abs(sample)), 0)
    expect(toDb(most)).toBeLessThanOrEqual(-1)
  })

  test('below the ceiling the input comes out bit for bit, 136 frames late at 1.5 ms look-ahead', () => {
    const input = scaled(signal(LOUD['white noise']!), 0.08)
    const out = run(OPTIONS, input)
    expect(toDb(truePeak(input.left))).toBeLessThan(-1)
    expect(sameBits(shifted(out, LATENCY_FRAMES), input)).toBe(true)
  })

  test('after a peak the gain comes back to exactly 1', () => {
    const frames = 2 * SAMPLE_RATE_HZ
    const left = Float64Array.from({ length: frames }, (_, n) => (n === 500 ? 4 : 0.3 * Math.sin(n / 7)))
    const out = run({ ...OPTIONS, releaseMs: 50 }, { left, right: left.slice() })
    expect(out.left.subarray(frames - 4800)).toEqual(
      left.subarray(frames - 4800 - LATENCY_FRAMES, frames - LATENCY_FRAMES),
    )
    expect(Math.abs(out.left[500 + LATENCY_FRAMES + 40]!)).toBeLessThan(Math.abs(0.5 * left[540]!))
  })

  test.each([
    [1000, 'auto'],
    [997, 100],
    [100, 'auto'],
    [50, 'auto'],
  ] as const)('total distortion of a %i Hz sine 3 dB into it, release %s, stays under -80 dB', (freqHz, releaseMs) => {
    const left = Float64Array.from({ length: 96000 }, (_, n) => {
      return 10 ** (2 / 20) * Math.sin((2 * Math.PI * freqHz * n) / SAMPLE_RATE_HZ)
    })
    const out = run({ ...OPTIONS, releaseMs }, { left, right: left.slice() })
    const { amplitude, rest } = fitTone(out.left.subarray(48000), freqHz, SAMPLE_RATE_HZ)
    expect(toDb(rest / amplitude)).toBeLessThan(THD_LIMIT_DB)
    expect(Math.abs(toDb(amplitude) + 1)).toBeLessThan(0.02)
  })

  test('releases 63 % in the time asked for, within 5 %', () => {
    const left = Float64Array.from({ length: 48000 }, (_, n) => (n < 9600 ? 2 : 0.1))
    const out = run({ ceilingDbtp: 0, releaseMs: 100, lookaheadMs: 3, truePeak: false }, { left, right: left.slice() })
    const deficit = (n: number) => 1 - out.left[n]! / 0.1
    const start = 9600 + 208
    let n = start
    while (deficit(n) > 0.5 / Math.E) n++
    expect(Math.abs((n - start) / 4800 - 1)).toBeLessThan(0.05)
  })

  test('holds the gain down for the time asked for, then lets it go', () => {
    const left = Float64Array.from({ length: 9600 }, (_, n) => (n === 2000 ? 2 : 0.1))
    const gainAfter = (holdMs: number, ms: number) => {
      const options = { ceilingDbtp: 0, releaseMs: 1, lookaheadMs: 1, holdMs, truePeak: false }
      return run(options, { left, right: left.slice() }).left[2000 + 112 + ms * 48]! / 0.1
    }
    expect(gainAfter(10, 9)).toBeCloseTo(gainAfter(0, 0.5), 6)
    expect(gainAfter(10, 20)).toBeGreaterThan(0.99)
  })

  test('turns both channels down alike', () => {
    const out = run(OPTIONS, signal(LOUD['noise bursts']!))
    for (let n = 0; n < out.left.length; n++) expect(out.right[n]).toBeCloseTo(-0.7 * out.left[n]!, 12)
  })

  test('at link 0 limits each channel as if it were alone', () => {
    const input = signal(LOUD['noise bursts']!)
    const silence = new Float64Array(input.left.length)
    const out = run({ ...OPTIONS, link: 0 }, input)
    expect(
      sameBits(out, {
        left: run(OPTIONS, { left: input.left, right: silence }).left,
        right: run(OPTIONS, { left: silence, right: input.right }).right,
      }),
    ).toBe(true)
  })

  test('at link 50 % takes from a quiet channel half of what the loud one loses', () => {
    const left = Float64Array.from({ length: 9600 }, (_, n) => 2 * Math.sin(n / 5))
    const right = left.map((x) => x / 100)
    const out = run({ ...OPTIONS, ceilingDbtp: 0, link: 0.5 }, { left, right })
    const lost = (channel: Float64Array, input: Float64Array) => 1 - channel[9000]! / input[9000 - LATENCY_FRAMES]!
    expect(lost(out.right, right)).toBeCloseTo(lost(out.left, left) / 2, 9)
    expect(lost(out.left, left)).toBeCloseTo(0.5, 2)
  })
})

describe('Limiter styles', () => {
  test.each(Object.keys(LIMITER_STYLES) as LimiterStyleName[])('%s keeps the ceiling on steps and clicks', (name) => {
    for (const what of ['steps of 100 dB', 'clicks of alternating sign']) {
      const out = run({ ceilingDbtp: -1, ...LIMITER_STYLES[name] }, signal(LOUD[what]!))
      expect(toDb(truePeak(out.left))).toBeLessThanOrEqual(-1)
    }
  })

  test('transparent changes what comes before a click by -36 dB of the click at most', () => {
    expect(preEchoDb(clicks(2), (x) => limited(OPTIONS, x))).toBeLessThan(-36)
  })

  test.each([
    [5, 0.65, 0.13],
    [200, 0.8, 0.23],
  ])(
    'after bursts of %i ms transparent moves a tone by %d dB RMS and lowers it by %d dB at most',
    (burstMs, movedDb, downDb) => {
      const { rmsDb, meanDb } = pumping(bursts(burstMs, 2), (x) => limited(OPTIONS, x))
      expect(rmsDb).toBeLessThan(movedDb)
      expect(meanDb).toBeGreaterThan(-downDb)
    },
  )
})

/** One channel, limited at the level that the artefacts are measured at, without its latency. */
function limited(options: LimiterOptions, samples: Float64Array): Float64Array {
  const padded = new Float64Array(Math.ceil((samples.length + SILENT_FRAMES) / 64) * 64)
  padded.set(samples)
  const arena = new Arena()
  const limiter = new Limiter({ ...options, ceilingDbtp: ARTEFACT_CEILING_DBTP }, arena, SAMPLE_RATE_HZ)
  limiter.reset()
  const out = render(limiter, arena, { left: padded, right: padded.slice() })
  return out.left.slice(limiter.latencyFrames, limiter.latencyFrames + samples.length)
}

describe('Limiter at work', () => {
  testProcessorRules({
    make: (arena, sampleRateHz) => new Limiter({ ...OPTIONS, releaseMs: 80 }, arena, sampleRateHz),
    peak: 3,
    restS: 3,
  })
})

/** The limiter at -1 dBTP, 1.5 ms and 8 ms of hold by its definition, without delay: every point read, every sum added anew. */
function limitedSlowly(samples: Float64Array, releaseMs: number): Float64Array {
  const [lookahead, reach, first, hold] = [72, 32, 42, 384]
  const [ceiling, target] = [10 ** (-1 / 20), 10 ** (-1.01 / 20)]
  const points = highestPoints(samples)
  const deficits = samples.map((sample, n) => {
    const highest = Math.max(Math.abs(sample), points[n]!, points[n - 1] ?? 0)
    return highest > ceiling ? 1 - target / highest : 0
  })
  let released = 0
  const envelope = deficits.map((_, n) => {
    const widest = Math.max(...deficits.subarray(Math.max(0, n - lookahead - 2 * reach - hold), n + 1))
    released = Math.max(widest, released * Math.exp(-1000 / (releaseMs * SAMPLE_RATE_HZ)))
    return released
  })
  const smooth = slidingMean(slidingMean(envelope, first + 1), lookahead - first + 1)
  return samples.map((sample, n) => sample * (1 - (smooth[n + lookahead + reach] ?? 0)))
}

function slidingMean(values: Float64Array, length: number): Float64Array {
  return values.map((_, n) => values.subarray(Math.max(0, n - length + 1), n + 1).reduce((a, b) => a + b, 0) / length)
}

/** The signal `frames` earlier, silence at its end. */
function shifted({ left, right }: Stereo, frames: number): Stereo {
  const earlier = (samples: Float64Array) => {
    const moved = new Float64Array(samples.length)
    moved.set(samples.subarray(frames))
    return moved
  }
  return { left: earlier(left), right: earlier(right) }
}
