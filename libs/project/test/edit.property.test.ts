import { editText, parseEditPath } from '@mixwright/project'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMap, isScalar, isSeq, parseDocument } from 'yaml'
import type { Step } from '../src/edit/edit-path.ts'
import { commentsOf, soundDocument } from '../src/layout/yaml-tokens.ts'
import { commentedAlbum, commentedMix, commentedPreset } from './_random-yaml.ts'

const RUNS = process.env.MIXWRIGHT_FULL ? 300 : 20

/** Every place of a text. */
function placesOf(node: unknown, path: Step[] = []): Step[][] {
  const here = path.length === 0 ? [] : [path]
  if (isMap(node)) {
    return [
      ...here,
      ...node.items.flatMap(({ key, value }) => placesOf(value, [...path, isScalar(key) ? key.source! : ''])),
    ]
  }
  if (isSeq(node)) return [...here, ...node.items.flatMap((item, index) => placesOf(item, [...path, index]))]
  return here
}

const plain = (text: string) => parseDocument(text, { schema: 'failsafe' }).toJS() as unknown

/** What a slow, obvious edit of the plain values makes of them. */
function edited(value: unknown, path: readonly Step[], to: unknown): unknown {
  const [step, ...rest] = path
  if (Array.isArray(value)) {
    if (step === '+') return [...value, to]
    if (rest.length === 0 && to === undefined) return value.filter((_, index) => index !== step)
    return value.map((item, index) => (index === step ? (rest.length === 0 ? to : edited(item, rest, to)) : item))
  }
  const map = (value ?? {}) as Record<string, unknown>
  const copy = { ...map, [step!]: rest.length === 0 ? to : edited(map[step!], rest, to) }
  if (rest.length === 0 && to === undefined) delete copy[step!]
  return copy
}

const sorted = (comments: readonly string[]) => [...comments].sort()

const values = fc.constantFrom(
  '-3 dB',
  '{ 0:00: -3 dB, bar 9: step 0 dB }',
  'a: b # c',
  '[1, 2]',
  '',
  '"x"',
  '- y',
  "it's",
)

function checkEdit(text: string, path: readonly Step[], value: string | undefined): void {
  const result = editText(text, path, value)
  expect(result, JSON.stringify(path)).toHaveProperty('text')
  const after = (result as { text: string }).text
  expect(soundDocument(after), after).toBeDefined()
  const wanted = value === undefined ? undefined : /^[[{"]/.test(value) ? plain(value) : value
  const hasContents = plain(after)
  expect(hasContents).toEqual(edited(plain(text), path, wanted))
  expect(sorted(commentsOf(after))).toEqual(sorted(commentsOf(text)))
  if (value !== undefined)
    expect(editText(after, path.at(-1) === '+' ? [...path.slice(0, -1), -1] : path, value)).toEqual({ text: after })
  const shared = commonLength(text, after)
  // What is not touched stays byte for byte: the edit is one stretch of the text.
  expect(text.startsWith(after.slice(0, shared.head))).toBe(true)
  expect(text.endsWith(after.slice(after.length - shared.foot))).toBe(true)
}

function commonLength(a: string, b: string): { head: number; foot: number } {
  let head = 0
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++
  let foot = 0
  while (foot < Math.min(a.length, b.length) - head && a.at(-1 - foot) === b.at(-1 - foot)) foot++
  return { head, foot }
}

const texts = fc
  .oneof({ arbitrary: commentedMix, weight: 2 }, commentedPreset, commentedAlbum)
  .map((text) => ({ text, places: placesOf(soundDocument(text)!.contents) }))
const at = fc
  .nat()
  .chain((number) => texts.map(({ text, places }) => ({ text, place: places[number % places.length]! })))

describe('an edit of a mix, preset or album with comments everywhere keeps them, and all other values', () => {
  test('when a value is set', () => {
    fc.assert(
      fc.property(at, values, ({ text, place }, value) => checkEdit(text, place, value)),
      { numRuns: RUNS },
    )
  })

  test('when something is removed', () => {
    fc.assert(
      fc.property(at, ({ text, place }) => checkEdit(text, place, undefined)),
      { numRuns: RUNS },
    )
  })

  test('when a key or an item is added', () => {
    fc.assert(
      fc.property(at, values, fc.constantFrom('newKey', 'a.b', '7'), ({ text, place }, value, name) => {
        let node: unknown = plain(text)
        for (const step of place) node = (node as Record<Step, unknown>)[step]
        if (typeof node === 'string') return
        checkEdit(text, [...place, Array.isArray(node) ? '+' : name], value)
      }),
      { numRuns: RUNS },
    )
  })
})

describe('paths', () => {
  test.each([
    ['stems.vocal.gain', ['stems', 'vocal', 'gain']],
    ['stems."lead vox".gain', ['stems', 'lead vox', 'gain']],
    ['stems.vocal.gain[bar 9.3]', ['stems', 'vocal', 'gain', 'bar 9.3']],
    ['stems.vocal.gain["1"]', ['stems', 'vocal', 'gain', '1']],
    ['mix.inserts[0].eq[-1]', ['mix', 'inserts', 0, 'eq', -1]],
    ['mix.inserts.0', ['mix', 'inserts', 0]],
    ['mix.inserts[+]', ['mix', 'inserts', '+']],
    ['stems..gain', undefined],
    ['stems.vocal[', undefined],
    ['', undefined],
    ['.gain', undefined],
  ])('%s is read', (text, steps) => {
    expect(parseEditPath(text)).toEqual(steps)
  })
})
