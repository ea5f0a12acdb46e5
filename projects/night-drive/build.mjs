import { copyFileSync } from 'node:fs'
import { build } from 'esbuild'

await build({
  entryPoints: ['song/main.ts'],
  outfile: 'build/stems.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  external: ['wavefile', '@ffmpeg/core'],
  logLevel: 'warning',
})
copyFileSync('../../libs/kernels/build/kernels.wasm', 'build/kernels.wasm')
