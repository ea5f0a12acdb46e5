import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { ROOT } from '../_tools.ts'
import { runPage } from './_chromium.ts'
import type { BrowserOrder } from './page.ts'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const requireHere = createRequire(import.meta.url)
const SONG = '/song'
const CORE = 'node_modules/@ffmpeg/core'
/** What the engine reads beside the song, by the path in the page, and where it lies in the repository. */
const ENGINE_FILES: Record<string, string> = {
  '/build/kernels.wasm': 'libs/kernels/build/kernels.wasm',
  '/package.json': 'libs/session/package.json',
  ...Object.fromEntries(
    ['package.json', 'dist/umd/ffmpeg-core.js', 'dist/umd/ffmpeg-core.wasm'].map((path) => [
      `/${CORE}/${path}`,
      `${CORE}/${path}`,
    ]),
  ),
}

/** Renders the song of a folder in a page of headless Chromium: the files that this made, by their names. */
export async function renderInChromium(folder: string, jobs: number): Promise<ReadonlyMap<string, Uint8Array>> {
  const songFiles = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile() && name !== 'mix.lock')
  const files = new Map(Object.entries(ENGINE_FILES).map(([path, place]) => [path, join(ROOT, place)]))
  for (const name of songFiles) files.set(`${SONG}/${name}`, join(folder, name))
  const order: BrowserOrder = { paths: [...files.keys()], song: SONG, jobs }
  return runPage({ scripts: await bundle(), files, order })
}

/** The engine and its worker for a page: as they are, on Node's modules as test/browser/node has them. */
async function bundle(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: {
      page: join(HERE, 'page.ts'),
      render: join(HERE, 'render.ts'),
      worker: join(ROOT, 'libs/session/src/worker.ts'),
    },
    outdir: '/build',
    bundle: true,
    write: false,
    platform: 'browser',
    mainFields: ['browser', 'main'],
    format: 'esm',
    target: 'es2022',
    inject: [join(HERE, 'globals.ts')],
    plugins: [nodeModules],
    logLevel: 'error',
  })
  return new Map(outputFiles.map(({ path, text }) => [path, text]))
}

const nodeModules: Plugin = {
  name: 'node',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path: path.slice('node:'.length), namespace: 'node' }))
    onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) => {
      const file = join(HERE, 'node', `${path}.ts`)
      const own = existsSync(file) ? readFileSync(file, 'utf8') : ''
      const absent = Object.keys(requireHere(`node:${path}`)).filter((name) => !isExportedBy(own, name))
      return {
        contents: own + absent.map((name) => absence(path, name)).join(''),
        loader: 'ts',
        resolveDir: join(HERE, 'node'),
      }
    })
  },
}

function isExportedBy(source: string, name: string): boolean {
  return new RegExp(`^export (const|function|class) ${name}\\b`, 'm').test(source)
}

/** What the engine imports and does not call here is there, and says so if it is called. */
function absence(path: string, name: string): string {
  return `\nexport function ${name}() { throw new Error('a page has no ${path}.${name}') }`
}
