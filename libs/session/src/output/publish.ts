import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { REPORT_MARK } from '@mixwright/audio'
import type { Staging } from './staging.ts'

/** Files of a disc that there are only where it has texts. */
const TEXT_FILE = /(?:^|[\\/])(?:CDTEXT\.BIN|[^\\/]+\.cdt)$/

const MARKED_BYTES = 2048

export interface Publication {
  /** Name of the report in JSON. */
  report: string
  /** Names of all outputs, the report's among them. */
  names: readonly string[]
  /** Names of pages that would show what a former run made, and not what this one did. */
  formerPages?: readonly string[]
}

/**
 * Moves outputs into place in `out`. What a former run wrote and this one makes untrue goes: CD-Text, by what the report
 * there lists, where this run writes the disc without any, so that a plant does not find the old texts; and pages that
 * this program drew of the former outputs.
 */
export function publish(staging: Staging, out: string, { report, names, formerPages = [] }: Publication): void {
  const retired = [...retiredTexts(join(out, report), names), ...formerPages.filter((name) => isDrawn(join(out, name)))]
  staging.publish(names)
  for (const name of retired) rmSync(join(out, name), { force: true })
}

/** True for a page of ours; a file that the user put there stays. */
function isDrawn(path: string): boolean {
  try {
    return readFileSync(path, 'utf8').slice(0, MARKED_BYTES).includes(REPORT_MARK)
  } catch {
    return false // none is there
  }
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
