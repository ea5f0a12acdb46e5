import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { hasNodes } from './_nodes.ts'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const CLI = fileURLToPath(new URL('../apps/cli/bin/mixwright.js', import.meta.url))

/** Real recordings that some tests listen to; they lie beside the repository where they are at hand. */
export const SHARED = fileURLToPath(new URL('../../shared', import.meta.url))

export interface RunOptions {
  /** After which it is ended. ms */
  timeout?: number | undefined
  /** The Node that runs it. Default: this one. */
  node?: string
  /** Variables of the environment beside or in place of those here. */
  env?: Record<string, string>
}

/** Runs the command as a user would. */
export function mixwright(
  args: readonly string[],
  cwd = ROOT,
  { node = process.execPath, env, timeout }: RunOptions = {},
): SpawnSyncReturns<string> {
  const options = { cwd, encoding: 'utf8', maxBuffer: 1 << 28, timeout, env: { ...process.env, ...env } } as const
  const run = spawnSync(node, [CLI, ...args], options)
  if (run.status === null) console.log(`${args.join(' ')}: ended by ${run.signal}`, run.error ?? '', run.stderr)
  return run
}

/** What a test may need: commands, the Nodes that `npm run nodes` fetches, recordings beside the repository. */
type Need =
  | 'ffmpeg'
  | 'sox'
  | 'git'
  | 'chromium'
  | 'nodes'
  | 'recordings'
  | 'bash'
  | 'zsh'
  | 'fish'
  | 'python3'
  | 'mkfifo'

/** What is good to have even where all else is required. */
const OPTIONAL: readonly Need[] = ['recordings', 'python3']

/** Why a test that needs something cannot run here; undefined when it can. Where all is required, that is an error. */
export function missing(...needs: readonly Need[]): string | undefined {
  const absent = needs.filter((need) => !isPresent(need))
  if (absent.length === 0) return undefined
  const reason = `needs ${absent.map((need) => (need === 'nodes' ? 'the Nodes of `npm run nodes`' : need)).join(', ')}`
  if (process.env.MIXWRIGHT_REQUIRE_TOOLS && absent.some((need) => !OPTIONAL.includes(need))) throw new Error(reason)
  return reason
}

function isPresent(need: Need): boolean {
  if (need === 'recordings') return existsSync(`${SHARED}/stems`)
  if (need === 'nodes') return hasNodes()
  return spawnSync(need, [need === 'ffmpeg' ? '-version' : '--version']).status === 0
}
