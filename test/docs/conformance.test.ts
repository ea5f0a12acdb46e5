import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../_tools.ts'
import { DOCS } from './_written.ts'

const ROWS = 'L1 L2 L3 L4 L5 T1 T2 R1 E1 C1 M1 X1 S1 D1 D2 K1 K2 V1 W1 B1 P1'.split(' ')

test('every check that the page of conformance names is there, in the file that it names', () => {
  const page = readFileSync(`${DOCS}conformance.md`, 'utf8')
  const rows = [...page.matchAll(/^\| (..?) \| .* \| (.*) \| .* \|$/gm)].map((match) => match.slice(1))
  expect([...new Set(rows.map(([id]) => id))].filter((id) => id !== '–').sort()).toEqual([...ROWS].sort())
  for (const [id, tests] of rows) {
    const named = [...tests!.matchAll(/`([^`]+)`((?: ?;? ?"[^"]+")+)/g)]
    expect(named.length, `${id}: ${tests}`).toBeGreaterThan(0)
    for (const [, path, titles] of named) {
      expect(existsSync(join(ROOT, path!)), path).toBe(true)
      const text = readFileSync(join(ROOT, path!), 'utf8')
      for (const [, title] of titles!.matchAll(/"([^"]+)"/g)) expect(text, `${path} "${title}"`).toContain(title)
    }
  }
})
