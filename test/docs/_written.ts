import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

export const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url))
export const isUpdate = process.env.UPDATE_DOCS !== undefined

/** Holds a file under docs/ to what it must say; with UPDATE_DOCS set it is written instead. */
export function expectWritten(name: string, text: string): void {
  const path = DOCS + name
  if (isUpdate) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  const written = existsSync(path) ? readFileSync(path, 'utf8') : ''
  expect(written === text, `docs/${name} is not current: run UPDATE_DOCS=1 npx vitest run test/docs`).toBe(true)
}
