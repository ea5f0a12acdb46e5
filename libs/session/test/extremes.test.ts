import { describe, expect, test } from 'vitest'
import { cpuOf, extremesOf, INPUTS, loudest, processorKinds } from './_extremes.ts'

const isFull = process.env.MIXWRIGHT_FULL !== undefined
const FRAMES = isFull ? 24_000 : 2048
/** One setting in so many in the quick run; all in the long one. */
const EVERY = isFull ? 1 : 9
/** Gains, resonances and make-up at their most, with room to spare. */
const MOST_GAIN = 10 ** (160 / 20)
const FLUSHED = 1e-20

const kinds = processorKinds().filter((kind) => kind !== 'maximizer')
let tried = 0

describe.each(kinds)('%s at the ends of its settings', (kind) => {
  const extremes = extremesOf(kind)

  test('is there with many of them', () => {
    expect(extremes.length).toBeGreaterThanOrEqual(3)
  })

  test('stays finite and bounded on squares, DC, denormals, ±1e30, silence and a single sample', () => {
    for (const { text, plan } of extremes.filter((_, index) => index % EVERY === 0)) {
      for (const [input, size, at] of INPUTS) {
        const top = loudest(plan, at, FRAMES)
        expect(top, `${text} on ${input}`).toBeLessThanOrEqual(size * MOST_GAIN + FLUSHED)
        tried++
      }
    }
  }, 600_000)

  if (isFull)
    test('takes as long for denormals and silence as for noise, or less', () => {
      for (const { text, plan } of extremes.slice(0, 3)) {
        const noise = Math.min(...[1, 2, 3].map(() => cpuOf(plan, (n) => Math.sin(n * n) / 2, 200)))
        for (const [input, , at] of INPUTS) {
          const spent = Math.min(...[1, 2, 3].map(() => cpuOf(plan, at, 200)))
          expect(spent, `${text} on ${input}`).toBeLessThan(4 * noise + 5000)
        }
      }
    }, 600_000)
})

test('counts', () => {
  expect(tried).toBeGreaterThan(100)
  process.stdout.write(`numbers: ${kinds.length} processors, ${tried} settings and inputs\n`)
})
