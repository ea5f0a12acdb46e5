import { formatYaml, parseProject } from '@mixwright/project'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commentsOf, soundDocument } from '../src/layout/yaml-tokens.ts'
import { NIGHT_DRIVE, TARGETS } from './_mix.ts'
import { commentedMix } from './_random-yaml.ts'

const RUNS = process.env.MIXWRIGHT_FULL ? 150 : 20

const projectOf = (text: string) => parseProject(text, 'mix.yaml', { targets: TARGETS }).project

/** Any YAML: maps, lists, braces, texts of all kinds, comments and anchors where they may stand. */
const { document } = fc.letrec<{ document: string; block: string; value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      '1',
      '-3 dB',
      '"a: # b"',
      "'it''s'",
      '{}',
      '[]',
      '',
      '~',
      '0:00',
      '&x 1',
      '!t 1',
      '| \n   a\n    b',
      '>-\n   c\n\n   d',
    ),
    fc
      .array(
        tie('value').filter((text) => !/\n|[&!]|^$/.test(text)),
        { minLength: 1, maxLength: 3 },
      )
      .map((items) => `[${items.join(' ,')}  ]`),
    fc
      .array(
        tie('value').filter((text) => !/\n|[&!]/.test(text)),
        { minLength: 1, maxLength: 3 },
      )
      .map((items) => `{${items.map((item, index) => `k${index}:   ${item}`).join(',')}}`),
    fc
      .array(
        tie('value').filter((text) => !/\n|[&!]|^$/.test(text)),
        { minLength: 1, maxLength: 3 },
      )
      .map((items) => `[ # open\n      ${items.join(', # after\n     # between\n     ')}\n     # last\n    ]`),
    tie('block').map((block) => `\n${block.replace(/^(?=.)/gm, '   ')}`),
  ),
  block: fc.oneof(
    fc.array(tie('value'), { minLength: 1, maxLength: 4 }).map((values) => {
      return values.map((value, index) => `key${index}: ${value}\n${'\n'.repeat(index % 3)}# on ${index}\n`).join('')
    }),
    fc.array(tie('value'), { minLength: 1, maxLength: 4 }).map((values) => {
      return values.map((value, index) => `-   ${value}${index % 2 ? ' # at' : ''}\n  # under ${index}\n`).join('')
    }),
  ),
  document: tie('block'),
}))

function checkLayout(text: string): void {
  const formatted = formatYaml(text)!
  expect(formatYaml(formatted)).toBe(formatted)
  expect(commentsOf(formatted)).toEqual(commentsOf(text))
  expect(formatted).not.toMatch(/\n\n\n|^\n|[^\n]$/)
  expect(projectOf(formatted)).toEqual(projectOf(text))
}

test('a mix with comments everywhere keeps them and its meaning, and is laid out once and for all', () => {
  fc.assert(
    fc.property(commentedMix, (text) => {
      expect(projectOf(text)).toBeDefined()
      checkLayout(text)
    }),
    { numRuns: RUNS },
  )
})

test('any YAML without errors is laid out, keeps its comments and stays so', () => {
  let laidOut = 0
  fc.assert(
    fc.property(document, (text) => {
      if (!soundDocument(text)) return
      laidOut++
      const formatted = formatYaml(text)!
      expect(formatted, text).toBeDefined()
      expect(formatYaml(formatted)).toBe(formatted)
      expect(commentsOf(formatted)).toEqual(commentsOf(text))
    }),
    { numRuns: 10 * RUNS },
  )
  expect(laidOut).toBeGreaterThan(5 * RUNS)
})

test('random comments reach the text', () => {
  const [text] = fc.sample(commentedMix, 1)
  expect(commentsOf(text!).length).toBeGreaterThan(commentsOf(NIGHT_DRIVE).length + 5)
})
