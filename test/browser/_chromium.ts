import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { ROOT } from '../_tools.ts'
import type { BrowserOrder } from './page.ts'

const HERE = fileURLToPath(new URL('.', import.meta.url))
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

const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'no-store',
}

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
]

/** Type and body. */
type Answer = [string, string | Buffer]

const TIMEOUT_MS = 240_000

/** Renders the song of a folder in a page of headless Chromium: the files that this made, by their names. */
export async function renderInChromium(folder: string, jobs: number): Promise<ReadonlyMap<string, Uint8Array>> {
  const scripts = await bundle()
  const songFiles = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile() && name !== 'mix.lock')
  const paths = new Map(Object.entries(ENGINE_FILES).map(([path, place]) => [path, join(ROOT, place)]))
  for (const name of songFiles) paths.set(`${SONG}/${name}`, join(folder, name))
  const order: BrowserOrder = { paths: [...paths.keys()], song: SONG, jobs }

  const outputs = new Map<string, Uint8Array>()
  const { promise: ended, resolve: end } = withResolvers<string>()
  const answerTo = (path: string, body: Buffer): Answer | undefined => {
    if (path.startsWith('/outputs/')) outputs.set(basename(path), body)
    else if (path === '/end') end(body.toString())
    else if (path === '/') return ['text/html', '<!doctype html><script type="module" src="/build/page.js"></script>']
    else if (path === '/order') return ['application/json', JSON.stringify(order)]
    else if (scripts.has(path)) return ['text/javascript', scripts.get(path)!]
    else if (paths.has(path)) return ['application/octet-stream', readFileSync(paths.get(path)!)]
    return undefined
  }
  const server = createServer(async (request, response) => {
    const found = answerTo(decodeURIComponent(request.url!), await bodyOf(request))
    response.writeHead(found ? 200 : 204, { ...ISOLATED, ...(found && { 'Content-Type': found[0] }) })
    response.end(found?.[1])
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))

  const profile = mkdtempSync(join(tmpdir(), 'mixwright-chromium-'))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const browser = spawn('chromium', [...FLAGS, `--user-data-dir=${profile}`, address], {
    stdio: 'ignore',
    detached: true,
  })
  browser.on('error', ({ message }) => end(message))
  browser.on('exit', (code) => end(`chromium ended with ${code}`))
  const timeout = setTimeout(() => end('no answer from the page'), TIMEOUT_MS)
  try {
    const problem = await ended
    if (problem !== '') throw new Error(problem)
    return outputs
  } finally {
    clearTimeout(timeout)
    // Chromium is a family of processes: all of its group.
    if (browser.exitCode === null) process.kill(-browser.pid!, 'SIGKILL')
    server.closeAllConnections()
    server.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
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
  setup({ onResolve }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path: join(HERE, 'node', `${path.slice('node:'.length)}.ts`) }))
  },
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
