import { describe, expect, test } from 'vitest'
import { diagnosticsOf, mix, parsed } from './_mix.ts'

const RING_BUSES = 1000
const CHAIN_BUSES = 5000
/** Far above what it takes; far below what a search of exponential or recursive kind would. */
const SLOWEST_MS = 10_000

function busLine(index: number, to: string): string {
  return `  b${index}: { bus: ${to} }`
}

describe('routes', () => {
  test('take buses into buses, returns into buses, and sends from all of them', () => {
    const { buses, returns } = parsed(
      mix(
        'buses: { drums: { bus: band }, band: { sends: { hall: -12 dB } } }',
        'returns: { hall: { bus: band2, sends: { echo: -6 dB } }, echo: {} }',
        'buses2: {}',
      )
        .replace('buses2: {}\n', '')
        .replace('band2', 'wet')
        .replace('buses: {', 'buses: { wet: {},'),
    )
    expect(buses.map(({ name, bus }) => [name, bus])).toEqual([
      ['wet', 'mix'],
      ['drums', 'band'],
      ['band', 'mix'],
    ])
    expect(returns[0]).toMatchObject({ name: 'hall', bus: 'wet', sends: [{ to: 'echo', sendDb: -6 }] })
  })

  test('take a side-chain from any strip, in the mix bus too', () => {
    const key = '{ compressor: { ratio: 2, sidechain: kick } }'
    expect(diagnosticsOf(mix(`buses: { b: { inserts: [ ${key} ] } }`, `mix: { inserts: [ ${key} ] }`))).toEqual([])
  })

  test('name every strip of a loop, in the order of the signal', () => {
    const text = mix('buses: { a: { bus: b }, b: { sends: { r: 0 dB } } }', 'returns: { r: { bus: c } }').replace(
      'buses: {',
      'buses: { c: { bus: a },',
    )
    const [loop, ...others] = diagnosticsOf(text)
    expect(others).toEqual([])
    expect(loop).toMatchObject({ code: 'ROUTE_LOOP', subject: "return 'r'" })
    expect(loop?.message).toContain('c → a → b → r → c')
  })

  test('report two loops that share a bus, each at its own place', () => {
    const text = mix(
      'buses: { a: { bus: b }, b: { bus: a, inserts: [ { compressor: { ratio: 2, sidechain: c } } ] }, c: {} }',
      'returns: { r: {} }',
    ).replace('c: {}', 'c: { inserts: [ { compressor: { ratio: 2, sidechain: b } } ] }')
    expect(diagnosticsOf(text).map(({ code, column }) => [code, column])).toEqual([
      ['ROUTE_LOOP', 35],
      ['ROUTE_LOOP', expect.any(Number)],
    ])
  })

  test('find a loop behind other errors', () => {
    const codes = diagnosticsOf(mix('buses: { a: { bus: a, gain: loud } }')).map(({ code }) => code)
    expect(codes).toEqual(['ROUTE_LOOP', 'PROJECT_BAD_VALUE'])
  })

  test(`name a loop of ${RING_BUSES} buses shortly and at once`, () => {
    const buses = Array.from({ length: RING_BUSES }, (_, index) => busLine(index, `b${(index + 1) % RING_BUSES}`))
    const start = performance.now()
    const [loop, ...others] = diagnosticsOf(mix('buses:', ...buses))
    expect(performance.now() - start).toBeLessThan(SLOWEST_MS)
    expect(others).toEqual([])
    expect(loop?.message).toMatch(/b0 → b1 → .* → b10 → … → b0$/)
  })

  test(`follow a chain of ${CHAIN_BUSES} buses without a loop`, () => {
    const buses = Array.from({ length: CHAIN_BUSES }, (_, index) =>
      busLine(index, index + 1 < CHAIN_BUSES ? `b${index + 1}` : 'mix'),
    )
    expect(diagnosticsOf(mix('buses:', ...buses))).toEqual([])
  })

  test('list what there is when a name is unknown', () => {
    const [unknown] = diagnosticsOf(mix('returns: { hall: {}, slap: {} }', 'buses: { b: { sends: { hal: -3 dB } } }'))
    expect(unknown).toMatchObject({ code: 'ROUTE_UNKNOWN_RETURN', subject: "bus 'b'", fix: "did you mean 'hall'?" })
    expect(unknown?.message).toContain('(have: hall, slap)')
  })
})
