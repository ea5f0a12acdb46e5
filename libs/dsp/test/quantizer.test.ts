import { Random } from '@mixwright/audio'
import { AUTO_BLACK_MS, NOISE_SHAPES, type NoiseShapeName, Quantizer, type QuantizerOptions } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'
import { describe, expect, test } from 'vitest'
import { powerSpectrum, transform } from './_spectrum.ts'
import { toDb } from './_tone.ts'

const N = 2 ** 20
/** Five standard errors of the mean and of the variance of N samples, standards.md 4.6 test 1. In codes. */
const MEAN_TOLERANCE = 0.0025
const VARIANCE_TOLERANCE = 0.0022
/** Four times the rms of a bin of N samples, standards.md 4.6 test 2. In codes. */
const BIN_TOLERANCE = 0.0039
const CORRELATION_TOLERANCE = 5 / Math.sqrt(N)
const LEVEL_TOLERANCE_DB = 0.05
const SHAPE_TOLERANCE_DB = 0.5

interface Codes {
  left: Float64Array
  right: Float64Array
  clippedSamples: number
}

/** Quantises frames given in codes; results in codes. */
function quantise(
  options: Partial<QuantizerOptions>,
  frames: number,
  input: (frame: number) => number,
  sampleRateHz = 44100,
  cut = 4096,
): Codes {
  const settings = { bits: 16, dither: 'tpdf', seed: 'test', ...options } as const
  const arena = new Arena()
  const quantizer = new Quantizer(settings, arena, sampleRateHz)
  const at = arena.allocFrames(cut)
  quantizer.reset()
  const codes = 2 ** (settings.bits - 1)
  const [left, right] = [new Float64Array(frames), new Float64Array(frames)]
  for (let start = 0; start < frames; start += cut) {
    const count = Math.min(cut, frames - start)
    const audio = arena.f64(at, 2 * count)
    for (let n = 0; n < count; n++) audio[2 * n] = audio[2 * n + 1] = input(start + n) / codes
    quantizer.process(at, count)
    for (let n = 0; n < count; n++) {
      left[start + n] = audio[2 * n]! * codes
      right[start + n] = audio[2 * n + 1]! * codes
    }
  }
  return { left, right, clippedSamples: quantizer.clippedSamples }
}

function moments(error: Float64Array): { mean: number; variance: number } {
  const mean = error.reduce((sum, e) => sum + e, 0) / error.length
  return { mean, variance: error.reduce((sum, e) => sum + (e - mean) ** 2, 0) / error.length }
}

function correlation(a: Float64Array, b: Float64Array): number {
  const [ma, mb] = [moments(a), moments(b)]
  let sum = 0
  for (let n = 0; n < a.length; n++) sum += (a[n]! - ma.mean) * (b[n]! - mb.mean)
  return sum / a.length / Math.sqrt(ma.variance * mb.variance)
}

/** Amplitude in each bin of a signal whose length is a power of two. */
function amplitudes(signal: Float64Array): (bin: number) => number {
  const [re, im] = [signal.slice(), new Float64Array(signal.length)]
  transform(re, im)
  return (bin) => (2 / signal.length) * Math.hypot(re[bin % signal.length]!, im[bin % signal.length]!)
}

