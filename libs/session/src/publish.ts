import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Staging } from './staging.ts'

/** Files of a disc that there are only where it has texts. */
const TEXT_FILE = /(?:^|[\\/])(?:CDTEXT\.BIN|[^\\/]+\.cdt)$/

/**
 * Moves outputs into place in `out`, the report among them. CD-Text that a former run wrote, by what its report there
 * lists, goes where this run writes the disc without any: a plant must not find the old texts.
 */
export function publish(staging: Staging, out: string, report: string, names: readonly string[]): void {
  const retired = retiredTexts(join(out, report), names)
  staging.publish(names)
  for (const name of retired) rmSync(join(out, name), { force: true })
}

function retiredTexts(report: string, names: readonly string[]): string[] {
  const former = listedIn(report).filter((path) => TEXT_FILE.test(path))
  return names
    .filter((name) => /\.cue$|DDPMS$/.test(name))
    .map((name) => (name.endsWith('.cue') ? name.replace(/cue$/, 'cdt') : name.replace('DDPMS', 'CDTEXT.BIN')))
    .filter((text) => !names.includes(text) && former.some((path) => endsWithName(path, text)))
}

/** A report shows paths from where it was made. */
function endsWithName(path: string, name: string): boolean {
  return path === name || path.endsWith(`/${name}`) || path.endsWith(`\\${name}`)
}

/** All that the report of a former run lists as written: `files` of an album, `companions` of deliveries. */
function listedIn(report: string): string[] {
  const found: string[] = []
  const visit = (value: unknown, key = '') => {
    if (typeof value === 'string' && (key === 'files' || key === 'companions')) found.push(value)
    else if (Array.isArray(value)) for (const item of value) visit(item, key)
    else if (typeof value === 'object' && value !== null)
      for (const [name, item] of Object.entries(value)) visit(item, name)
  }
  try {
    visit(JSON.parse(readFileSync(report, 'utf8')))
  } catch {
    return [] // no report, or none of ours: nothing is known to be ours
  }
  return found
}
