import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { printTried } from '../../../test/_tried.ts'
import { KeptFiles } from '../src/cache/kept-files.ts'

printTried('bounds of the cache')

const FILE_BYTES = 10_000
const MOST_BYTES = 35_000

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function fileIn(folder: string, name: string, bytes = FILE_BYTES): string {
  const path = join(folder, name)
  writeFileSync(path, Buffer.alloc(bytes, name))
  return path
}

const bytesIn = (folder: string) =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)

test('what is kept is bounded: what was used for longest goes first, what is used now stays', () => {
  const folder = temporaryFolder()
  const cache = join(folder, 'renders')
  for (let age = 0; age < 6; age++) {
    const former = new KeptFiles(cache, MOST_BYTES)
    former.keep(`k${age}`, fileIn(folder, `f${age}`), { age })
    const at = new Date(Date.now() - 1e6 * (age + 1))
    utimesSync(join(cache, `k${age}.json`), at, at)
  }
  const files = new KeptFiles(cache, MOST_BYTES)
  expect(files.recall('k5', join(folder, 'again'))).toEqual({ age: 5 })
  files.tidy()
  expect(bytesIn(cache)).toBeLessThanOrEqual(MOST_BYTES)
  const keys = readdirSync(cache).filter((name) => name.endsWith('.audio'))
  expect(keys.sort()).toEqual(['k0.audio', 'k1.audio', 'k5.audio'])
})

test('a file that is larger than the bound is not kept, nor one that is not there', () => {
  const folder = temporaryFolder()
  const cache = join(folder, 'renders')
  const files = new KeptFiles(cache, MOST_BYTES)
  files.keep('large', fileIn(folder, 'large', MOST_BYTES + 1), {})
  files.keep('none', join(folder, 'none'), {})
  expect(readdirSync(cache)).toEqual([])
})

test('where nothing can be written, nothing is kept and nothing fails', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'renders'), 'a file in place of the folder')
  const files = new KeptFiles(join(folder, 'renders'))
  files.keep('a', fileIn(folder, 'a'), {})
  files.tidy()
  expect(files.recall('a', join(folder, 'again'))).toBeUndefined()
})