describe('quantizer', () => {
  test('tpdf: the error has mean 0 and variance 1/4 LSB² for every constant input', () => {
    for (let tenth = 0; tenth < 10; tenth++) {
      const x = 3 + tenth / 10
      const { left, right } = quantise({}, N / 2, () => x)
      const error = new Float64Array(N)
      error.set(left)
      error.set(right, N / 2)
      const { mean, variance } = moments(error.map((y) => y - x))
      expect(Math.abs(mean)).toBeLessThan(MEAN_TOLERANCE)
      expect(Math.abs(variance - 0.25)).toBeLessThan(VARIANCE_TOLERANCE)
    }
    const control = moments(quantise({ dither: 'none' }, 1000, () => 3.3).left.map((y) => y - 3.3))
    expect(control.mean).toBeCloseTo(-0.3, 10)
  })

  test('tpdf: a sine of 0.75 LSB keeps its level and gains no harmonic; without dither it fails', () => {
    const cycles = 24571
    const sine = (n: number) => 0.75 * Math.sin((2 * Math.PI * ((cycles * n) % N)) / N)
    const level = amplitudes(quantise({}, N, sine).left)
    expect(Math.abs(level(cycles) - 0.75)).toBeLessThan(5 * 0.000977)
    for (let harmonic = 2; harmonic <= 20; harmonic++) {
      expect(level(harmonic * cycles), `harmonic ${harmonic}`).toBeLessThan(BIN_TOLERANCE)
    }
    const control = amplitudes(quantise({ dither: 'none' }, N, sine).left)
    expect(control(cycles) - 0.75).toBeCloseTo(0.199, 2)
    for (const [harmonic, db] of [
      [3, -9.7],
      [5, -10.6],
      [9, -14.8],
    ] as const) {
      expect(toDb(control(harmonic * cycles) / 0.75)).toBeCloseTo(db, 1)
    }
  })

  test('tpdf: the error power does not follow the signal; without dither it does', () => {
    const x = Float64Array.from({ length: N }, (_, n) => 0.5 * Math.sin(n * 0.01234))
    const level = x.map(Math.abs)
    const squares = (codes: Codes) => codes.left.map((y, n) => (y - x[n]!) ** 2)
    expect(Math.abs(correlation(squares(quantise({}, N, (n) => x[n]!)), level))).toBeLessThan(CORRELATION_TOLERANCE)
    expect(correlation(squares(quantise({ dither: 'none' }, N, (n) => x[n]!)), level)).toBeGreaterThan(0.3)
  })

  test('tpdf: the noise floor is -96.33 dBFS at 16 bits and -144.49 dBFS at 24 bits, white', () => {
    for (const [bits, floorDbfs] of [
      [16, -96.33],
      [24, -144.49],
    ] as const) {
      const { left } = quantise({ bits }, N, () => 0.2)
      const error = left.map((y) => y - 0.2)
      const rmsDbfs = toDb(Math.sqrt(moments(error).variance) / 2 ** (bits - 1))
      expect(Math.abs(rmsDbfs - floorDbfs)).toBeLessThan(LEVEL_TOLERANCE_DB)
      for (let lag = 1; lag <= 4; lag++) {
        expect(Math.abs(correlation(error.subarray(lag), error.subarray(0, N - lag)))).toBeLessThan(
          CORRELATION_TOLERANCE,
        )
      }
    }
  })

  test('the channels are dithered independently', () => {
    const { left, right } = quantise({}, N, () => 0.3)
    expect(Math.abs(correlation(left, right))).toBeLessThan(CORRELATION_TOLERANCE)
  })

  test('equal seeds give equal bits however the stream is cut, other seeds give others', () => {
    const input = (n: number) => 1000 * Math.sin(n * 0.01)
    for (const dither of ['tpdf', 'gesemann', 'wannamaker24'] as const) {
      const whole = quantise({ dither }, 10000, input, 44100, 10000)
      const pieces = quantise({ dither }, 10000, input, 44100, 77)
      expect(Buffer.compare(Buffer.from(whole.left.buffer), Buffer.from(pieces.left.buffer))).toBe(0)
      expect(Buffer.compare(Buffer.from(whole.right.buffer), Buffer.from(pieces.right.buffer))).toBe(0)
      expect(quantise({ dither, seed: 'other' }, 10000, input).left).not.toEqual(whole.left)
    }
  })

  test('every result is a whole code; out-of-range samples are held and counted', () => {
    const { left, right, clippedSamples } = quantise(
      { dither: 'none' },
      6,
      (n) => [0.5, -0.5, 32767.4, 40000, -32768.6, 2][n]!,
    )
    expect([...left]).toEqual([1, 0, 32767, 32767, -32768, 2])
    expect(right).toEqual(left)
    expect(clippedSamples).toBe(4)
    expect(quantise({}, 5000, (n) => 900 * Math.sin(n)).left.every(Number.isInteger)).toBe(true)
  })

  test(`after ${AUTO_BLACK_MS} ms of digital silence the output is silent until the next sound`, () => {
    for (const dither of ['tpdf', 'gesemann'] as const) {
      const { left, right } = quantise({ dither }, 9000, (n) => (n === 0 || n === 8000 ? 100 : 0), 44100, 100)
      const blackFrom = 1 + 4410
      expect(left.subarray(1, blackFrom).some((y) => y !== 0)).toBe(true)
      expect([...left.subarray(blackFrom, 8000), ...right.subarray(blackFrom, 8000)].every((y) => y === 0)).toBe(true)
      expect(left.subarray(8000).some((y) => y !== 0)).toBe(true)
    }
  })

  test('autoBlackMs: silence stays silent after that long, from its first frame at 0, never at null', () => {
    const input = (n: number) => (n === 0 || n === 3000 ? 100 : 0)
    for (const dither of ['tpdf', 'gesemann'] as const) {
      const blackFrom = (autoBlackMs: number | null) =>
        quantise({ dither, autoBlackMs }, 3001, input).left.findLastIndex((y, n) => n < 3000 && y !== 0) + 1
      expect(blackFrom(0)).toBe(1)
      expect(Math.abs(blackFrom(20) - (1 + 882))).toBeLessThan(20)
      expect(blackFrom(20)).toBeLessThanOrEqual(1 + 882)
      expect(blackFrom(null)).toBeGreaterThan(2980)
    }
  })

  test('rectangular dither would fail: its noise follows the signal, standards.md 4.6', () => {
    const random = Random.named('rectangular')
    const variances = [0, 0.1, 0.25, 0.4, 0.5].map((x) => {
      const error = new Float64Array(50_000).map(() => Math.floor(x + random.unit() - 0.5 + 0.5) - x)
      return moments(error).variance
    })
    for (const [i, expected] of [0, 0.09, 0.1875, 0.24, 0.25].entries()) {
      expect(variances[i]).toBeCloseTo(expected, 2)
    }
    expect(Math.abs(variances[1]! - 0.25)).toBeGreaterThan(VARIANCE_TOLERANCE)
  })

  /** 1 kHz, a third of a code high: -100 dBFS; and what stands in the bins of its harmonics, in codes. */
  const faint = (dither: QuantizerOptions['dither']) => {
    const frames = 2 ** 18
    const cycles = 5945 // 1000.1 Hz; odd, so that harmonics fall on bins of their own
    const peak = 32768 * 1e-5
    const { left } = quantise(
      { dither },
      frames,
      (n) => peak * Math.sin((2 * Math.PI * ((cycles * n) % frames)) / frames),
    )
    const amplitude = amplitudes(left)
    const harmonics = Array.from({ length: 19 }, (_, i) => amplitude((i + 2) * cycles))
    /** rms of the bins around a harmonic. */
    const noiseAt = (k: number) => {
      let sum = 0
      for (let i = k - 400; i <= k + 400; i++) if (i !== k) sum += amplitude(i) ** 2
      return Math.sqrt(sum / 800)
    }
    const overNoise = harmonics.map((harmonic, i) => harmonic / noiseAt((i + 2) * cycles))
    return { fundamental: amplitude(cycles) / peak, overNoise, noise: noiseAt(cycles) / peak }
  }

  test.each(['tpdf', 'shaped', 'lipshitz5', 'wannamaker24', 'shibata'] as const)(
    'a 1 kHz sine at -100 dBFS survives 16 bit with %s dither, no harmonic above the noise',
    (dither) => {
      const { fundamental, overNoise, noise } = faint(dither)
      expect(Math.abs(fundamental - 1)).toBeLessThan(4 * noise)
      expect(Math.max(...overNoise)).toBeLessThan(4)
    },
  )

  test('a 1 kHz sine at -100 dBFS does not survive 16 bit without dither', () => {
    expect(faint('none').fundamental).toBe(0)
  })

  /** dB against plain dither at DC, 4 kHz and Nyquist, standards.md 4.6, for the nominal rate. */
  const MEASURED: [NoiseShapeName, number, number, number, number][] = [
    ['lipshitz5', 44100, -16.6, -27.2, 19.4],
    ['wannamaker3', 44100, -12.0, -19.3, 11.4],
    ['wannamaker9', 44100, -12.0, -23.3, 27.0],
    ['modE9', 44100, -7.7, -19.4, 13.9],
    ['imprE9', 44100, -16.4, -25.2, 31.8],
    ['wannamaker24', 44100, -11.8, -24.1, 24.2],
    ['shibata', 44100, -4.4, -21.2, 25.7],
    ['lowShibata', 44100, -3.1, -18.1, 20.5],
    ['shibata', 48000, -8.0, -23.2, 26.2],
    ['lowShibata', 48000, -6.7, -20.6, 16.7],
    ['gesemann', 44100, -10.2, -19.6, 19.9],
    ['gesemann', 48000, -11.1, -20.3, 19.0],
  ]

  test.each(MEASURED)(
    '%s at %i Hz shapes the error by %f dB at DC, %f dB at 4 kHz, %f dB at Nyquist',
    (name, rateHz, dc, at4k, nyquist) => {
      const size = 4096
      const sine = (n: number) => 50 * Math.sin(n * 0.0123)
      const { left, right } = quantise({ dither: name }, N / 4, sine, rateHz)
      const errorPower = (codes: Float64Array) =>
        powerSpectrum(
          codes.map((y, n) => y - sine(n)),
          size,
        )
      const rightPower = errorPower(right)
      const power = errorPower(left).map((p, k) => (p + rightPower[k]!) / 2)
      const levelDb = (from: number, to: number) =>
        10 * Math.log10(power.subarray(from, to).reduce((sum, p) => sum + p, 0) / (to - from) / 0.25)
      const bin4k = Math.round((4000 / rateHz) * size)
      expect(Math.abs(levelDb(2, 9) - dc)).toBeLessThan(SHAPE_TOLERANCE_DB)
      expect(Math.abs(levelDb(bin4k - 3, bin4k + 4) - at4k)).toBeLessThan(SHAPE_TOLERANCE_DB)
      expect(Math.abs(levelDb(size / 2 - 12, size / 2) - nyquist)).toBeLessThan(SHAPE_TOLERANCE_DB)
    },
  )

  test('every shape meets the Gerzon–Craven bound: its mean over frequency is 0.00 dB', () => {
    for (const shapes of Object.values(NOISE_SHAPES)) {
      for (const { errors, outputs } of shapes) {
        const polynomial = (weights: readonly number[], sign: number, omega: number) => {
          let [re, im] = [1, 0]
          weights.forEach((weight, k) => {
            re += sign * weight * Math.cos(omega * (k + 1))
            im -= sign * weight * Math.sin(omega * (k + 1))
          })
          return [re, im] as const
        }
        let sum = 0
        const points = 4000
        for (let i = 0; i < points; i++) {
          const omega = (Math.PI * (i + 0.5)) / points
          const below = polynomial(outputs, 1, omega)
          const above = polynomial(errors, -1, omega)
          sum += toDb(Math.hypot(above[0] + below[0] - 1, above[1] + below[1]) / Math.hypot(...below))
        }
        expect(Math.abs(sum / points)).toBeLessThan(0.01)
      }
    }
  })

  test('an overload does not outlast itself in the error feedback', () => {
    for (const name of ['imprE9', 'shibata'] as const) {
      const input = (n: number) => (n < 2000 ? 70000 : 1000 * Math.sin(n * 0.1))
      const { left } = quantise({ dither: name }, 6000, input)
      for (let n = 2100; n < 6000; n++) expect(Math.abs(left[n]! - input(n))).toBeLessThan(120)
    }
  })

  test('shaped is gesemann at 44.1 and 48 kHz and plain elsewhere; a shape at another rate is refused', () => {
    const arena = new Arena()
    const options = { bits: 16, dither: 'shaped', seed: '' } as const
    expect(new Quantizer(options, arena, 44100).shape).toBe(NOISE_SHAPES.gesemann[0])
    expect(new Quantizer(options, arena, 48000).shape).toBe(NOISE_SHAPES.gesemann[1])
    expect(new Quantizer(options, arena, 96000).shape).toBeUndefined()
    expect(() => new Quantizer({ ...options, dither: 'lipshitz5' }, arena, 48000)).toThrow(RangeError)
  })
})

