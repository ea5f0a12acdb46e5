import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../apps/cli/bin/mixwright.js', import.meta.url))
const TIME = '/usr/bin/time'
const hasTime = spawnSync(TIME, ['-f', '%U', 'true']).status === 0

/**
 * Runs a command in a folder: { wallS, cpuS, peakMiB, stdout, stderr }. Processor time and peak memory are null where
 * GNU time is not installed.
 */
export function run(folder, command, args) {
  const report = join(folder, 'time.report')
  const [file, ...rest] = hasTime ? [TIME, '-o', report, '-f', '%U %S %M', command, ...args] : [command, ...args]
  const begin = process.hrtime.bigint()
  const { status, stdout, stderr, error } = spawnSync(file, rest, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
  const wallS = Number(process.hrtime.bigint() - begin) / 1e9
  if (status !== 0) throw new Error(`${command} ${args.join(' ').slice(0, 200)} failed: ${error ?? stderr}`)
  if (!existsSync(report)) return { wallS, cpuS: null, peakMiB: null, stdout, stderr }
  const [userS, systemS, peakKiB] = readFileSync(report, 'utf8').trim().split('\n').at(-1).split(' ').map(Number)
  rmSync(report)
  return { wallS, cpuS: userS + systemS, peakMiB: Math.round(peakKiB / 1024), stdout, stderr }
}

/** Runs Mixwright as a user would. */
export function mixwright(folder, ...args) {
  return run(folder, process.execPath, [CLI, ...args])
}

/** Runs commands one after the other: their times added, the highest peak. */
export function inTurn(...runs) {
  return runs.reduce((sum, one) => ({
    wallS: sum.wallS + one.wallS,
    cpuS: sum.cpuS === null ? null : sum.cpuS + one.cpuS,
    peakMiB: sum.peakMiB === null ? null : Math.max(sum.peakMiB, one.peakMiB),
  }))
}

/** Forgets what former renders of a folder left behind. */
export function forget(folder) {
  for (const name of ['.mixwright', 'mix.lock', 'out']) rmSync(join(folder, name), { recursive: true, force: true })
}
