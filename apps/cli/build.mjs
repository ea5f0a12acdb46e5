import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import { directImports } from '../../libs/session/direct-imports.mjs'

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
  plugins: [directImports],
  define: { MIXWRIGHT_VERSION: JSON.stringify(version) },
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  logLevel: 'warning',
})
copyFileSync('../../libs/kernels/build/kernels.wasm', 'build/kernels.wasm')
const engine = '../../libs/session/build'
for (const name of readdirSync(engine))
  if (name.startsWith('worker')) copyFileSync(`${engine}/${name}`, `build/${name}`)
