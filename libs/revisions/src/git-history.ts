import { type Git, runGit } from './git.ts'

/** What git knows of a commit beside its files. */
export interface CommitInfo {
  commit: string
  /** As short as it may be in this repository. */
  short: string
  /** Of its author, ISO 8601. */
  date: string
  author: string
  subject: string
}

/** A commit, and those of the history that it was made of. */
export interface HistoryCommit extends CommitInfo {
  parents: readonly string[]
}

const FORMAT = '%H%x00%P%x00%h%x00%aI%x00%aN%x00%s'

/** The commits before `HEAD`, and it, that changed one of the files, children before parents; parents are such commits. */
export function historyOf(git: Git, paths: readonly string[]): HistoryCommit[] {
  return commitsIn(git, ['log', '--topo-order', '--parents', `--format=${FORMAT}%x00`, 'HEAD', '--', ...paths])
}

/** The commits before `last`, and it, that changed a file, whatever it was called then, later ones first. */
export function commitsOf(git: Git, last: string, path: string): string[] {
  const found = runGit(git.top, ['log', '--follow', '--format=%H', last, '--', path])
  if ('fault' in found) throw new Error(`git: ${found.fault}`)
  return found.bytes
    .toString('utf8')
    .split('\n')
    .filter((commit) => commit !== '')
}

/** What git knows of one commit. */
export function commitInfo(git: Git, commit: string): CommitInfo {
  const [found] = commitsIn(git, ['log', '-1', `--format=${FORMAT}%x00`, commit, '--'])
  if (!found) throw new Error(`git: no commit ${commit}`)
  const { parents: _, ...info } = found
  return info
}

/**
 * Commits before `bad`, and it, that are not before `good`: first the one that parts them best, so that testing it
 * leaves fewest.
 */
export function bisectionOf(git: Git, bad: string, good: readonly string[]): string[] {
  const found = runGit(git.top, ['rev-list', '--bisect-all', bad, '--not', ...good, '--'])
  if ('fault' in found) throw new Error(`git: ${found.fault}`)
  const lines = found.bytes.toString('utf8').split('\n')
  return lines.map((line) => line.split(' ')[0]!).filter((commit) => commit !== '')
}

function commitsIn(git: Git, args: readonly string[]): HistoryCommit[] {
  const found = runGit(git.top, args)
  if ('fault' in found) return []
  const fields = found.bytes.toString('utf8').split('\0')
  const commits: HistoryCommit[] = []
  for (let at = 0; at + 6 <= fields.length; at += 6) {
    const [commit, parents, short, date, author, subject] = fields.slice(at, at + 6).map((field) => field.trim())
    commits.push({
      commit: commit!,
      short: short!,
      date: date!,
      author: author!,
      subject: subject!,
      parents: parents === '' ? [] : parents!.split(' '),
    })
  }
  return commits
}
