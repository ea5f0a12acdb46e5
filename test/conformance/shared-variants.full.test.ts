import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ExpectationResult, type RenderOptions, renderMix } from '@mixwright/session'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noise, sine, writeSong } from '../_song.ts'

const RUNS = 12
const LIMIT_MS = 900_000
/** What a variant may cost beside the mix that it shares its strips with. */
const MOST_SHARE = 0.4

const RECORDINGS = {
  'a.wav': sine(110, 0.5, 0.5),
  'b.wav': noise(3, 0.3, 0.45),
  'c.wav': noise(4, 0.6, 0.4),
  'd.wav': sine(2000, 0.2, 0.5),
  'e.wav': noise(5, 1e-6, 0.5),
}
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const

const KEYS = {
  file: fc.constantFrom(...Object.keys(RECORDINGS)),
  bus: fc.constantFrom('mix', 'mix', 'drums'),
  gain: fc.constantFrom('0 dB', '-3 dB', '-7.3 dB', '24 dB', '{ 0:00: -6 dB, 0:00.2: 0 dB }'),
  pan: fc.constantFrom('C', '30L', '100R'),
  inserts: fc.constantFrom(
    '[]',
    '[ { compressor: { threshold: -30 dB, ratio: 4, lookahead: 2 ms } } ]',
    '[ { eq: { phase: linear, bands: [ { bell: 900 Hz, gain: 6 dB } ] } } ]',
    '[ { delay: { time: 40 ms, feedback: 60 %, mix: 50 % } } ]',
    '[ { gate: { threshold: -40 dB, sidechain: g } } ]',
  ),
  sends: fc.constantFrom<Record<string, string>>(
    {},
    { hall: '-12 dB' },
    { hall: '-6 dB', echo: '{ level: -3 dB, tap: preFader }' },
  ),
}
const stem = fc.record(KEYS)
type Keys = typeof stem extends fc.Arbitrary<infer T> ? T : never
/** One stem muted, or one with another value. */
const overlay = fc.record({ at: fc.nat(NAMES.length - 2), changed: fc.option(fc.record(KEYS, { requiredKeys: [] })) })
type Overlay = typeof overlay extends fc.Arbitrary<infer T> ? T : never

const LEVELS = `[ ${[...NAMES, 'drums', 'hall'].map((name) => `{ level: ${name}, atLeast: -80 LUFS }`)} ]`

const flow = (keys: object): string => {
  return `{ ${Object.entries(keys).map(([key, value]) => `${key}: ${typeof value === 'string' ? value : flow(value)}`)} }`
}

function mixFile(stems: readonly object[], rest = ''): string {
  return `mixwright: 1
stems:
${stems.map((keys, index) => `  ${NAMES[index]}: ${flow(keys)}`).join('\n')}
buses: { drums: { inserts: [ { compressor: { threshold: -20 dB, ratio: 2 } } ] } }
returns:
  hall: { inserts: [ { delay: { time: 11 ms, feedback: 50 % } } ] }
  echo: { inserts: [ { delay: { time: 70 ms, feedback: 20 % } } ] }
mix: { inserts: [ { limiter: { ceiling: -1 dB } } ] }
expect: ${LEVELS}
${rest}`
}

const variantText = ({ at, changed }: Overlay) => {
  const change = changed ? `stems: { ${NAMES[at]}: ${flow(changed)} }` : `mute: [ ${NAMES[at]} ]`
  return `{ ${change}, expect: ${LEVELS} }`
}

function byHand(stems: readonly Keys[], { at, changed }: Overlay): object[] {
  const overlaid = (keys: Keys) => {
    return changed ? { ...keys, ...changed, sends: { ...keys.sends, ...changed.sends } } : { ...keys, mute: 'true' }
  }
  return stems.map((keys, index) => (index === at ? overlaid(keys) : keys))
}

async function render(folder: string, options: RenderOptions) {
  const { result } = await renderMix(folder, { mixOnly: true, ...options })
  expect(result.diagnostics.filter(({ code, severity }) => severity === 'error' && code !== 'EXPECT_FAILED')).toEqual(
    [],
  )
  return result
}

const values = (results: readonly ExpectationResult[]) => results.map(({ value }) => value)
const mixOf = (folder: string, variant = '') => readFileSync(join(folder, 'out', variant, 'mix.wav'))

