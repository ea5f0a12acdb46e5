import { copyFileSync } from 'node:fs'
import { build } from 'esbuild'

// Worker threads, and programs that import the library, need plain JavaScript on Node 20; the command and the tests
// take the sources. The engine's module lies beside both.
await build({
  entryPoints: ['src/worker.ts', 'src/index.ts'],
  outdir: 'build',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['@ffmpeg/core'],
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  logLevel: 'warning',
})
copyFileSync('../kernels/build/kernels.wasm', 'build/kernels.wasm')
