import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'no-store',
}

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage', // containers have little of it
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

/** A page for a test. */
export interface TestPage {
  /** By their paths; `/build/page.js` is what the page starts. */
  scripts: ReadonlyMap<string, string>
  /** Files that it may fetch: where they lie, by their paths in the page. */
  files: ReadonlyMap<string, string>
  /** What it finds at `/order`. */
  order: unknown
}

/**
 * Runs a page in headless Chromium until it posts to `/end`: the files that it posted under `/outputs/`, by their names.
 *
 * @throws what the page says to `/end`, unless it is nothing
 */
export async function runPage({ scripts, files, order }: TestPage): Promise<ReadonlyMap<string, Uint8Array>> {
  const outputs = new Map<string, Uint8Array>()
  const { promise: ended, resolve: end } = withResolvers<string>()
  const answerTo = (path: string, body: Buffer): Answer | undefined => {
    if (path.startsWith('/outputs/')) outputs.set(basename(path), body)
    else if (path === '/end') end(body.toString())
    else if (path === '/') return ['text/html', '<!doctype html><script type="module" src="/build/page.js"></script>']
    else if (path === '/order') return ['application/json', JSON.stringify(order)]
    else if (scripts.has(path)) return ['text/javascript', scripts.get(path)!]
    else if (files.has(path)) return [typeOf(path), readFileSync(files.get(path)!)]
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

function typeOf(path: string): string {
  return path.endsWith('.js')
    ? 'text/javascript'
    : path.endsWith('.wasm')
      ? 'application/wasm'
      : 'application/octet-stream'
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
