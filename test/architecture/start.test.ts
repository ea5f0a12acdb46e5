import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const build = fileURLToPath(new URL('../../apps/cli/build', import.meta.url))

/** What only some commands and jobs need; the built files name where each piece of them comes from. */
const HEAVY = {
  'the reader of YAML': /^\/\/ .*\/node_modules\/yaml\//m,
  'the reader of mix files': /^\/\/ .*\/project\/src\/project\.ts$/m,
  'the engine': /^\/\/ .*\/mixer\/src\/desk\.ts$/m,
  'the writer of WAV tags': /^\/\/ .*\/node_modules\/wavefile\//m,
}

/** Files that Node loads with a built one before its first statement. */
function loadedWith(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen
  seen.add(name)
  const text = readFileSync(join(build, name), 'utf8')
  for (const [, file] of text.matchAll(/^(?:import|\} from) ?"\.\/([^"]+)";$/gm)) loadedWith(file!, seen)
  return seen
}

function heavyIn(name: string): string[] {
  const text = [...loadedWith(name)].map((file) => readFileSync(join(build, file), 'utf8')).join('\n')
  return Object.entries(HEAVY).flatMap(([part, place]) => (place.test(text) ? [part] : []))
}

function built(prefix: string): string {
  return readdirSync(build).find((name) => name.startsWith(prefix))!
}

test('a command loads what it needs', () => {
  expect(heavyIn('mixwright.js')).toEqual([])
  expect(heavyIn(built('measure-'))).toEqual([])
  expect(heavyIn(built('check-'))).toEqual(['the reader of YAML', 'the reader of mix files'])
})

test('a thread loads what its job needs', () => {
  expect(heavyIn('worker.js')).toEqual([])
  expect(heavyIn(built('worker-measure-pcm-'))).toEqual([])
  expect(heavyIn(built('worker-fingerprint-'))).toEqual([])
  expect(heavyIn(built('worker-mix-share-'))).toEqual(['the engine', 'the writer of WAV tags'])
})
