import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import { build } from 'esbuild'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

rmSync('build', { recursive: true, force: true })
// Split, so that `mixwright --help` loads neither the engine nor the YAML reader.
await build({
  entryPoints: ['src/mixwright.ts'],
  outdir: 'build',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['@ffmpeg/core'],
  define: { MIXWRIGHT_VERSION: JSON.stringify(version) },
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  logLevel: 'warning',
})
copyFileSync('../../libs/kernels/build/kernels.wasm', 'build/kernels.wasm')
copyFileSync('../../libs/session/build/worker.js', 'build/worker.js')
