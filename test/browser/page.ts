import { SharedFiles } from './shared-files.ts'

/** What the page is to do. */
export interface BrowserOrder {
  /** Files that the server has, which the render will look for. */
  paths: string[]
  /** Folder of the mix file among them. */
  song: string
  jobs: number
}

const order: BrowserOrder = await (await fetch('/order')).json()
const files = new SharedFiles()
for (const path of order.paths) {
  files.add(path, new Uint8Array(await (await fetch(path)).arrayBuffer()))
}

// Renders in a thread that may wait for others, which a page itself must not.
const worker = new Worker('/build/render.js', { type: 'module' })
worker.addEventListener('error', ({ message }) =>
  fetch('/end', { method: 'POST', body: `a worker failed: ${message}` }),
)
worker.postMessage({ memory: files.memory, data: order })