describe('quantizeShaped', () => {
  /** As the quantizer lays it out, with as many weights of the errors as asked for, those beyond the shape 0. */
  function shaped(orders: number, input: (n: number) => number): { codes: Float64Array; clipped: Int32Array } {
    const frames = 6000
    const arena = new Arena()
    const [state, at] = [arena.alloc(2656), arena.allocFrames(frames)]
    arena.bytes(state, 2656).fill(0)
    arena.i32(state, 16).set(Array.from({ length: 16 }, (_, i) => 0x9e3779b9 * (i + 1)))
    arena.f64(state + 64, 1)[0] = 32768
    arena.i32(state + 72, 1)[0] = 50
    arena.i32(state + 88, 1)[0] = orders + orders * 65536
    arena.f64(state + 96, 4).set([2.2061, -0.4706, -0.2534, -0.6214])
    arena.f64(state + 352, 4).set([1.0587, 0.0676, -0.6054, -0.2738])
    arena.f64(at, 2 * frames).set(Float64Array.from({ length: 2 * frames }, (_, i) => input(i)))
    for (let start = 0; start < frames; start += 1000) arena.kernels.quantizeShaped(at + 16 * start, 1000, state)
    return { codes: arena.f64(at, 2 * frames).slice(), clipped: arena.i32(state + 80, 2).slice() }
  }

  test('gives the same codes whether the histories fit into registers or not', () => {
    const isPause = (i: number) => i > 3000 && i < 5000
    const { codes, clipped } = shaped(4, (i) => (isPause(i) ? 0 : 1.00002 * Math.sin(i * i * 1e-5)))
    expect(shaped(5, (i) => (isPause(i) ? 0 : 1.00002 * Math.sin(i * i * 1e-5)))).toEqual({ codes, clipped })
    expect(clipped.every((count) => count > 3)).toBe(true)
    expect(codes.slice(3200, 4800).every((code) => code === 0)).toBe(true)
    expect(codes.slice(3002, 3100).some((code) => code !== 0)).toBe(true)
  })
})
