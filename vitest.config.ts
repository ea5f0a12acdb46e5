import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { configDefaults, defineConfig } from 'vitest/config'

const FILES = [
  'libs/*/test/**/*.test.ts',
  'apps/*/test/**/*.test.ts',
  'projects/*/test/**/*.test.ts',
  'test/**/*.test.ts',
]
const LONG = '**/*.full.test.ts'
const isFull = process.env.MIXWRIGHT_FULL !== undefined

/** Long sweeps, and files that try more in the long run: `npm run test:full`, which comes after `npm test`. */
function longFiles(): string[] {
  const roots = ['libs', 'apps', 'projects', 'test']
  const files = roots.flatMap((root) => readdirSync(root, { recursive: true }).map((file) => join(root, String(file))))
  const tests = files.filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
  return tests.filter(
    (file) => file.endsWith('.full.test.ts') || /MIXWRIGHT_FULL|isLong/.test(readFileSync(file, 'utf8')),
  )
}

export default defineConfig({
  test: {
    setupFiles: ['./test/seed.ts'],
    include: isFull ? longFiles() : FILES,
    exclude: isFull ? configDefaults.exclude : [...configDefaults.exclude, LONG],
    maxWorkers: '100%',
    // Files share what they import: half a minute of the whole run would go into importing it again.
    isolate: false,
    // Far longer than any takes: a machine may be busy with other things.
    testTimeout: isFull ? 300_000 : 120_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/summary-reporter.ts'],
  },
})
