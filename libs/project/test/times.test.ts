import { describe, expect, test } from 'vitest'
import { diagnosticsOf, parsed } from './_mix.ts'

/** A mix of one stem, with the song's clock above it. */
function song(start: string, clock = 'tempo: 96'): string {
  return `mixwright: 1\n${clock}\nstems: { a: { file: a.wav, start: ${start} } }\n`
}

function startOf(start: string, clock?: string): number | undefined {
  return parsed(song(start, clock)).stems[0]?.startS
}

describe('time', () => {
  test.each([
    ['0:00', 0],
    ['1:02.5', 62.5],
    ['1:02.1', 62.1],
    ['90:00', 5400],
    ['1:02:03.25', 3723.25],
    ['12 s', 12],
    ['12', 12],
    ['250 ms', 0.25],
    ['2.005 s', 2.005],
  ])('%s is %d s', (written, startS) => {
    expect(startOf(written)).toBe(startS)
  })

  test.each([
    ['bar 1', 0],
    ['bar 9', 20],
    ['bar 9.1', 20],
    ['bar 9.3', 21.25],
    ['bar 57', 140],
  ])('%s at 96 bpm in 4/4 is %d s', (written, startS) => {
    expect(startOf(written)).toBe(startS)
  })

  test('a bar of 3/4 at 90 bpm lasts 2 s', () => {
    expect(startOf('bar 2', 'tempo: 90\ntimeSignature: 3/4')).toBe(2)
  })

  test('a bar of 6/8 at 120 bpm lasts 1.5 s, its fourth beat begins at 0.75 s', () => {
    expect(startOf('bar 2', 'tempo: 120\ntimeSignature: 6/8')).toBe(1.5)
    expect(startOf('bar 1.4', 'tempo: 120\ntimeSignature: 6/8')).toBe(0.75)
  })

  test('a section stands for its time, wherever it is written in the file', () => {
    expect(startOf('chorus', 'sections: { chorus: bar 25, verse: bar 9 }\ntempo: 96')).toBe(60)
  })

  test('sections are in the order of time', () => {
    expect(parsed(song('0', 'sections: { outro: 1:00, intro: 0:00, "verse 1": 0:10 }')).sections).toEqual([
      { name: 'intro', atS: 0 },
      { name: 'verse 1', atS: 10 },
      { name: 'outro', atS: 60 },
    ])
  })

  test('a wrong tempo or section is said once, not at every bar that needs it', () => {
    expect(diagnosticsOf(song('bar 9', 'tempo: fast')).map(({ code }) => code)).toEqual(['PROJECT_BAD_VALUE'])
    expect(diagnosticsOf(song('verse', 'sections: { verse: soon }')).map(({ code }) => code)).toEqual([
      'PROJECT_BAD_VALUE',
    ])
  })
})

describe('note length', () => {
  test.each([
    ['1/8', 312.5],
    ['1/8 dotted', 468.75],
    ['1/8.', 468.75],
    ['1/4 triplet', (625 * 2) / 3],
    ['3/16', 468.75],
    ['1/1', 2500],
    ['375 ms', 375],
    ['0.375 s', 375],
    ['375', 375],
  ])('%s at 96 bpm is %d ms', (written, timeMs) => {
    const text = `mixwright: 1\ntempo: 96\nstems: { a: { file: a.wav, inserts: [ { delay: { time: ${written} } } ] } }\n`
    expect(parsed(text).stems[0]?.inserts[0]).toMatchObject({ kind: 'delay', timeMs })
  })
})
