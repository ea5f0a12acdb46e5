import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BOX, placeBoxes, wayBetween } from '../src/graph-layout.ts'

const KINDS = ['stem', 'bus', 'return', 'mix', 'master', 'delivery'] as const

/** Columns of boxes, and lines between any two of them. */
const graphs = fc.tuple(...[12, 6, 5, 1, 1, 5].map((most) => fc.integer({ min: 1, max: most }))).chain((counts) => {
  const columns = counts.map((count, column) =>
    Array.from({ length: count }, (_, row) => ({ name: `${KINDS[column]}:${row}`, kind: KINDS[column]!, inserts: [] })),
  )
  const names = columns.flat().map(({ name }) => name)
  const name = fc.constantFrom(...names)
  const edge = fc.record({
    from: name,
    to: name,
    kind: fc.constantFrom('feed', 'send', 'key'),
    levelDb: fc.constant(0),
  })
  return fc.record({ columns: fc.constant(columns), edges: fc.array(edge, { maxLength: 30 }) })
})

test('boxes stand apart, and no line runs through a box that it does not lead to', () => {
  let passed = 0
  fc.assert(
    fc.property(graphs, ({ columns, edges }) => {
      const { boxes, height } = placeBoxes(columns, edges)
      const all = [...boxes.values()]
      expect(all).toHaveLength(columns.flat().length)
      for (const [index, { x, y }] of all.entries()) {
        expect(y + BOX.height).toBeLessThanOrEqual(height)
        for (const other of all.slice(index + 1)) {
          expect(x !== other.x || Math.abs(y - other.y) >= BOX.height).toBe(true)
        }
      }
      for (const edge of edges) {
        const way = wayBetween(edge, boxes)
        expect(way).not.toMatch(/NaN|undefined/)
        // Curves bend between columns; past a column a line runs level.
        for (const [, ended, run] of way.matchAll(/ \S+,(-?\d+)H(\d+)/g)) {
          passed++
          const [atY, endX] = [Number(ended), Number(run)]
          const inWay = all.filter(({ x, y }) => x + BOX.width === endX && atY >= y && atY <= y + BOX.height)
          expect(inWay).toEqual([])
        }
      }
    }),
    { numRuns: 60 },
  )
  expect(passed).toBeGreaterThan(100)
})

test('boxes stand in the order of what feeds them', () => {
  const node = (kind: (typeof KINDS)[number], name: string) => ({ name: `${kind}:${name}`, kind, inserts: [] })
  const columns = [
    [node('stem', 'a'), node('stem', 'b')],
    [node('bus', 'of b'), node('bus', 'of a')],
    [node('mix', 'mix')],
  ]
  const feed = (from: string, to: string) => ({ from, to, kind: 'feed' as const, levelDb: 0 })
  const { boxes } = placeBoxes(columns, [
    feed('stem:a', 'bus:of a'),
    feed('stem:b', 'bus:of b'),
    feed('bus:of a', 'mix:mix'),
    feed('bus:of b', 'mix:mix'),
  ])
  const isAbove = (one: string, other: string) => boxes.get(one)!.y < boxes.get(other)!.y
  expect(isAbove('bus:of a', 'bus:of b')).toBe(isAbove('stem:a', 'stem:b'))
})
