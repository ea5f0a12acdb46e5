import { build } from 'esbuild'

// Worker threads need plain JavaScript on Node 20: one bundle, next to which its dependencies' artefacts are copied.
await build({
  entryPoints: ['src/worker.ts'],
  outfile: 'build/worker.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['@ffmpeg/core'],
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  loader: { '.wasm': 'copy' },
  logLevel: 'warning',
})
await import('node:fs').then(({ copyFileSync }) => copyFileSync('../kernels/build/kernels.wasm', 'build/kernels.wasm'))
