import { configDefaults, defineConfig } from 'vitest/config'

/** Long sweeps, `*.full.test.ts`, and the long form of property tests: `npm run test:full`. */
const isFull = process.env.MIXWRIGHT_FULL !== undefined

export default defineConfig({
  test: {
    setupFiles: ['./test/seed.ts'],
    include: [
      'libs/*/test/**/*.test.ts',
      'apps/*/test/**/*.test.ts',
      'projects/*/test/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    exclude: isFull ? configDefaults.exclude : [...configDefaults.exclude, '**/*.full.test.ts'],
    maxWorkers: '100%',
    // Files share what they import: half a minute of the whole run would go into importing it again.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/summary-reporter.ts'],
  },
})
