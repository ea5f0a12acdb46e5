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

describeWrong('maximizer', [
  ['an unknown style', inserts('maximizer: { style: «lowd» }'), 'PROJECT_BAD_VALUE', "did you mean 'loud'?"],
  ['an amount over the whole', inserts('maximizer: { amount: «120 %» }'), 'PROJECT_OUT_OF_RANGE'],
  [
    'a session rate too low for it',
    inserts('«maximizer»: { amount: 10 % }').replace('tempo: 120', 'sampleRate: 22.05 kHz\ntempo: 120'),
    'PROJECT_ABOVE_NYQUIST',
  ],
])
