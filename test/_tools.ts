import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const CLI = fileURLToPath(new URL('../apps/cli/bin/mixwright.js', import.meta.url))

/** Real recordings that some tests listen to; they lie beside the repository where they are at hand. */
export const SHARED = fileURLToPath(new URL('../../shared', import.meta.url))

/** Runs the command as a user would. */
export function mixwright(args: readonly string[], cwd = ROOT): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [CLI, ...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 28 })
}

/** Why a test that needs something cannot run here; undefined when it can. Where all is required, that is an error. */
export function missing(...needs: readonly ('ffmpeg' | 'sox' | 'git' | 'recordings')[]): string | undefined {
  const absent = needs.filter((need) => !isPresent(need))
  if (absent.length === 0) return undefined
  const reason = `needs ${absent.join(', ')}`
  const tools = absent.filter((need) => need !== 'recordings')
  if (process.env.MIXWRIGHT_REQUIRE_TOOLS && tools.length > 0)
    throw new Error(`${tools.join(', ')} must be installed here`)
  return reason
}

function isPresent(need: string): boolean {
  if (need === 'recordings') return existsSync(`${SHARED}/stems`)
  return spawnSync(need, [need === 'ffmpeg' ? '-version' : '--version']).status === 0
}
