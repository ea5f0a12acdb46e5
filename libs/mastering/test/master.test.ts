import { Random } from '@mixwright/audio'
import type { Processor } from '@mixwright/dsp'
import { LOUDNESS_TOLERANCE_LU, MAX_LIMITING_DB, type MasterPlan, promises } from '@mixwright/mastering'
import { describe, expect, test } from 'vitest'
import {
  filled,
  largestDifference,
  type MasterCall,
  type Mastered,
  master,
  measure,
  planOf,
  RATE_HZ,
  type Stereo,
  sine,
} from './_audio.ts'

const WAV_16 = { format: { codec: 'wav', bits: 16, float: false }, ceilingDbtp: -0.3 } as const
const SILENCE = Number.NEGATIVE_INFINITY

const random = Random.named('master')
const noise = (seconds: number, gain: number) => filled(seconds * RATE_HZ, () => gain * random.bipolar())
const twice = (samples: Float64Array): Stereo => [samples, samples]
const raisedBy = (samples: Float64Array, db: number) => samples.map((x) => x * 10 ** (db / 20))

/** Kick, chords and hats for `seconds`, peaks about 17 dB over the loudness. */
function song(seconds: number, gain: number): Stereo {
  const beat = RATE_HZ / 2
  const kick = filled(seconds * RATE_HZ, (n) => {
    const t = (n % beat) / RATE_HZ
    return Math.exp(-18 * t) * Math.sin(2 * Math.PI * (50 * t - 6 * Math.exp(-30 * t)))
  })
  const hat = filled(seconds * RATE_HZ, (n) => 0.3 * Math.exp((-60 * (n % (beat / 2))) / RATE_HZ) * random.bipolar())
  const chord = (freqHz: number) => sine(freqHz, seconds, 0.08).map((x, n) => x + 0.06 * Math.sin(n * freqHz * 1.65e-4))
  const mixed = (freqHz: number) => chord(freqHz).map((x, n) => gain * (x + 0.7 * kick[n]! + hat[n]!))
  return [mixed(220), mixed(331)]
}

/** At four times the rate, then low-passed and taken at an offset. */
function ebuSample(n: number, offset: number): number {
  const burstAt = 2400
  const fine = (m: number) => {
    if (m < burstAt) return 0.5 * Math.sin((2 * Math.PI * m) / 24)
    if (m < burstAt + 16) return Math.sin((2 * Math.PI * (m - burstAt)) / 16)
    return 0.5 * Math.sin((2 * Math.PI * (m - burstAt - 16)) / 24)
  }
  let sum = 0
  for (let k = -64; k <= 64; k++) {
    const sinc = k === 0 ? 1 : Math.sin((Math.PI * k) / 4) / ((Math.PI * k) / 4)
    sum += (sinc * (0.5 + 0.5 * Math.cos((Math.PI * k) / 65)) * fine(4 * n + offset + k)) / 4
  }
  return sum
}

function kept({ plan, measured }: Mastered, name: 'loudness' | 'truePeak'): boolean {
  const { sampleRateHz } = plan
  return promises(plan, { ...measured, sampleRateHz, bitDepth: 24 }).find((promise) => promise.name === name)!.ok
}

