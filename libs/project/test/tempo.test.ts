import { describe, expect, test } from 'vitest'
import { TempoMap } from '../src/tempo-map.ts'
import { parsed, stem } from './_mix.ts'
import { describeWrong, type Wrong } from './_wrong.ts'

function song(tempo: string, start: string): string {
  return `mixwright: 1\ntempo: ${tempo}\nstems: { a: { file: a.wav, start: ${start} } }\n`
}

const startOf = (tempo: string, start: string) => parsed(song(tempo, start)).stems[0]!.startS

/** Quarter notes up to a time, by adding up the tempo in small steps. */
function quartersUpTo(seconds: number, bpmAt: (atS: number) => number, steps = 20_000): number {
  const step = seconds / steps
  let quarters = 0
  for (let i = 0; i < steps; i++) quarters += (bpmAt((i + 0.5) * step) * step) / 60
  return quarters
}

describe('tempo over time', () => {
  test.each([
    ['{ 0:00: 60, bar 3: 120 }', 'bar 3', (120 * 8) / 180],
    ['{ 0:00: 60, bar 3: 120 }', 'bar 4', (120 * 8) / 180 + 2],
    ['{ 0:00: 60, bar 3: step 120 }', 'bar 3', 8],
    ['{ 0:00: 60, bar 3: step 120 }', 'bar 4', 10],
    ['{ 0:04: 60, 0:08: 120 }', 'bar 3.3', 8],
    ['{ bar 3: 120, 0:00: 60 }', 'bar 3', (120 * 8) / 180],
    ['{ bar 2: 120 }', 'bar 3', 4],
  ])('%s puts %s at %d s', (tempo, start, atS) => {
    expect(startOf(tempo, start)).toBeCloseTo(atS, 12)
  })

  test('a line changes the tempo by as much in every second', () => {
    const { tempoBpm } = parsed(song('{ 0:00: 70, bar 5: 150, 0:20: step 80, bar 20: 95 }', '0:00'))
    if (typeof tempoBpm !== 'object') throw new Error('the tempo stands still')
    const map = new TempoMap(tempoBpm)
    for (const bar of [1, 2, 4, 5, 7, 12, 18, 20, 30]) {
      const quarter = 4 * (bar - 1)
      expect(quartersUpTo(map.secondsAt(quarter), (atS) => map.bpmAt(atS))).toBeCloseTo(quarter, 2)
    }
  })

  test('one point is the same as a tempo that stands', () => {
    for (const bar of [1, 9, 57])
      expect(startOf('{ 0:00: 96 }', `bar ${bar}`)).toBeCloseTo(startOf('96', `bar ${bar}`), 12)
  })

  test('sections and automation lie on it, and note lengths take the tempo at 0:00', () => {
    const text = `mixwright: 1
tempo: { 0:00: 60, bar 2: step 120 }
sections: { chorus: bar 3 }
stems: { a: { file: a.wav, gain: { 0:00: 0 dB, chorus: -3 dB }, inserts: [ { delay: { time: 1/4 } } ] } }
`
    const { sections, stems } = parsed(text)
    expect(sections).toEqual([{ name: 'chorus', atS: 6 }])
    expect(stems[0]!.faderDb).toMatchObject({ points: [{ atS: 0 }, { atS: 6 }] })
    expect(stems[0]!.inserts[0]).toMatchObject({ timeMs: 1000 })
  })
})

const wrong: Wrong[] = [
  ['a section', song('{ 0:00: 96, «chorus»: 120 }', '0:00'), 'PROJECT_BAD_VALUE'],
  ['a smooth tempo', song('{ 0:00: 96, bar 9: «smooth 120» }', '0:00'), 'PROJECT_BAD_VALUE', 'leave out `smooth`'],
  ['a misspelt step', song('{ 0:00: 96, bar 9: «stp 120» }', '0:00'), 'PROJECT_BAD_VALUE', "did you mean 'step'?"],
  ['one moment twice', song('{ 0:00: 60, bar 2: 60, «0:04»: 90 }', '0:00'), 'PROJECT_DUPLICATE_TIME', 'keep one'],
  ['a tempo of nothing', song('{ 0:00: «0» }', '0:00'), 'PROJECT_OUT_OF_RANGE'],
  ['no points', stem().replace('tempo: 120', '«tempo»: {}'), 'PROJECT_MISSING_VALUE'],
]

describeWrong('tempo', wrong)
