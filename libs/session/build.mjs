import { copyFileSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import { directImports } from './direct-imports.mjs'

const plain = {
  outdir: 'build',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['@ffmpeg/core'],
  plugins: [directImports],
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  logLevel: 'warning',
}

rmSync('build', { recursive: true, force: true })
// Worker threads, and programs that import the library, need plain JavaScript on Node 20; the command and the tests
// take the sources. The engine's module lies beside both.
await build({ ...plain, entryPoints: ['src/index.ts'] })
// Split, so that a thread loads what its job needs; names of parts tell their content, so worker.js tells it all.
await build({ ...plain, entryPoints: ['src/worker.ts'], splitting: true, chunkNames: 'worker-[name]-[hash]' })
copyFileSync('../kernels/build/kernels.wasm', 'build/kernels.wasm')