describe('loudness of a master', () => {
  test.each<[string, Stereo, Partial<MasterPlan>]>([
    ['noise', [noise(4, 0.4), noise(4, 0.4)], {}],
    ['a song with kick and hats', song(5, 0.5), {}],
    ['a song 10 dB into the limiter', song(5, 0.5), { targetLufs: -10.5 }],
    ['a song in 16 bit under -3 dBTP', song(5, 0.2), { word: 16, ceilingDbtp: -3 }],
    ['a quiet song', song(5, 0.002), {}],
  ])('of %s is within 0.1 LU of its target, under the ceiling', (_, audio, changes) => {
    const plan = { ...planOf({ target: 'spotify' }), ...changes }
    const mastered = master(audio, plan)
    const { measured, result } = mastered
    expect(Math.abs(measured.integratedLufs - plan.targetLufs!)).toBeLessThanOrEqual(LOUDNESS_TOLERANCE_LU)
    expect(measured.truePeakDbtp).toBeLessThanOrEqual(plan.ceilingDbtp!)
    expect(result).toMatchObject({ integratedLufs: measured.integratedLufs, truePeakDbtp: measured.truePeakDbtp })
    expect(result.isHeldBack).toBe(false)
    expect([kept(mastered, 'loudness'), kept(mastered, 'truePeak')]).toEqual([true, true])
  })

  test('needs one attempt and no limiter where the peaks stay under the ceiling', () => {
    const plan = planOf({ target: 'ebu' })
    const { result, measured } = master(twice(noise(3, 0.4)), plan)
    expect(result).toMatchObject({ attempts: 1, limiterDbtp: null })
    expect(Math.abs(measured.integratedLufs - -23)).toBeLessThanOrEqual(0.001)
  })

  test('stays below a target that needs more than 12 dB of limiting, and says so', () => {
    const clicks = filled(5 * RATE_HZ, (n) => (n % 24000 < 20 ? 0.5 : 1e-4 * random.bipolar()))
    const plan = planOf({ target: 'spotify', loudnessLufs: -6 })
    const mastered = master(twice(clicks), plan)
    expect(mastered.result.isHeldBack).toBe(true)
    const before = measure(twice(clicks)).truePeakDbtp
    expect(mastered.result.gainDb).toBeCloseTo(-1 + MAX_LIMITING_DB - before, 9)
    expect(mastered.measured.integratedLufs).toBeLessThan(-8)
    expect([kept(mastered, 'loudness'), kept(mastered, 'truePeak')]).toEqual([false, true])
  })

  test('of vinyl is never bought with a limiter', () => {
    const plan = planOf({ target: 'vinyl', loudnessLufs: -9 })
    const mastered = master(song(4, 0.5), plan)
    expect(mastered.result).toMatchObject({ limiterDbtp: null, isHeldBack: true })
    expect(kept(mastered, 'truePeak')).toBe(true)
    expect(mastered.measured.truePeakDbtp).toBeGreaterThan(-1.03)
  })

  test('of silence is silence: no gain, no NaN, the promise missed', () => {
    for (const seconds of [0, 1]) {
      const mastered = master(twice(new Float64Array(seconds * RATE_HZ)), planOf({ target: 'spotify' }))
      expect(mastered.result).toMatchObject({ gainDb: 0, integratedLufs: SILENCE, attempts: 1, isHeldBack: false })
      expect(kept(mastered, 'loudness')).toBe(false)
      expect(mastered.left.every((x) => Math.abs(x) <= 2 ** -23)).toBe(true)
    }
  })

  test('of a sound too short to have one is left alone, under the ceiling', () => {
    const { result, measured } = master(twice(sine(1000, 0.2, 1)), planOf({ target: 'spotify' }))
    expect(result).toMatchObject({ gainDb: 0, integratedLufs: SILENCE })
    expect(measured.truePeakDbtp).toBeLessThanOrEqual(-1)
  })
})

describe('a master as mixed', () => {
  test('of the archive is the mix in 32-bit floats, to the bit, over full scale too', () => {
    const [left, right] = song(2, 3)
    const mastered = master([left, right], planOf({ target: 'archive' }))
    expect(largestDifference(mastered.left, Float64Array.from(Float32Array.from(left)))).toBe(0)
    expect(largestDifference(mastered.right, Float64Array.from(Float32Array.from(right)))).toBe(0)
  })

  test('under its ceiling is the mix, rounded', () => {
    const [left] = song(2, 0.3)
    const mastered = master(twice(left), planOf({ ...WAV_16, dither: 'none' }))
    expect(mastered.result).toMatchObject({ gainDb: 0, limiterDbtp: null })
    expect(largestDifference(mastered.left, left)).toBeLessThanOrEqual(2 ** -16)
  })

  test('keeps its loudness where the limiter has only single peaks to hold', () => {
    const audio = song(4, 0.5).map((samples) => samples.map((x, n) => (n % 100_000 < 30 ? x + 1 : x)))
    const { measured, result } = master([audio[0]!, audio[1]!], planOf(WAV_16))
    expect(result.gainDb).toBe(0)
    expect(measured.truePeakDbtp).toBeLessThanOrEqual(-0.3)
    expect(Math.abs(measured.integratedLufs - measure([audio[0]!, audio[1]!]).integratedLufs)).toBeLessThan(0.3)
  })
})

describe('a master for a CD', () => {
  const CD_HZ = 44100
  const audio = twice(sine(997, 1, 0.25, CD_HZ).subarray(0, 40_000))

  test.each(['tpdf', 'shaped'] as const)(
    'is filled up to whole sectors with silence that no dither touches, with %s dither',
    (dither) => {
      const plan = planOf({ target: 'cd', dither, autoBlackMs: 'off' }, CD_HZ)
      const { result, left, right } = master(audio, plan, { sampleRateHz: CD_HZ, blockFrames: 64 })
      const frames = 69 * 588
      expect([result.frames, left.length, right.length]).toEqual([frames, frames, frames])
      expect([...left.subarray(40_000), ...right.subarray(40_000)].every((x) => Object.is(x, 0))).toBe(true)
      expect(left.subarray(39_900, 40_000).some((x) => x !== 0)).toBe(true)
    },
  )

  test('that is whole sectors already stays as long as it is; other deliveries are never filled up', () => {
    const whole = twice(audio[0].subarray(0, 68 * 588))
    expect(master(whole, planOf({ target: 'cd' }, CD_HZ), { sampleRateHz: CD_HZ }).result.frames).toBe(68 * 588)
    const plain = master(audio, planOf(WAV_16, CD_HZ), { sampleRateHz: CD_HZ })
    expect(plain.result.frames).toBe(40_000)
  })
})

