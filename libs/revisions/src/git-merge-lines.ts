import { spawnSync } from 'node:child_process'

interface Versions {
  base: string
  ours: string
  theirs: string
}

/** Merges files by lines as git does, over `ours`; false when conflicts were marked in it. */
export function mergeLines({ base, ours, theirs }: Versions, labels: Versions, markSize: number): boolean {
  const names = [labels.ours, labels.base, labels.theirs].flatMap((label) => ['-L', label])
  const files = [ours, base, theirs].map((path) => (path.startsWith('-') ? `./${path}` : path))
  const { status, stderr, error } = spawnSync('git', ['merge-file', ...names, `--marker-size=${markSize}`, ...files])
  if (error || status === null || status > 127)
    throw new Error(`git merge-file: ${error?.message ?? stderr.toString()}`)
  return status === 0
}