describe('variants that share strips', () => {
  test(
    'have the bytes and the levels of files that say the same by hand',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.tuple(...NAMES.map(() => stem)),
          fc.array(overlay, { minLength: 2, maxLength: 2 }),
          fc.boolean(),
          async (drawn, overlays, cache) => {
            // The last keys others and must not key itself.
            const stems = drawn.map((keys, index) =>
              index === NAMES.length - 1 ? { ...keys, inserts: '[]' as const } : keys,
            )
            const variants = overlays.map((one, index) => `  v${index}: ${variantText(one)}`).join('\n')
            const folder = writeSong(mixFile(stems, `variants:\n${variants}\n`), RECORDINGS)
            const result = await render(folder, { cache, jobs: 2 })
            for (const [index, one] of overlays.entries()) {
              const alone = writeSong(mixFile(byHand(stems, one)), RECORDINGS)
              const { expectations } = await render(alone, { cache: false, jobs: 1 })
              expect(mixOf(folder, `v${index}`).equals(mixOf(alone))).toBe(true)
              expect(values(result.variants[index]!.expectations)).toEqual(values(expectations))
            }
          },
        ),
        { numRuns: RUNS, endOnFailure: true },
      )
    },
    LIMIT_MS,
  )

  const plain = NAMES.map((_, index) => ({ file: `${'abcde'[index % 5]}.wav`, pan: `${index}L` }))
  const muted = NAMES.slice(0, 4)
  const muting = `variants: { ${muted.map((name) => `no${name}: { mute: [ ${name} ], expect: ${LEVELS} }`)} }\n`

  test('are made from the sums of the mix, levels too', async () => {
    const folder = writeSong(mixFile(plain, muting), RECORDINGS)
    const { variants } = await render(folder, { cache: true, jobs: 1 })
    const kept = readdirSync(join(folder, '.mixwright/renders')).filter((name) => name.endsWith('.audio'))
    expect(kept.filter((name) => name.startsWith('sum-'))).toHaveLength(1)
    expect(kept).toHaveLength(1 + 5)
    for (const [at, name] of muted.entries()) {
      const changed = plain.map((keys, index) => (index === at ? { ...keys, mute: 'true' } : keys))
      const alone = writeSong(mixFile(changed), RECORDINGS)
      const { expectations } = await render(alone, { cache: false, jobs: 1 })
      expect(mixOf(folder, `no${name}`).equals(mixOf(alone))).toBe(true)
      expect(values(variants[at]!.expectations)).toEqual(values(expectations))
    }
  })

  test('leave nothing behind where there is to be no cache', async () => {
    const folder = writeSong(mixFile(plain, muting), RECORDINGS)
    await render(folder, { cache: false, jobs: 1, lock: 'ignore' })
    expect(readdirSync(folder, { recursive: true }).filter((name) => `${name}`.includes('sum-'))).toEqual([])
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['mix.wav', 'noa', 'nob', 'noc', 'nod', 'report.json'])
  })

  test.each([
    ['without a cache', { cache: false, lock: 'ignore' }],
    ['with one', { cache: true }],
  ] as const)('cost far less than mixes of their own, %s', async (_, options) => {
    const heavy = Array.from({ length: 24 }, (_, index) => {
      const bands = Array.from({ length: 8 }, (_, band) => `{ bell: ${100 * (band + 1) + index} Hz, gain: 3 dB }`)
      return `  s${index}: { file: long.wav, inserts: [ { eq: [ ${bands} ] }, { compressor: { threshold: -30 dB, ratio: 3 } }, { saturation: { drive: 6 dB } } ] }`
    })
    const without = Array.from({ length: 4 }, (_, index) => `no${index}: { mute: [ s${5 * index} ] }`)
    const cpuOf = async (rest: string) => {
      const folder = writeSong(`mixwright: 1\nstems:\n${heavy.join('\n')}\n${rest}`, { 'long.wav': noise(9, 0.2, 3) })
      const before = process.cpuUsage()
      await render(folder, { ...options, jobs: 1 })
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1e6
    }
    await cpuOf('')
    const aloneS = await cpuOf('')
    const allS = await cpuOf(`variants: { ${without} }\n`)
    expect((allS - aloneS) / 4 / aloneS).toBeLessThan(MOST_SHARE)
    console.info(`CPU: mix alone ${aloneS.toFixed(2)} s, with four variants ${allS.toFixed(2)} s`)
  })
})
