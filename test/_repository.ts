import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from './_song.ts'

/** A git repository that a test makes, with nothing of the user's configuration. */
export class Repository {
  readonly folder: string
  #commits = 0

  constructor(folder = temporaryFolder()) {
    this.folder = folder
    this.git('init', '-q', '-b', 'main')
  }

  git(...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: QUIET,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  write(path: string, content: string | Buffer): this {
    const at = join(this.folder, path)
    mkdirSync(dirname(at), { recursive: true })
    writeFileSync(at, content)
    return this
  }

  remove(path: string): this {
    rmSync(join(this.folder, path))
    return this
  }

  /** Commits everything; the tag `r1`, `r2` … names it. */
  commit(subject = 'a change'): string {
    this.git('add', '-A')
    this.git('commit', '-q', '--allow-empty', '-m', subject)
    const name = `r${++this.#commits}`
    this.git('tag', name)
    return name
  }

  /** What must not change by looking: the index, byte by byte, what git says of the files, and all refs. */
  state(): string {
    const index = execFileSync('git', ['hash-object', '--no-filters', '.git/index'], {
      cwd: this.folder,
      encoding: 'utf8',
    })
    return [
      index,
      this.git('status', '--porcelain', '--ignored'),
      this.git('for-each-ref'),
      this.git('stash', 'list'),
    ].join()
  }
}

const QUIET = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_AUTHOR_NAME: 'A. Mixer',
  GIT_AUTHOR_EMAIL: 'mixer@example.org',
  GIT_COMMITTER_NAME: 'A. Mixer',
  GIT_COMMITTER_EMAIL: 'mixer@example.org',
  GIT_AUTHOR_DATE: '2026-01-01T12:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-01T12:00:00Z',
}
