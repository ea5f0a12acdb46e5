#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const program = new URL('../build/mixwright.js', import.meta.url)
if (!existsSync(fileURLToPath(program))) {
  process.stderr.write('mixwright is not built yet: run `npm run build` in the checkout\n')
  process.exit(70)
}
await import(program.href)
