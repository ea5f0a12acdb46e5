import { Arena, Reverb, type ReverbSpaceName } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { type DecayCurve, decayAt } from '../src/absorption.ts'
import { REVERB_SPACES } from '../src/reverb-space.ts'
import { askedT30, bandPass, correlation, echoDensity, energy, lineT60 } from './_decay.ts'
import { impulse, noise, render, type Stereo } from './_render.ts'
import { transform } from './_spectrum.ts'

const RATE_HZ = 48000
const SPACES: ReverbSpaceName[] = ['room', 'chamber', 'plate', 'hall']
const OCTAVES_HZ = [125, 250, 500, 1000, 2000, 4000, 8000]
/** Promises of the mixing stage: decay times, in parts; how far a tail may rise above its octave's mean. */
const DECAY_TOLERANCE = 0.05
const RINGING_DB = 12
/** The network keeps turning: no two answers are alike. */
const ANSWERS = 6
const LARGEST_CORRELATION = 0.1
/** Answers to each side are averaged over so many seconds of decay: a single one scatters by its own randomness. */
const ENSEMBLE_S = 4.5
/** Gaussian noise is 1; Abel and Huang call a response dense from 0.9 on. */
const DENSE = 0.9

interface Sounding {
  curve: DecayCurve
  /** The next answer, to an impulse on each side of those levels. */
  answer(seconds: number, left: number, right: number): Stereo
}

function sounding(space: ReverbSpaceName, decayS: number, dampingHz: number): Sounding {
  const arena = new Arena()
  const reverb = new Reverb({ space, decayS, dampingHz, predelayMs: 0, width: 1, mix: 1 }, arena, RATE_HZ)
  reverb.reset()
  return {
    curve: { decayS, dampingHz, lowDecay: REVERB_SPACES[space].lowDecay },
    answer: (seconds, left, right) => {
      return render(reverb, arena, impulse(64 * Math.ceil((RATE_HZ * seconds) / 64), left, right), 4096)
    },
  }
}

/** T30 (ISO 3382-1) in octaves over what is asked there, of the mean decay of both sides for impulses on each side. */
function decayRatios({ curve, answer }: Sounding): number[] {
  const energies = OCTAVES_HZ.map((freqHz) => new Float64Array(RATE_HZ * (decayAt(curve, freqHz) + 0.3)))
  for (let heardS = 0; heardS < ENSEMBLE_S; heardS += curve.decayS) {
    for (const side of [0, 1]) {
      const { left, right } = answer(1.25 * curve.decayS + 0.3, 1 - side, side)
      for (const [band, squares] of energies.entries()) {
        for (const channel of [left, right]) {
          const filtered = bandPass(channel.subarray(0, squares.length), OCTAVES_HZ[band]!, 1, RATE_HZ)
          for (let n = 0; n < filtered.length; n++) squares[n]! += filtered[n]! ** 2
        }
      }
    }
  }
  return energies.map((rest, band) => {
    for (let n = rest.length - 2; n >= 0; n--) rest[n]! += rest[n + 1]!
    const seconds = lineT60(
      rest.map((left) => 10 * Math.log10(left / rest[0]!)),
      1 / RATE_HZ,
    )
    return seconds / askedT30((hz) => decayAt(curve, hz), OCTAVES_HZ[band]!, 0)
  })
}

/**
 * The highest bin of the late tail of either side over the mean of its octave, dB; octaves from 125 Hz to 8 kHz. The tail
 * is what lies between 0.3 and 0.7 of the decay time, about -18 to -42 dB, its decay taken out. A periodogram of noise has
 * peaks of its own, by chance elsewhere in each window; what rings stays. So power is averaged over three Hann windows of
 * half the tail, half overlapping (Welch 1967): bins 7.5 / T60 Hz wide, about three times the width of a mode.
 */
