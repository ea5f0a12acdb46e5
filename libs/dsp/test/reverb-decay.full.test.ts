import { Arena, Reverb, type ReverbSpaceName } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { decayAt } from '../src/absorption.ts'
import { REVERB_SPACES } from '../src/reverb-space.ts'
import { askedT30, bandPass, echoDensity, energy, lineT60 } from './_decay.ts'
import { impulse, noise, render } from './_render.ts'

const RATE_HZ = 48000
const SPACES: ReverbSpaceName[] = ['room', 'chamber', 'plate', 'hall']
/** Promise of the mixing stage, in parts. */
const DECAY_TOLERANCE = 0.05
/** Early and diffuse sound, which is not absorbed, lies before this part of a second, for decays under 1 s of the decay. */
const LATE_PART = 0.15
/** Answers are averaged until so many seconds of decay have been heard: a single one scatters by its own randomness. */
const ENSEMBLE_S = 3
/** Gaussian noise is 1; Abel and Huang call a response dense from 0.9 on. */
const DENSE = 0.9

/** T30 of the late sound in octaves, of the mean decay of both sides for impulses on each side at several moments. */
function decayTimes(space: ReverbSpaceName, decayS: number, dampingHz: number, bandsHz: readonly number[]): number[] {
  const frames = 64 * Math.ceil((RATE_HZ * (1.1 * decayS + 0.3)) / 64)
  const late = Math.round(LATE_PART * Math.min(1, decayS) * RATE_HZ)
  const energies = bandsHz.map(() => new Float64Array(frames))
  for (const side of [0, 1]) {
    const arena = new Arena()
    const reverb = new Reverb({ space, decayS, dampingHz, predelayMs: 0, width: 1, mix: 1 }, arena, RATE_HZ)
    reverb.reset()
    for (let heardS = 0; heardS < ENSEMBLE_S; heardS += decayS) {
      const out = render(reverb, arena, impulse(2 * frames, 1 - side, side), 4096)
      for (const [band, freqHz] of bandsHz.entries()) {
        for (const channel of [out.left, out.right]) {
          const filtered = bandPass(channel.subarray(0, frames), freqHz, 1, RATE_HZ)
          for (let n = 0; n < frames; n++) energies[band]![n]! += filtered[n]! ** 2
        }
      }
    }
  }
  return energies.map((squares) => {
    const rest = squares.slice(late)
    for (let n = rest.length - 2; n >= 0; n--) rest[n]! += rest[n + 1]!
    const whole = rest[0]!
    return lineT60(
      rest.map((left) => 10 * Math.log10(left / whole)),
      1 / RATE_HZ,
    )
  })
}

describe.each(SPACES)('%s', (space) => {
  test.each([
    [8000, 8000],
    [20000, 8000],
    [4000, 2000],
  ])('damped at %i Hz falls in every octave from 125 to %i Hz as is asked, from 0.3 to 8 s', (dampingHz, highestHz) => {
    const bandsHz = [125, 250, 500, 1000, 2000, 4000, 8000].filter((freqHz) => freqHz <= highestHz)
    for (const decayS of [0.3, 0.8, 2, 8]) {
      const curve = { decayS, dampingHz, lowDecay: REVERB_SPACES[space].lowDecay }
      for (const [band, seconds] of decayTimes(space, decayS, dampingHz, bandsHz).entries()) {
        const asked = askedT30((hz) => decayAt(curve, hz), bandsHz[band]!, LATE_PART * Math.min(1, decayS))
        expect(Math.abs(seconds / asked - 1), `${decayS} s at ${bandsHz[band]} Hz`).toBeLessThan(DECAY_TOLERANCE)
      }
    }
  })

  test('is as dense as noise within the first 100 ms: windows of 20 ms around 80 to 100 ms, both sides', () => {
    for (const decayS of [0.3, 0.8, 2, 8]) {
      const arena = new Arena()
      const reverb = new Reverb({ space, decayS, dampingHz: 8000, predelayMs: 0, width: 1, mix: 1 }, arena, RATE_HZ)
      reverb.reset()
      const { left, right } = render(reverb, arena, impulse(64 * 150, 1, 1))
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
