import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage', // containers have little of it
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--remote-debugging-pipe',
]

interface Message {
  id?: number
  sessionId?: string
  method?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown>
  error?: { message: string }
}

export interface Look {
  width: number
  scheme: 'light' | 'dark'
}

/** What a page did while it was looked at. */
export interface Watched {
  /** Errors and warnings of its console, its policy and its loader. */
  complaints: string[]
  /** Addresses it fetched, besides itself. */
  requests: string[]
}

/** Headless Chromium, spoken to through a pipe. */
export class Browser {
  readonly #process: ChildProcess
  readonly #profile = mkdtempSync(join(tmpdir(), 'mixwright-chromium-'))
  readonly #waiting = new Map<number, (message: Message) => void>()
  #listener: (message: Message) => void = () => {}
  #last = 0

  constructor() {
    this.#process = spawn('chromium', [...FLAGS, `--user-data-dir=${this.#profile}`], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      detached: true,
    })
    let rest = ''
    const incoming = this.#process.stdio[4] as Readable
    incoming.setEncoding('utf8')
    incoming.on('data', (text: string) => {
      const parts = (rest + text).split('\0')
      rest = parts.pop()!
      for (const part of parts) this.#receive(JSON.parse(part) as Message)
    })
  }

  /** Opens a file in a page of its own and hands it over; what it did is in the answer. */
  async look<T>(
    file: string,
    { width, scheme }: Look,
    see: (page: Page) => Promise<T>,
  ): Promise<{ seen: T } & Watched> {
    const { targetId } = (await this.#send('Target.createTarget', { url: 'about:blank' })) as { targetId: string }
    const { sessionId } = (await this.#send('Target.attachToTarget', { targetId, flatten: true })) as {
      sessionId: string
    }
    const send = (method: string, params: object = {}) => this.#send(method, params, sessionId)
    const watched: Watched = { complaints: [], requests: [] }
    const address = pathToFileURL(file).href
    let loaded = () => {}
    const isLoaded = new Promise<void>((resolve) => {
      loaded = resolve
    })
    this.#listener = ({ method, params = {} }) => {
      if (method === 'Page.loadEventFired') loaded()
      if (method === 'Runtime.exceptionThrown') watched.complaints.push(JSON.stringify(params.exceptionDetails))
      if (method === 'Runtime.consoleAPICalled') watched.complaints.push(JSON.stringify(params.args))
      if (method === 'Log.entryAdded') watched.complaints.push((params.entry as { text: string }).text)
      if (method === 'Network.requestWillBeSent') {
        const { url } = params.request as { url: string }
        if (url !== address && !url.startsWith('data:')) watched.requests.push(url)
      }
    }
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await send(`${domain}.enable`)
    await send('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: width < 500 })
    const features = [
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]
    await send('Emulation.setEmulatedMedia', { features })
    await send('Page.navigate', { url: address })
    await isLoaded
    const seen = await see(new Page(send))
    await this.#send('Target.closeTarget', { targetId })
    return { seen, ...watched }
  }

  close(): void {
    // Chromium is a family of processes: all of its group.
    if (this.#process.exitCode === null) process.kill(-this.#process.pid!, 'SIGKILL')
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }

  #send(method: string, params: object, sessionId?: string): Promise<Record<string, unknown>> {
    const id = ++this.#last
    const outgoing = this.#process.stdio[3] as Writable
    outgoing.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`))
        else resolve(result ?? {})
      })
    })
  }

  #receive(message: Message): void {
    const { id } = message
    if (id === undefined) this.#listener(message)
    else {
      this.#waiting.get(id)?.(message)
      this.#waiting.delete(id)
    }
  }
}

/** A page that is open. */
export class Page {
  readonly #send: (method: string, params?: object) => Promise<Record<string, unknown>>

  constructor(send: (method: string, params?: object) => Promise<Record<string, unknown>>) {
    this.#send = send
  }

  /** What a function gives in the page; it sees nothing from here. */
  async evaluate<T>(inPage: () => T): Promise<T> {
    const answer = await this.#send('Runtime.evaluate', {
      expression: `(${inPage})()`,
      returnByValue: true,
      awaitPromise: true,
    })
    if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails))
    return (answer.result as { value: T }).value
  }

  /** A picture of the whole page. PNG */
  async picture(clip?: { x: number; y: number; width: number; height: number }): Promise<Buffer> {
    const params = { format: 'png', captureBeyondViewport: true, ...(clip ? { clip: { ...clip, scale: 1 } } : {}) }
    const { data } = (await this.#send('Page.captureScreenshot', params)) as { data: string }
    return Buffer.from(data, 'base64')
  }

  async press(key: string, code = key): Promise<void> {
    const text = key.length === 1 ? { text: key } : {}
    await this.#send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, ...text })
    await this.#send('Input.dispatchKeyEvent', { type: 'keyUp', key, code })
  }
}