describe('the ceiling of a master', () => {
  const square = filled(RATE_HZ, (n) => (n % 161 < 80 ? 0.9 : -0.9))
  /** EBU 3341 cases 20 to 23, in turn: fs/6 at 0.5 around one period of fs/4 at 1, sampled with four offsets. */
  const between = filled(RATE_HZ, (n) => ebuSample(n % 1200, Math.floor(n / 1200) % 4))
  const nasty: [string, Float64Array][] = [
    ['white noise', noise(1, 0.9)],
    ['a square wave', square],
    ['EBU Tech 3341 cases 20 to 23', between],
    ['drums', song(1, 2)[0]],
    ['a step of 40 dB', sine(997, 1, 1).map((x, n) => (n < RATE_HZ / 2 ? x / 100 : x))],
    ['single full-scale impulses', filled(RATE_HZ, (n) => (n % 5000 === 0 ? 1 : 0))],
  ]

  test.each(nasty)('is never passed by %s, 6 and 12 dB into it, in 24 and 16 bit', (_, samples) => {
    for (const [db, settings] of [
      [6, { target: 'spotify' }],
      [12, { target: 'cd', dither: 'shaped' }],
    ] as const) {
      const plan = planOf({ ...settings, loudnessLufs: 'as mixed' })
      const { measured, result } = master(twice(raisedBy(samples, db)), plan)
      expect(measured.truePeakDbtp, `${db} dB`).toBeLessThanOrEqual(plan.ceilingDbtp!)
      expect(measured.truePeakDbtp, `${db} dB`).toBeGreaterThan(plan.ceilingDbtp! - 0.6)
      expect(result.attempts).toBeLessThanOrEqual(4)
    }
  })

  test('is held against the noise of strong shaping too: the limiter is set lower and the master made again', () => {
    const plan = planOf({ target: 'cd', dither: 'shibata', ceilingDbtp: -20 })
    const { measured, result } = master(twice(sine(997, 1, 0.5)), plan, { sampleRateHz: 44100 })
    expect(measured.truePeakDbtp).toBeLessThanOrEqual(-20)
    expect(result.attempts).toBeGreaterThan(1)
    expect(result.limiterDbtp).toBeLessThan(-20)
  })
})

