import { Arena } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { GrooveMeter } from '../src/vinyl/groove-meter.ts'
import { recordingDb, recordingSections } from '../src/vinyl/riaa.ts'
import { type Stereo, sine, sourceOf } from './_audio.ts'

const RATES_HZ = [44100, 48000, 88200, 96000, 176400, 192000]
const RIAA_TOLERANCE_DB = 0.01
const GROOVE_TOLERANCE = 0.005
const G = 980.665

/** standards: playback level re 1 kHz; recording is its mirror. */
const PLAYBACK_DB = [
  [20, 19.274],
  [30, 18.59],
  [50, 16.946],
  [100, 13.088],
  [200, 8.219],
  [500, 2.648],
  [1000, 0],
  [2000, -2.589],
  [5000, -8.21],
  [10000, -13.734],
  [15000, -17.157],
  [20000, -19.62],
] as const

/** By complex arithmetic, apart from the code under test. */
function digitalDb(sampleRateHz: number, freqHz: number): number {
  const w = (2 * Math.PI * freqHz) / sampleRateHz
  const size = (p0: number, p1: number, p2: number) =>
    Math.hypot(p0 + p1 * Math.cos(w) + p2 * Math.cos(2 * w), p1 * Math.sin(w) + p2 * Math.sin(2 * w))
  return recordingSections(sampleRateHz).reduce(
    (sum, { b0, b1, b2, a1, a2 }) => sum + 20 * Math.log10(size(b0, b1, b2) / size(1, a1, a2)),
    0,
  )
}

/** A sine that has swelled up within a third of a second, so that it moves the groove around its middle. */
function swelling(freqHz: number, peak: number, rateHz: number): Float64Array {
  return sine(freqHz, 0.6, peak, rateHz).map((x, n) => x * Math.sin((Math.PI / 2) * Math.min(1, (3 * n) / rateHz)) ** 2)
}

function read(audio: Stereo, sampleRateHz: number, pieceFrames = 4096) {
  const arena = new Arena()
  const meter = new GrooveMeter(arena, sampleRateHz)
  meter.reset()
  const at = arena.allocFrames(pieceFrames)
  const source = sourceOf(audio, sampleRateHz)
  for (let start = 0; start < source.frames; start += pieceFrames) {
    const frames = Math.min(pieceFrames, source.frames - start)
    source.read(arena, at, start, frames)
    meter.add(at, frames)
  }
  return meter.finish()
}

describe('RIAA recording curve', () => {
  test.each(PLAYBACK_DB)('mirrors playback at %d Hz, %d dB', (freqHz, playbackDb) => {
    expect(Math.abs(recordingDb(freqHz) + playbackDb)).toBeLessThanOrEqual(RIAA_TOLERANCE_DB)
  })

  test.each(RATES_HZ)('is within 0.01 dB of its formula from 20 Hz to 20 kHz at %d Hz', (rateHz) => {
    for (let freqHz = 20; freqHz <= 20000; freqHz *= 1.03) {
      const off = Math.abs(digitalDb(rateHz, freqHz) - recordingDb(freqHz))
      expect(off, `${freqHz} Hz`).toBeLessThanOrEqual(RIAA_TOLERANCE_DB)
    }
  })
})

describe('groove meter', () => {
  /** standards: peaks of a flat signal at 7 cm/s: Hz, cm/s, um, g. */
  test.each([
    [50, 1.0, 31.7, 0.3],
    [100, 1.55, 24.7, 1.0],
    [1000, 7.0, 11.1, 45],
    [5000, 18.0, 5.7, 577],
    [15000, 50.5, 5.35, 4850],
  ])('reads a sine of %d Hz at 7 cm/s as %d cm/s, %d um and %d g', (freqHz, velocity, displacement, acceleration) => {
    const tone = swelling(freqHz, 7 / Math.SQRT2, 48000)
    const { velocityCmPerS, displacementUm, accelerationG } = read([tone, tone], 48000).at(4, 'lateral')
    const near = (value: number, expected: number) => Math.abs(value / expected - 1)
    expect(near(velocityCmPerS, velocity)).toBeLessThan(0.01)
    expect(near(displacementUm, displacement)).toBeLessThan(0.015)
    expect(near(accelerationG, acceleration)).toBeLessThan(acceleration < 2 ? 0.15 : 0.01)
  })

  test.each(RATES_HZ)('at a rate of %d Hz is within half a percent of a sine, sideways and up and down', (rateHz) => {
    for (const freqHz of [20, 50, 997, 5000, 10000, 12000, 15000, 18000]) {
      for (const direction of ['lateral', 'vertical'] as const) {
        const tone = swelling(freqHz, 1, rateHz)
        const audio: Stereo = [tone, direction === 'lateral' ? tone : tone.map((x) => -x)]
        const peaks = read(audio, rateHz).at(4, direction)
        const velocity = Math.SQRT2 * 10 ** (recordingDb(freqHz) / 20)
        const turn = 2 * Math.PI * freqHz
        const off = {
          velocity: Math.abs(peaks.velocityCmPerS / velocity - 1),
          acceleration: Math.abs((peaks.accelerationG * G) / (velocity * turn) - 1),
          displacement: Math.abs((peaks.displacementUm * turn) / 1e4 / velocity - 1),
        }
        for (const [what, error] of Object.entries(off)) {
          expect(error, `${what} ${direction} of ${freqHz} Hz`).toBeLessThanOrEqual(GROOVE_TOLERANCE)
        }
      }
    }
  })

  test('does not depend on how the programme is cut in blocks', () => {
    const audio: Stereo = [sine(440, 0.35, 0.4), sine(6100, 0.35, 0.3)]
    const [whole, cut] = [read(audio, 48000), read(audio, 48000, 777)]
    expect(cut.cells).toBe(whole.cells)
    for (let cell = 0; cell < whole.cells; cell++) {
      for (const direction of ['lateral', 'vertical'] as const) {
        expect(cut.at(cell, direction)).toEqual(whole.at(cell, direction))
      }
    }
  })
})
