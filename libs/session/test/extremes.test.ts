import { describe, expect, test } from 'vitest'
import { cpuOf, extremesOf, INPUTS, loudest, NOISE, processorKinds, type Signal } from './_extremes.ts'

const isFull = process.env.MIXWRIGHT_FULL !== undefined
const FRAMES = isFull ? 24_000 : 2048
/** One setting in so many in the quick run; all in the long one. */
const EVERY = isFull ? 1 : 9
/** Gains, resonances and make-up at their most, with room to spare. */
const MOST_GAIN = 10 ** (160 / 20)
const FLUSHED = 1e-20
/** Denormals that are not flushed make filters ten times slower. */
const MOST_RATIO = 3
const TIMED_BLOCKS = 500
const TRIES = 3
const NOISE_OF_CLOCK_US = 2000

const kinds = processorKinds()
let tried = 0
let slowest = 0

describe.each(kinds)('%s at the ends of its settings', (kind) => {
  const extremes = extremesOf(kind)

  test('is there with many of them', () => {
    expect(extremes.length).toBeGreaterThanOrEqual(3)
  })

  test('stays finite and bounded on squares, DC, denormals, ±1e30, silence and a single sample', () => {
    for (const { text, plans } of extremes.filter((_, index) => index % EVERY === 0)) {
      for (const [input, size, at] of INPUTS) {
        const top = loudest(plans, at, FRAMES)
        expect(top, `${text} on ${input}`).toBeLessThanOrEqual(size * MOST_GAIN + FLUSHED)
        tried++
      }
    }
  }, 600_000)

  if (isFull)
    test('takes as long for denormals and silence as for noise, or less', () => {
      for (const { text, plans } of extremes.slice(0, 3)) {
        /** Once more, to be sure, where it is longer than that. */
        const least = (at: Signal, wellBelow: number) => {
          let spent = Number.POSITIVE_INFINITY
          for (let tries = 0; tries < TRIES && spent > wellBelow; tries++) {
            spent = Math.min(spent, cpuOf(plans, at, TIMED_BLOCKS))
          }
          return spent
        }
        const noise = least(NOISE, 0)
        for (const [input, , at] of INPUTS) {
          const spent = least(at, noise)
          expect(spent, `${text} on ${input}`).toBeLessThan(MOST_RATIO * noise + NOISE_OF_CLOCK_US)
          slowest = Math.max(slowest, spent / (noise + NOISE_OF_CLOCK_US))
        }
      }
    }, 600_000)
})

test('counts', () => {
  expect(tried).toBeGreaterThan(100)
  const times = isFull ? `, at most ${slowest.toFixed(2)} times the CPU of noise` : ''
  process.stdout.write(`numbers: ${kinds.length} processors, ${tried} settings and inputs${times}\n`)
})
