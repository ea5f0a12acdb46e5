import type { Stereo } from './_render.ts'

/** A second-order band-pass, twice; `octaves` between its -3 dB points. */
export function bandPass(signal: Float64Array, freqHz: number, octaves: number, sampleRateHz: number): Float64Array {
  const omega = (2 * Math.PI * freqHz) / sampleRateHz
  const alpha = Math.sin(omega) * Math.sinh(((Math.LN2 / 2) * octaves * omega) / Math.sin(omega))
  const [b, a1, a2] = [alpha / (1 + alpha), (-2 * Math.cos(omega)) / (1 + alpha), (1 - alpha) / (1 + alpha)]
  const filtered = new Float64Array(signal.length)
  let [s1, s2, t1, t2] = [0, 0, 0, 0]
  for (let n = 0; n < signal.length; n++) {
    const x = signal[n]!
    const once = b * x + s1
    s1 = s2 - a1 * once
    s2 = -b * x - a2 * once
    const twice = b * once + t1
    t1 = t2 - a1 * twice
    t2 = -b * once - a2 * twice
    filtered[n] = twice
  }
  return filtered
}

export function energy(samples: Float64Array): number {
  let sum = 0
  for (const x of samples) sum += x * x
  return sum
}

/** Of two signals, -1…1. */
export function correlation(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let n = 0; n < a.length; n++) sum += a[n]! * b[n]!
  return sum / Math.sqrt(energy(a) * energy(b))
}

/**
 * Time to fall by 60 dB, by a straight line through -5 … -35 dB of the backward-integrated energy of both channels in a
 * band. s. Source: ISO 3382-1, T30.
 */
export function t30(response: Stereo, freqHz: number, octaves: number, sampleRateHz: number): number {
  const left = bandPass(response.left, freqHz, octaves, sampleRateHz)
  const right = bandPass(response.right, freqHz, octaves, sampleRateHz)
  const total = energy(left) + energy(right)
  let rest = total
  let [n1, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0]
  for (let n = 0; n < left.length; n++) {
    const db = 10 * Math.log10(rest / total)
    if (db < -35) break
    if (db < -5) {
      n1++
      sx += n
      sy += db
      sxx += n * n
      sxy += n * db
    }
    rest -= left[n]! ** 2 + right[n]! ** 2
  }
  return -60 / ((n1 * sxy - sx * sy) / (n1 * sxx - sx * sx)) / sampleRateHz
}

/**
 * Share of the samples of a Hann-weighted window beyond its own standard deviation, over that of Gaussian noise: 1 is
 * dense. Source: Abel and Huang, "A simple, robust measure of reverberation echo density", AES 121, 2006
 */
export function echoDensity(samples: Float64Array, centre: number, halfWidth: number): number {
  const weight = (n: number) => 0.5 + 0.5 * Math.cos((Math.PI * n) / halfWidth)
  let [power, weights, beyond] = [0, 0, 0]
  for (let n = -halfWidth; n <= halfWidth; n++) {
    power += weight(n) * samples[centre + n]! ** 2
    weights += weight(n)
  }
  const deviation = Math.sqrt(power / weights)
  for (let n = -halfWidth; n <= halfWidth; n++) if (Math.abs(samples[centre + n]!) > deviation) beyond += weight(n)
  return beyond / weights / 0.31731
}

/** Power of the two band-passes of `bandPass` at a frequency. */
function bandPower(atHz: number, freqHz: number, octaves: number, sampleRateHz: number): number {
  const omega = (2 * Math.PI * freqHz) / sampleRateHz
  const alpha = Math.sin(omega) * Math.sinh(((Math.LN2 / 2) * octaves * omega) / Math.sin(omega))
  const at = (2 * Math.PI * atHz) / sampleRateHz
  // Numerator and denominator times z: 2j alpha sin and 2 (cos - cos omega) + 2j alpha sin.
  const through = (alpha * Math.sin(at)) ** 2
  return (through / ((Math.cos(at) - Math.cos(omega)) ** 2 + through)) ** 2
}

/**
 * What `t30` should find in an octave where each frequency falls by 60 dB in its own time: the same line through the
 * backward-integrated energy of noise that decays so, from `fromS` on. s.
 */
export function askedT30(decayAtHz: (freqHz: number) => number, freqHz: number, fromS: number): number {
  const tones = Array.from({ length: 200 }, (_, i) => {
    const atHz = freqHz * 2 ** ((i / 199 - 0.5) * 6)
    const seconds = atHz < 24000 ? decayAtHz(atHz) : 1
    return { seconds, energy: atHz < 24000 ? seconds * atHz * bandPower(atHz, freqHz, 1, 48000) : 0 }
  })
  const stepS = decayAtHz(freqHz) / 300
  const left = tones.map(({ seconds, energy }) => energy * 10 ** ((-6 * fromS) / seconds))
  const perStep = tones.map(({ seconds }) => 10 ** ((-6 * stepS) / seconds))
  const curve = Array.from({ length: 600 }, () => {
    let sum = 0
    for (let tone = 0; tone < left.length; tone++) {
      sum += left[tone]!
      left[tone]! *= perStep[tone]!
    }
    return sum
  })
  return lineT60(
    curve.map((sum) => 10 * Math.log10(sum / curve[0]!)),
    stepS,
  )
}

/** Time to fall by 60 dB, by a straight line through -5 … -35 dB of a curve. s. */
export function lineT60(curveDb: ArrayLike<number>, stepS: number): number {
  let [count, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0]
  for (let n = 0; n < curveDb.length && curveDb[n]! >= -35; n++) {
    if (curveDb[n]! >= -5) continue
    count++
    sx += n
    sy += curveDb[n]!
    sxx += n * n
    sxy += n * curveDb[n]!
  }
  return (-60 / ((count * sxy - sx * sy) / (count * sxx - sx * sx))) * stepS
}
