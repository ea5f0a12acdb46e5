import { readdirSync, rmSync } from 'node:fs'
import { mixSchema, type ProcessorKind } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { examples } from './_examples.ts'
import { processorIndex, processorPage } from './_processor-page.ts'
import { DOCS, expectWritten, isUpdate } from './_written.ts'

const FOLDER = 'processors/'

describe('pages of processors', () => {
  const kinds = Object.keys(examples) as ProcessorKind[]
  const names = new Set(['README.md'])

  test('every processor has one', () => {
    const { insert } = mixSchema().definitions as { insert: { anyOf: { properties: object }[] } }
    expect(insert.anyOf.map(({ properties }) => Object.keys(properties)[0]).sort()).toEqual([...kinds].sort())
  })

  test.each(kinds)('%s', (kind) => {
    for (const [name, text] of processorPage(kind)) {
      names.add(name)
      expectWritten(FOLDER + name, text)
    }
  })

  test('the index lists them', () => {
    expectWritten(`${FOLDER}README.md`, processorIndex())
  })

  test('there are no others', () => {
    const others = readdirSync(DOCS + FOLDER).filter((name) => !names.has(name))
    if (isUpdate) for (const name of others) rmSync(DOCS + FOLDER + name)
    else expect(others).toEqual([])
  })
})
