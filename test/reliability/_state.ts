import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderMix } from '@mixwright/session'

export const isLong = process.env.MIXWRIGHT_FULL !== undefined

/** Hashes of all that a song's render wrote, by name. Of what tells how long it took only that it is whole. */
export type Outputs = Record<string, string>

/** What lies in the output folder and beside the mix file; an unfinished thing is left out of it. */
export function outputsOf(folder: string): Outputs {
  const out = join(folder, 'out')
  const names = existsSync(out) ? readdirSync(out).filter((name) => !isUnfinished(name)) : []
  const paths = names.map((name) => [name, join(out, name)] as const)
  const lock = join(folder, 'mix.lock')
  if (existsSync(lock)) paths.push(['mix.lock', lock])
  return Object.fromEntries(paths.map(([name, path]) => [name, fileState(name, readFileSync(path))]))
}

function fileState(name: string, bytes: Buffer): string {
  if (name === 'report.json') {
    const { timings, ...document } = JSON.parse(bytes.toString())
    return document.deliveries.map(({ pcmSha256 }: { pcmSha256: string }) => pcmSha256).join(' ')
  }
  if (name === 'report.html') return bytes.toString().trimEnd().endsWith('</html>') ? 'whole' : 'torn'
  return createHash('sha256').update(bytes).digest('hex')
}

/** Everything unfinished in a folder, at any depth. */
export function unfinishedIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    return isUnfinished(name.split(/[\\/]/).at(-1)!)
  })
}

function isUnfinished(name: string): boolean {
  return name.startsWith('.mixwright-part') || name.endsWith('part')
}

/** Renders here and now; errors are thrown. */
export async function renderHere(folder: string): Promise<Outputs> {
  const { result } = await renderMix(folder, { jobs: 1, drawReport: () => '<html></html>' })
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  return outputsOf(folder)
}

/** Every number once more for the same seed: 0 to 1. */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return ((state >>> 8) & 0xffff) / 0x10000
  }
}
