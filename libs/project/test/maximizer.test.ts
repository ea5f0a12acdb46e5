import { explicitInserts, maximizerYaml } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { inserts, parsed } from './_mix.ts'
import { describeWrong } from './_wrong.ts'

const STYLES = ['transparent', 'loud', 'punch', 'wide', 'deess'] as const

const chain = (...lines: string[]) => parsed(inserts(...lines)).stems[0]!.inserts

describe('maximizer', () => {
  test.each(STYLES)('%s stands for what its YAML says, from a thousandth to the whole', (style) => {
    for (const amount of [0.001, 0.333, 1]) {
      const [maximizer] = chain(`maximizer: { style: ${style}, amount: ${amount * 100} % }`)
      const yaml = maximizerYaml({ style, amount })
      const lines = yaml.replace(/^- /, '').trimEnd().split('\n- ')
      expect(explicitInserts([maximizer!])).toEqual(chain(...lines.map((line) => line.replaceAll('\n', '\n      '))))
    }
  })

  test.each(STYLES)(
    '%s takes all its settings along when its amount moves: at each point they are those of a still one',
    (style) => {
      const moving = chain(
        `maximizer: { style: ${style}, amount: { 0:00: 25 %, 0:04: smooth 100 %, 0:08: step 50 % } }`,
      )
      const found = explicitInserts(moving)
      expect(JSON.stringify(found)).toContain('points')
      for (const [index, amount] of [0.25, 1, 0.5].entries()) {
        const still = explicitInserts(chain(`maximizer: { style: ${style}, amount: ${100 * amount} % }`))
        expect(atPoint(found, index)).toEqual(atPoint(still, index))
      }
      const shapes = pointsOf(found).map(({ atS, shape }) => `${atS} ${shape}`)
      expect(new Set(shapes)).toEqual(new Set(['0 line', '4 smooth', '8 step']))
    },
  )

  test('an amount that moves by equal ratios is followed within 1 percent', () => {
    const [gain] = explicitInserts(chain('maximizer: { amount: { 0:00: 1 %, 0:08: exponential 100 % } }'))
    for (const { atS, value } of pointsOf(gain)) expect(value / (0.1 * 100 ** (atS / 8))).toBeCloseTo(1, 2)
    expect(pointsOf(gain).at(-1)).toMatchObject({ atS: 8, value: 10 })
  })

  test('takes all settings further at a larger amount', () => {
    for (const style of STYLES) {
      expect(maximizerYaml({ style, amount: 0.5 })).not.toBe(maximizerYaml({ style, amount: 0.6 }))
    }
  })

  test('stands for nothing at 0 %, which is the default, and when it is bypassed', () => {
    expect(explicitInserts(chain('maximizer: { style: loud }'))).toEqual([])
    expect(explicitInserts(chain('maximizer: { amount: 50 %, bypass: true }'))).toEqual([])
    expect(maximizerYaml({ style: 'loud', amount: 0 })).toBe('')
  })

  test('keeps its place between other inserts', () => {
    const all = chain('saturation: { drive: 3 }', 'maximizer: { amount: 10 % }', 'stereo: { width: 90 % }')
    expect(explicitInserts(all).map(({ kind }) => kind)).toEqual(['saturation', 'compressor', 'limiter', 'stereo'])
  })
})

interface Point {
  readonly atS: number
  readonly value: number
  readonly shape: string
}

const isMovement = (value: unknown): value is { readonly points: readonly Point[] } =>
  typeof value === 'object' && value !== null && 'points' in value

/** All points of all movements. */
function pointsOf(value: unknown): readonly Point[] {
  if (isMovement(value)) return value.points
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pointsOf) : []
}

/** The same, each movement as its value at one of its points. */
function atPoint(value: unknown, index: number): unknown {
  if (isMovement(value)) return value.points[index]!.value
  if (Array.isArray(value)) return value.map((item) => atPoint(item, index))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, atPoint(item, index)]))
}

describeWrong('maximizer', [
  ['an unknown style', inserts('maximizer: { style: «lowd» }'), 'PROJECT_BAD_VALUE', "did you mean 'loud'?"],
  ['an amount over the whole', inserts('maximizer: { amount: «120 %» }'), 'PROJECT_OUT_OF_RANGE'],
  [
    'a session rate too low for it',
    inserts('«maximizer»: { amount: 10 % }').replace('tempo: 120', 'sampleRate: 22.05 kHz\ntempo: 120'),
    'PROJECT_ABOVE_NYQUIST',
  ],
])
