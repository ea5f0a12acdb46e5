import { copyFileSync } from 'node:fs'
import { build } from 'esbuild'

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
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  logLevel: 'warning',
})
copyFileSync('../../libs/kernels/build/kernels.wasm', 'build/kernels.wasm')
copyFileSync('../../libs/session/build/worker.js', 'build/worker.js')
