import { spawnSync } from 'node:child_process'
import { type Git, runGit } from './git.ts'

/** Writes a setting of this clone; false when it is so already. */
export function setConfig(git: Git, key: string, value: string): boolean {
  const known = runGit(git.top, ['config', '--local', '--get-all', key])
  if (!('fault' in known) && known.bytes.toString('utf8') === `${value}\n`) return false
  const done = runGit(git.top, ['config', '--local', '--replace-all', key, value])
  if ('fault' in done) throw new Error(`git config: ${done.fault}`)
  return true
}

/** Removes a section of the settings of this clone; false when there was none. */
export function removeConfigSection(git: Git, section: string): boolean {
  return !('fault' in runGit(git.top, ['config', '--local', '--remove-section', section]))
}

/** True for a name in a folder that git leaves alone. */
export function isIgnored(folder: string, name: string): boolean {
  const env = { ...process.env, GIT_LITERAL_PATHSPECS: '0' }
  return spawnSync('git', ['check-ignore', '--quiet', '--', name], { cwd: folder, env }).status === 0
}
