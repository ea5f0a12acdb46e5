import { describe, expect, test } from 'vitest'
import type { Movement } from '../src/automation.ts'
import { type LengthPoint, lineQuarters, TempoMap } from '../src/tempo-map.ts'
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

  test('sections and automation lie on it, and notes take a beat, whatever it lasts', () => {
    const text = `mixwright: 1
tempo: { 0:00: 60, bar 2: step 120 }
sections: { chorus: bar 3 }
stems: { a: { file: a.wav, gain: { 0:00: 0 dB, chorus: -3 dB }, inserts: [ { delay: { time: 1/4 } } ] } }
`
    const { sections, stems } = parsed(text)
    expect(sections).toEqual([{ name: 'chorus', atS: 6 }])
    expect(stems[0]!.faderDb).toMatchObject({ points: [{ atS: 0 }, { atS: 6 }] })
    expect(stems[0]!.inserts[0]).toMatchObject({
      timeMs: {
        points: [
          { atS: 0, value: 1000 },
          { atS: 1, value: 1000 },
          { atS: 4, value: 1000 },
          { atS: 4.5, value: 500, shape: 'cubic', slopes: [-1000, -1000] },
        ],
      },
    })
  })

  test('notes in a map are taken at the tempo of their time', () => {
    const time = '{ 0:00: 1/4, 0:03: step 1/8 dotted, bar 3: smooth 300 ms }'
    const text = `mixwright: 1
tempo: { 0:00: 60, bar 2: 120 }
stems: { a: { file: a.wav, inserts: [ { delay: { time: ${time} } } ] } }
`
    const delay = parsed(text).stems[0]!.inserts[0] as unknown as { timeMs: Movement }
    expect(delay.timeMs.points.map(({ value }) => value)).toEqual([1000, (750 * 60) / 120, 300])
    expect(delay.timeMs.points.map(({ shape }) => shape)).toEqual(['line', 'step', 'smooth'])
  })

  test('a note lasts from each beat to the one after, on a tempo of ramps and steps', () => {
    const map = new TempoMap({
      points: [
        { atS: 0, atQuarter: 0, bpm: 90, shape: 'line' },
        { atS: 4, atQuarter: lineQuarters(4, 90, 150), bpm: 150, shape: 'line' },
        { atS: 7, atQuarter: lineQuarters(4, 90, 150) + 7.5, bpm: 60, shape: 'step' },
      ],
    })
    const points = map.lengthOf(0.75)
    for (let quarter = 0; quarter < 30; quarter += 0.17) {
      const [from, to] = [map.secondsAt(quarter), map.secondsAt(quarter + 0.75)]
      expect(Math.abs(cubicAt(points, to) - 1000 * (to - from))).toBeLessThan(1e-3)
    }
  })
})

/** Value of cubics in Hermite's form. */
function cubicAt(points: readonly LengthPoint[], atS: number): number {
  const index = points.findIndex((point) => point.atS > atS)
  if (index < 1) return points.at(-1)!.value
  const [from, to] = [points[index - 1]!, points[index]!]
  const length = to.atS - from.atS
  const t = (atS - from.atS) / length
  const [h00, h10] = [(1 + 2 * t) * (1 - t) ** 2, t * (1 - t) ** 2]
  const [h01, h11] = [t * t * (3 - 2 * t), t * t * (t - 1)]
  return h00 * from.value + h10 * length * to.slopes[0] + h01 * to.value + h11 * length * to.slopes[1]
}

const wrong: Wrong[] = [
  ['a section', song('{ 0:00: 96, «chorus»: 120 }', '0:00'), 'PROJECT_BAD_VALUE'],
  ['a smooth tempo', song('{ 0:00: 96, bar 9: «smooth 120» }', '0:00'), 'PROJECT_BAD_VALUE', 'leave out `smooth`'],
  ['a misspelt step', song('{ 0:00: 96, bar 9: «stp 120» }', '0:00'), 'PROJECT_BAD_VALUE', "did you mean 'step'?"],
  ['one moment twice', song('{ 0:00: 60, bar 2: 60, «0:04»: 90 }', '0:00'), 'PROJECT_DUPLICATE_TIME', 'keep one'],
  ['a tempo of nothing', song('{ 0:00: «0» }', '0:00'), 'PROJECT_OUT_OF_RANGE'],
  [
    'a note that a slower tempo makes too long',
    stem('inserts: [ { delay: { time: «1/1» } } ]').replace('tempo: 120', 'tempo: { 0:00: 60, bar 3: 30 }'),
    'PROJECT_OUT_OF_RANGE',
  ],
  ['no points', stem().replace('tempo: 120', '«tempo»: {}'), 'PROJECT_MISSING_VALUE'],
]

describeWrong('tempo', wrong)
