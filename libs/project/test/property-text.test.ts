import { describe, expect, test } from 'vitest'
import * as dimensions from '../src/dimension.ts'
import { mixSchema } from '../src/mix-schema.ts'
import { keyOfProperty, showProperty } from '../src/property-text.ts'

const suffixes = Object.values(dimensions).flatMap((one) => {
  return typeof one === 'object' && one.suffix !== '' ? [one] : []
})

/** Every key of the language with the schemas of what may stand there. */
function keysOf(schema: unknown, found = new Map<string, unknown[]>()): Map<string, unknown[]> {
  if (typeof schema !== 'object' || schema === null) return found
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') {
      for (const [name, one] of Object.entries(value)) found.set(name, [...(found.get(name) ?? []), one])
    }
    keysOf(value, found)
  }
  return found
}

describe('a property', () => {
  test.each(suffixes)('in $suffix is told in its unit and named after its key', (dimension) => {
    const property = `anything${dimension.suffix}`
    expect(keyOfProperty(property)).toBe('anything')
    const shown = dimension.suffix === 'S' ? '0:02' : dimensions.showQuantity(2, dimension)
    expect(showProperty(property, 2)).toBe(shown)
  })

  test('that is a share is told in percent, and no other', () => {
    const shares = [...keysOf(mixSchema())].flatMap(([key, schemas]) => {
      const patterns = schemas.flatMap((schema) => [...JSON.stringify(schema).matchAll(/"pattern":"([^"]*)"/g)])
      return patterns.some(([, pattern]) => pattern!.includes('%')) ? [key] : []
    })
    const told = shares.filter((key) => showProperty(key, 0.5) !== '50 %')
    expect(shares).toContain('width')
    // These hold settings, shares among them; what is expected is told by its own unit.
    const others = ['inserts', 'chorus', 'delay', 'preset', 'expect', 'atLeast', 'atMost', 'between']
    expect(told.filter((key) => !others.includes(key))).toEqual([])
    expect(showProperty('q', 0.5)).toBe('0.5')
  })

  test.each([
    ['faderDb', -4, 'gain', '-4 dB'],
    ['sendDb', Number.NEGATIVE_INFINITY, 'level', '-inf dB'],
    ['space', 'plate', 'kind', 'plate'],
    ['startS', 62.5, 'start', '1:02.5'],
    ['decayS', 1.8, 'decay', '1.8 s'],
    ['slopeDbPerOct', 24, 'slope', '24 dB/oct'],
    ['ceilingDbtp', -1, 'ceiling', '-1 dBTP'],
    ['pan', -0.1, 'pan', '10L'],
    ['ratio', 3, 'ratio', '3'],
    ['listen', true, 'listen', 'on'],
  ] as const)('%s', (property, value, key, shown) => {
    expect([keyOfProperty(property), showProperty(property, value)]).toEqual([key, shown])
  })
})
