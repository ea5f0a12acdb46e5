import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { threadId } from 'node:worker_threads'

/**
 * Marks of whoever makes a file or folder, for its name while it is unfinished. A process that is killed leaves such
 * things behind; the mark tells the next one that nobody works on them any more.
 */
const MARK = /\.p(\d+)\.([0-9a-z]+)\.([0-9a-f]{8})\./

let own: string | undefined
let made = 0

/** Part of a name that no other unfinished thing bears, with a point at both ends. */
export function unfinishedMark(): string {
  own ??= `.p${process.pid}.${startOf(process.pid)}.${thisHost()}.`
  return `${own}${threadId}-${made++}.`
}

/** What has become of the maker of an unfinished thing, by its name; undefined when the name bears no mark. */
export function makerOf(name: string): 'running' | 'gone' | 'elsewhere' | undefined {
  const mark = MARK.exec(name)
  if (!mark) return undefined
  if (mark[0] === own) return 'running'
  const [, pid, start, host] = mark
  if (host !== thisHost()) return 'elsewhere'
  return isRunning(Number(pid), start!) ? 'running' : 'gone'
}

function isRunning(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Others than EPERM: there is no such process.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return startOf(pid) === start
}

/** When a process began, where the machine tells: numbers of processes are used again. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(fields[19]).toString(36)
  } catch {
    return '0'
  }
}

function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
}
