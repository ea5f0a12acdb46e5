import stringWidth from 'fast-string-width'
import picocolors from 'picocolors'
import { describe, expect, test } from 'vitest'
import { type LiveState, liveLines } from '../src/live-lines.ts'
import { tableLines } from '../src/table.ts'

const colors = picocolors.createColors(false)
const state = {
  over: [
    { stage: 'checking', elapsedS: 0.1 },
    { stage: 'reading audio', elapsedS: 0.2 },
  ],
  now: {
    stage: 'mixing',
    done: 0.5,
    elapsedS: 2,
    songS: 60,
    items: [
      { name: 'kick', done: 1 },
      { name: '鼓の音', done: 0.42 },
      { name: 'a stem with a name that is long, as names are at times', done: 0 },
    ],
  },
}
const whole = { done: 0.25, elapsedS: 2.5, leftS: 7.5, songS: 60 }
const withWhole = { ...state, now: { ...state.now, whole } }
const at = (columns: number, rows = 24, isUnicode = true, of: LiveState = state) =>
  liveLines(of, { columns, rows, colors, isUnicode })

describe('the live view', () => {
  test('tells stages, progress, speed, time and what it works on', () => {
    expect(at(100)).toEqual([
      '✓ checking               0:00.1',
      '✓ reading audio          0:00.2',
      '▸ mixing                 ██████████░░░░░░░░░░   50 %  0:02.0  15 × real time  0:02.0 left',
      '  ✓ kick  ▸ 鼓の音 42 %  · a stem with a name that is long, as names are at times',
    ])
  })

  test('tells the time left of all stages in place of that of one, once it is known', () => {
    const lines = at(100, 24, true, withWhole)
    expect(lines[2]).toBe('▸ mixing                 ██████████░░░░░░░░░░   50 %  0:02.0  15 × real time')
    expect(lines.at(-1)).toBe(
      '  all                    █████░░░░░░░░░░░░░░░   25 %  0:02.5  6.0 × real time  0:07.5 left',
    )
  })

  test('fits screens of any width and height', () => {
    for (let columns = 8; columns < 120; columns++) {
      for (const rows of [1, 2, 3, 5, 24]) {
        const lines = at(columns, rows, true, columns % 2 === 0 ? state : withWhole)
        expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns)
        expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows - 1))
        expect(lines.some((line) => line.startsWith('▸ mix'))).toBe(true)
      }
    }
  })

  test('draws with ASCII where nothing else can be shown', () => {
    const [first, , third] = at(100, 24, false)
    expect(first).toMatch(/^\+ checking/)
    expect(third).toContain('##########----------   50 %  0:02.0  15 x real time')
  })
})

describe('a table', () => {
  const rows = [
    ['', 'LUFS', '', 'dBTP'],
    ['音楽', '-14.0', '(+1)', '-1'],
    ['mix', '-20.0', '', '-3'],
  ]
  test('pads by what letters take on a screen', () => {
    expect(tableLines(rows)).toEqual(['       LUFS        dBTP', '音楽  -14.0  (+1)    -1', 'mix   -20.0          -3'])
  })

  test('that is wider than the screen has a line for each cell', () => {
    expect(tableLines(rows, 1, 23)).toHaveLength(3)
    expect(tableLines(rows, 1, 22)).toEqual([
      '音楽',
      '  LUFS  -14.0 (+1)',
      '  dBTP  -1',
      'mix',
      '  LUFS  -20.0',
      '  dBTP  -3',
    ])
  })
})