describe('renderMaster', () => {
  /** Late by `latencyFrames`, and 6 dB down. */
  const late = (latencyFrames: number): Processor => {
    let past: number[] = []
    return {
      latencyFrames,
      gapFrames: 0,
      reset: () => {
        past = Array(2 * latencyFrames).fill(0)
      },
      process(at, frames) {
        const view = new Float64Array(memory!.buffer, at, 2 * frames)
        past.push(...view)
        for (let i = 0; i < view.length; i++) view[i] = 0.5 * past.shift()!
      },
      isAtRest: () => false,
    }
  }
  let memory: WebAssembly.Memory | undefined

  test('takes the latency of its inserts out and keeps the length', () => {
    const [left, right] = song(1, 0.5)
    const mastered = master([left, right], planOf({ target: 'archive' }), {
      inserts: (arena) => {
        memory = arena.memory
        return [late(100), late(33)]
      },
    })
    expect(mastered.result.frames).toBe(left.length)
    expect(largestDifference(mastered.left, Float64Array.from(Float32Array.from(left, (x) => x / 4)))).toBe(0)
    expect(largestDifference(mastered.right, Float64Array.from(Float32Array.from(right, (x) => x / 4)))).toBe(0)
  })

  test('gives the same bits for any block size, rate conversion and limiter included', () => {
    const plan = planOf({ target: 'cd', loudnessLufs: -12, dither: 'shaped' })
    const audio = song(2, 0.5)
    const inserts = (arena: { memory: WebAssembly.Memory }) => {
      memory = arena.memory
      return [late(77)]
    }
    const whole = master(audio, plan, { inserts })
    for (const blockFrames of [64, 1216]) {
      const cut = master(audio, plan, { inserts, blockFrames })
      // Only the course of gain reduction has a value a block: it is drawn, and no sample is made of it.
      expect({ ...cut.result, reductions: [] }).toEqual({ ...whole.result, reductions: [] })
      expect(largestDifference(cut.left, whole.left)).toBe(0)
      expect(largestDifference(cut.right, whole.right)).toBe(0)
    }
  })

  test.each([
    ['a disc', { target: 'cd', dither: 'shaped' }, 48_000],
    ['a record', { target: 'vinyl' }, 48_000],
    ['an archive at another rate', { target: 'archive', sampleRateHz: 96_000 }, 48_000],
  ] as const)('of %s is the same, bit for bit, in one go and by trying', (_, settings, sampleRateHz) => {
    const plan = planOf(settings, sampleRateHz)
    const audio = song(2, 0.3)
    const tried = master(audio, plan, { sampleRateHz })
    const straight = master(audio, plan, { sampleRateHz, knowsSource: true })
    const passes = (call: MasterCall) => {
      let steps = 0
      master(audio, plan, { sampleRateHz, ...call, onProgress: () => steps++ })
      return steps
    }
    expect(passes({ knowsSource: true })).toBe(passes({}) / 2)
    expect(largestDifference(straight.left, tried.left)).toBe(0)
    expect(largestDifference(straight.right, tried.right)).toBe(0)
    expect(straight.result.gainDb).toBe(tried.result.gainDb)
    expect(straight.result.vinyl?.truePeakDbtp).toBe(tried.result.vinyl?.truePeakDbtp)
  })

  test.each([
    ['under the ceiling', -4.31, 0],
    ['over it between two samples', -4.4, 1],
    ['over it', -4.7, 1],
  ])('of a record is the same in one go and by trying, its filtered peaks %s', (_, ceilingDbtp, retries) => {
    // Peaks at -4.80 dBTP, and behind the filters at -4.32 dBTP with samples of -4.59 dBFS.
    const square = filled(24_000, (n) => (n % 600 < 300 ? 0.45 : -0.45))
    const plan = planOf({ target: 'vinyl', ceilingDbtp })
    const passes = (call: MasterCall) => {
      let steps = 0
      const { result, left } = master(twice(square), plan, { ...call, onProgress: () => steps++ })
      return { result, left, steps }
    }
    const [tried, straight] = [passes({}), passes({ knowsSource: true })]
    expect(straight.result).toEqual(tried.result)
    expect(straight.left).toEqual(tried.left)
    expect(straight.steps > tried.steps ? 1 : 0).toBe(retries)
  })

  test.each([
    ['a limited stream', { target: 'spotify' }],
    ['a disc, to its last sector', { target: 'cd', dither: 'shaped' }],
    ['a record', { target: 'vinyl' }],
    ['floats', { target: 'archive' }],
    ['one over full scale', { target: 'cd', ceilingDbtp: 6 }],
  ] as const)('of %s is measured on the way as it is measured afterwards', (_, settings) => {
    const audio = song(4, settings.target === 'cd' && 'ceilingDbtp' in settings ? 1.6 : 0.4)
    const { result, measured } = master(audio, planOf(settings), { isMeasured: true })
    expect(result.finished?.measurement).toEqual(measured)
    expect(result.finished?.momentaryLufs.length).toBe(Math.floor((measured.durationS - 0.4) * 10 + 1e-9) + 1)
  })

  test('begins again where a filter raises a peak over the ceiling', () => {
    const plan = planOf({ target: 'vinyl', ceilingDbtp: -6 })
    // A low square wave: without its lowest lows its edges stand higher than its tops.
    const square = Float64Array.from({ length: 96_000 }, (_, i) => (i % 1200 < 600 ? 0.45 : -0.45))
    const audio: Stereo = [square, square]
    const tried = master(audio, plan)
    const straight = master(audio, plan, { knowsSource: true })
    expect(tried.result.gainDb).toBeLessThan(-1)
    expect(straight.result.gainDb).toBe(tried.result.gainDb)
    expect(largestDifference(straight.left, tried.left)).toBe(0)
  })

  test('reports progress that never goes back', () => {
    const reported: number[] = []
    master(song(2, 0.5), planOf({ target: 'cd', loudnessLufs: -11 }), { onProgress: (done) => reported.push(done) })
    expect(reported.length).toBeGreaterThan(40)
    expect(reported).toEqual(reported.toSorted((a, b) => a - b))
    expect(reported.at(-1)).toBeGreaterThan(0.7)
    expect(reported.at(-1)).toBeLessThan(1)
  })

  test('gives other dither, and nothing else, to a delivery of another name', () => {
    const audio = twice(sine(1000, 1, 0.25))
    const [a, b] = ['one', 'two'].map((name) => master(audio, planOf({ ...WAV_16, name })))
    expect(a!.left).not.toEqual(b!.left)
    expect(largestDifference(a!.left, b!.left)).toBeLessThanOrEqual(3 * 2 ** -15)
  })

  test('converts the rate: a CD of 48 kHz material has its frames and its level', () => {
    const { result, measured } = master(twice(sine(997, 3, 0.25)), planOf({ target: 'cd' }))
    expect(result.frames).toBe(3 * 44100)
    expect(Math.abs(measured.samplePeakDbfs - -12.0412)).toBeLessThanOrEqual(0.01)
  })
})
