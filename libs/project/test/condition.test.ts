import { parseCondition } from '@mixwright/project'
import { describe, expect, test } from 'vitest'

const FIGURES: Record<string, number> = {
  'truePeak mix': -0.5,
  'truePeak spotify': -1,
  'loudness mix': -14,
  'level vocal': -20,
  'level gtr 1': -23,
  'range cd': 6,
  'loudness silence': Number.NEGATIVE_INFINITY,
}

function holds(text: string): boolean {
  const read = parseCondition(text)
  if ('fault' in read) throw new Error(read.fault)
  return read.condition.holds(({ figure, of }) => FIGURES[`${figure} ${of}`]!)
}

describe('a condition', () => {
  test.each([
    ['truePeak(mix) > -1', true],
    ['truePeak(spotify)>-1', false],
    ['truePeak(spotify) >= -1 dBTP', true],
    ['truePeak(spotify) < \u22120.9 dBTP', true],
    ['level(vocal) - level("gtr 1") >= 3 LU', true],
    ['level(vocal) - level("gtr 1") - 1 > 2.5', false],
    ['level(vocal) - (level("gtr 1") - 1) > 3.5', true],
    ['-loudness(mix) + range(cd) <= 20', true],
    ['loudness(mix) < -13 and range(cd) < 6', false],
    ['loudness(mix) < -13 or range(cd) < 6', true],
    ['range(cd) < 6 or range(cd) > 5 and loudness(mix) > -13', false],
    ['loudness(silence) < -100', true],
  ])('%s is %s', (text, value) => {
    expect(holds(text)).toBe(value)
  })

  test('names each figure once', () => {
    const read = parseCondition('truePeak(mix) > range(cd) or truePeak(mix) > 0')
    expect(read).toMatchObject({
      condition: {
        figures: [
          { figure: 'truePeak', of: 'mix' },
          { figure: 'range', of: 'cd' },
        ],
      },
    })
  })

  test.each([
    ['', 'column 1: got the end, expected a number or a figure such as truePeak(spotify)', undefined],
    ['truePeek(mix) > 1', "column 1: no figure is called 'truePeek' (have: loudness", "did you mean 'truePeak'?"],
    ['truePeak(mix) = 1', "column 15: got '=', which is not part of a condition", 'compare with <= or >='],
    ['truePeak(mix) 1', "column 15: got '1', expected one of < <= > >=", undefined],
    ['truePeak mix > 1', "column 10: got 'mix', expected `(`", undefined],
    ['truePeak(mix > 1', "column 14: got '>', expected `)`", undefined],
    ['truePeak(-1) > 1', "column 10: got '-', expected `mix`", undefined],
    ['1 < 2 < 3', "column 7: got '<', expected `and`, `or` or the end", undefined],
    ['constructor(mix) > 1', "no figure is called 'constructor'", undefined],
    ['x'.repeat(2000), 'got 2000 characters, allowed up to 1000', undefined],
  ])('%s is refused', (text, fault, fix) => {
    const read = parseCondition(text) as { fault: string; fix?: string }
    expect(read.fault).toContain(fault)
    if (fix !== undefined) expect(read.fix).toBe(fix)
  })
})
