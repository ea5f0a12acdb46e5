#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { getHeapStatistics } from 'node:v8'

/** With less Node.js ends by itself, in words that nobody understands: 32 MiB of old objects, and what comes on top. */
const LEAST_HEAP_MIB = 80

const heapMiB = Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20)
if (heapMiB < LEAST_HEAP_MIB) {
  const message = `there is not enough memory: Node.js may hold ${heapMiB} MiB here, ${LEAST_HEAP_MIB} MiB are needed`
  const fix = 'raise --max-old-space-size, perhaps in NODE_OPTIONS, or leave it out'
  const diagnostic = { code: 'OUT_OF_MEMORY', severity: 'error', message, fix }
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ diagnostics: [diagnostic] }, null, 2)}\n`)
  else process.stderr.write(`error OUT_OF_MEMORY: ${message}\n  fix: ${fix}\n`)
  process.exit(1)
}
const program = new URL('../build/mixwright.js', import.meta.url)
if (!existsSync(fileURLToPath(program))) {
  process.stderr.write('mixwright is not built yet: run `npm run build` in the checkout\n')
  process.exit(70)
}
await import(program.href)
