import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { renderMix } from '@mixwright/session'
import type { BrowserOrder } from './page.ts'
import { start } from './thread.ts'

const { paths, song, jobs } = start.data as BrowserOrder

try {
  const { result } = await renderMix(song, { jobs })
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) await hand([song, join(song, 'out')])
  await end(errors.map(({ message }) => message).join('\n'))
} catch (error) {
  await end(`${(error as Error).stack}`)
}

/** Gives the server the files that lie in these folders and have not come from it. */
async function hand(folders: readonly string[]): Promise<void> {
  for (const path of folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))) {
    if (paths.includes(path) || statSync(path).isDirectory()) continue
    await fetch(`/outputs${path}`, { method: 'POST', body: new Uint8Array(readFileSync(path)) })
  }
}

/** Tells the server that all is done; with words when it is not. */
async function end(problem: string): Promise<void> {
  await fetch('/end', { method: 'POST', body: problem })
}