function ringingDb({ left, right }: Stereo, curve: DecayCurve): number {
  const [start, frames] = [0.3, 0.2].map((part) => Math.round(part * curve.decayS * RATE_HZ)) as [number, number]
  const size = 2 ** Math.ceil(Math.log2(frames))
  const hann = Float64Array.from({ length: frames }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / frames))
  const octaves = OCTAVES_HZ.flatMap((centreHz) => {
    const rise = 10 ** (3 / RATE_HZ / decayAt(curve, centreHz))
    const [low, high] = [Math.SQRT1_2, Math.SQRT2].map((edge) => Math.round((edge * centreHz * size) / RATE_HZ))
    const bins = high! - low! + 1
    const powers = [new Float64Array(bins), new Float64Array(bins)] as const
    for (const first of [0, 0.5, 1].map((part) => Math.round(part * frames))) {
      // The spectra of two real signals by one transform: that of the left is even, that of the right times j odd.
      const [re, im] = [new Float64Array(size), new Float64Array(size)]
      let gain = rise ** first
      for (let n = 0; n < frames; n++, gain *= rise) {
        re[n] = left[start + first + n]! * gain * hann[n]!
        im[n] = right[start + first + n]! * gain * hann[n]!
      }
      transform(re, im)
      for (let bin = 0; bin < bins; bin++) {
        const [k, mirrored] = [low! + bin, size - low! - bin]
        powers[0][bin]! += (re[k]! + re[mirrored]!) ** 2 + (im[k]! - im[mirrored]!) ** 2
        powers[1][bin]! += (im[k]! + im[mirrored]!) ** 2 + (re[k]! - re[mirrored]!) ** 2
      }
    }
    return powers.map(
      (power) =>
        power.reduce((most, value) => Math.max(most, value), 0) / (power.reduce((sum, value) => sum + value, 0) / bins),
    )
  })
  return 10 * Math.log10(Math.max(...octaves))
}

describe.each(SPACES)('%s', (space) => {
  test.each([0.3, 0.8, 2, 8])('a decay of %d s is within 5 percent of what is asked in every octave', (decayS) => {
    for (const dampingHz of [1000, 2000, 4000, 8000, 20000]) {
      const ratios = decayRatios(sounding(space, decayS, dampingHz))
      for (const [band, ratio] of ratios.entries()) {
        expect(Math.abs(ratio - 1), `damping ${dampingHz} Hz at ${OCTAVES_HZ[band]} Hz`).toBeLessThan(DECAY_TOLERANCE)
      }
    }
  })

  test.each([0.8, 2, 8])('decay %d s: no bin of six late tails is 12 dB above the mean of its octave', (decayS) => {
    const { answer, curve } = sounding(space, decayS, 20000)
    for (let heard = 0; heard < ANSWERS; heard++) {
      expect(ringingDb(answer(decayS, 1, 1), curve), `answer ${heard + 1}`).toBeLessThan(RINGING_DB)
    }
  })

  test('the sides are decorrelated, all in all and in the late tail, for sound from one side and from both', () => {
    for (const decayS of [0.3, 0.8, 2, 8]) {
      for (const right of [0, 1]) {
        const { answer } = sounding(space, decayS, 8000)
        const answers = Array.from({ length: Math.ceil(ENSEMBLE_S / decayS) }, () => answer(decayS, 1, right))
        for (const fromS of [0, 0.3 * decayS]) {
          const [left, other] = (['left', 'right'] as const).map((side) => {
            const tails = answers.map((sides) => sides[side].subarray(fromS * RATE_HZ))
            const all = new Float64Array(tails.length * tails[0]!.length)
            for (const [index, tail] of tails.entries()) all.set(tail, index * tail.length)
            return all
          })
          expect(Math.abs(correlation(left!, other!)), `from ${fromS} s`).toBeLessThan(LARGEST_CORRELATION)
        }
      }
    }
  })

  test('is as dense as noise within the first 100 ms: windows of 20 ms around 80 to 100 ms, both sides', () => {
    for (const decayS of [0.3, 0.8, 2, 8]) {
      const { left, right } = sounding(space, decayS, 8000).answer(0.2, 1, 1)
      const moments = [80, 85, 90, 95, 100].flatMap((ms) =>
        [left, right].map((side) => echoDensity(side, 48 * ms, 480)),
      )
      expect(moments.reduce((sum, density) => sum + density) / moments.length).toBeGreaterThan(DENSE)
    }
  })
})

test('nothing grows in ten minutes of silence after noise, at the longest decay', () => {
  for (const space of ['plate', 'hall'] as const) {
    const arena = new Arena()
    const options = { space, decayS: 20, dampingHz: 20000, predelayMs: 0, width: 1, mix: 1 }
    const reverb = new Reverb(options, arena, RATE_HZ)
    reverb.reset()
    render(reverb, arena, noise(RATE_HZ), 4096)
    const silence = { left: new Float64Array(10 * RATE_HZ), right: new Float64Array(10 * RATE_HZ) }
    let before = Number.POSITIVE_INFINITY
    for (let passed = 0; passed < 600; passed += 10) {
      const now = energy(render(reverb, arena, silence, 4096).left)
      expect(now).toBeLessThanOrEqual(before)
      before = now
    }
    expect(before).toBe(0)
    expect(reverb.isAtRest()).toBe(true)
  }
})
