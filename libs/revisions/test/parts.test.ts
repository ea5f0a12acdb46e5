import { type Project, parseProject } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { groupParts } from '../src/cause-groups.ts'
import { changesOf } from '../src/change-paths.ts'
import { differingParts, withParts } from '../src/parts.ts'

function project(text: string): Project {
  const { project, diagnostics } = parseProject(`mixwright: 1\n${text}`, 'mix.yaml')
  if (!project) throw new Error(JSON.stringify(diagnostics))
  return project
}

const paths = (from: string, to: string) => differingParts(project(from), project(to)).map(({ path }) => path)

/** The groups of parts that can be heard alone, each with whether it can. */
function groups(from: string, to: string) {
  const [a, b] = [project(from), project(to)]
  return groupParts(a, b, differingParts(a, b)).map((group) => [
    group.parts.map(({ path }) => path).sort(),
    group.project !== undefined,
  ])
}

const one = 'stems: { a: { file: a.wav } }'

describe('differing parts', () => {
  test('are as small as settings, and found by name whatever the order', () => {
    const from = 'stems: { a: { file: a.wav, gain: -4 dB }, b: { file: b.wav, pan: 10L } }'
    const to = 'stems: { b: { file: b.wav, pan: 20L }, a: { file: a.wav, gain: -3 dB } }'
    expect(paths(from, to)).toEqual(['stems.a.faderDb', 'stems.b.pan'])
    const eq = (gain: string) =>
      `stems: { a: { file: a.wav, inserts: [ { eq: [ { highPass: 90 Hz }, { bell: 1 kHz, gain: ${gain} } ] } ] } }`
    expect(paths(eq('1 dB'), eq('2 dB'))).toEqual(['stems.a.inserts.0.eq.bands.1.gainDb'])
  })

  test('are whole inserts where one comes, goes or changes its shape, and whole chains where one moves', () => {
    const chain = (...inserts: string[]) => `stems: { a: { file: a.wav, inserts: [ ${inserts.join(', ')} ] } }`
    const [comp, eq] = ['{ compressor: { threshold: -20 dB } }', '{ eq: [ { bell: 1 kHz, gain: 1 dB } ] }']
    expect(paths(chain(eq), chain(comp, eq))).toEqual(['stems.a.inserts.0'])
    expect(paths(chain(eq, comp), chain(eq))).toEqual(['stems.a.inserts.1'])
    expect(paths(chain(eq, comp), chain(comp, eq))).toEqual(['stems.a.inserts'])
    const longer = '{ eq: [ { bell: 1 kHz, gain: 1 dB }, { highShelf: 9 kHz, gain: 1 dB } ] }'
    expect(paths(chain(comp, eq), chain(comp, longer))).toEqual(['stems.a.inserts.1'])
  })

  test('of one chain do not share a path, and lead to where each insert stands', () => {
    const chain = (...inserts: string[]) => `mix: { inserts: [ ${inserts.join(', ')} ] }\n${one}`
    const from = chain('{ gate: { threshold: -50 dB } }', '{ clipper: { ceiling: 0 dB } }', '{ eq: [] }')
    const to = chain('{ clipper: { ceiling: -1 dB } }', '{ eq: [] }', '{ saturation: { drive: 3 dB } }')
    const parts = differingParts(project(from), project(to))
    expect(new Set(parts.map(({ path }) => path)).size).toBe(3)
    expect(parts.map(({ steps }) => steps.slice(0, 4))).toEqual([
      ['mix', 'inserts', 0],
      ['mix', 'inserts', 0, 'clipper'],
      ['mix', 'inserts', 2],
    ])
  })

  test('are found among changes told in words by the keys of the mix file', () => {
    const told = (path: string) => ({ path, from: null, to: null, text: path })
    const changes = ['stems.a.gain.chorus', 'stems.a.inserts.0.eq.1.gain', 'stems."b.c".inserts.0', 'buses.a'].map(told)
    const find = (...steps: (string | number)[]) => changesOf([{ steps }], changes).map(({ path }) => path)
    expect(find('stems', 'a', 'faderDb')).toEqual(['stems.a.gain.chorus'])
    expect(find('stems', 'a', 'inserts', 0, 'eq', 'bands', 1, 'gainDb')).toEqual(['stems.a.inserts.0.eq.1.gain'])
    expect(find('stems', 'a', 'inserts', 0, 'eq', 'bands', 0, 'gainDb')).toEqual([])
    expect(find('stems', 'b.c', 'inserts', 0, 'gate', 'thresholdDb')).toEqual(['stems."b.c".inserts.0'])
  })

  test('taken all together they make the later description of the former, none the former', () => {
    const from = project(
      'tempo: 90\nstems: { a: { file: a.wav, inserts: [ { limiter: { ceiling: -1 dB } }, { gate: { threshold: -40 dB } } ], sends: { r: -10 dB } } }\nreturns: { r: { inserts: [ { reverb: { decay: 1 s } } ] } }',
    )
    const to = project(
      'stems: { a: { file: b.wav, mute: true, inserts: [ { gate: { threshold: -30 dB } }, { eq: [] } ] }, b: { file: b.wav, bus: d } }\nbuses: { d: {} }\nmix: { gain: { 0 s: 0 dB, 1 s: -1 dB } }',
    )
    const all = new Set(differingParts(from, to).map(({ path }) => path))
    expect(withParts(from, to, all)).toEqual({ ...to })
    expect(withParts(from, to, new Set())).toEqual({ ...from })
  })
})

describe('parts that are heard together', () => {
  test('a new bus and all that is routed to it', () => {
    const to =
      'stems: { a: { file: a.wav, bus: d, gain: 1 dB }, b: { file: b.wav, bus: d } }\nbuses: { d: { gain: -1 dB } }'
    expect(groups('stems: { a: { file: a.wav }, b: { file: b.wav } }', to)).toEqual([
      [['stems.a.faderDb'], true],
      [['buses.d', 'stems.a.bus', 'stems.b.bus'], true],
    ])
  })

  test('a return that is taken away and the sends to it', () => {
    const from = 'stems: { a: { file: a.wav, sends: { r: -10 dB } } }\nreturns: { r: {} }'
    expect(groups(from, one)).toEqual([[['returns.r', 'stems.a.sends.r'], true]])
  })

  test('a stem of another name with the same recording', () => {
    expect(groups('stems: { voc: { file: a.wav } }', 'stems: { vocal: { file: a.wav } }')).toEqual([
      [['stems.voc', 'stems.vocal'], true],
    ])
  })

  test('all that moves with the tempo', () => {
    const song = (tempo: number, gain: number) =>
      `tempo: ${tempo}\nstems: { a: { file: a.wav, start: bar 2, gain: { bar 1: 0 dB, bar 3: ${gain} dB } }, b: { file: b.wav, start: bar 3, trim: ${gain} dB } }`
    expect(groups(song(100, 1), song(120, 1))).toEqual([
      [['stems.a.faderDb', 'stems.a.startS', 'stems.b.startS', 'tempoBpm'], true],
    ])
    expect(groups(song(100, 1), song(120, 2)).map(([group]) => group)).toContainEqual(['stems.b.trimDb'])
  })

  test('routes that would lead back to where they began are refused', () => {
    const buses = (x: string, y: string) =>
      `stems: { a: { file: a.wav, bus: x } }\nbuses: { x: { bus: ${x} }, y: { bus: ${y} } }`
    const from = buses('y', 'mix')
    const to = buses('mix', 'x')
    expect(groups(from, to)).toEqual([
      [['buses.x.bus'], true],
      [['buses.y.bus'], false],
    ])
  })
})
