import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, openSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Diagnostic } from '@mixwright/project'

/** What a tree of git holds at a path. */
export interface GitEntry {
  /** `100644` and `100755` are files, `120000` symbolic links, `160000` submodules. */
  mode: string
  /** Name of the object, 40 or 64 hex digits. */
  id: string
  bytes: number
}

/** Why git did not answer. */
export interface GitFault {
  /** The first line of what git said, or the code of the system's error. */
  fault: string
}

const MOST_ANSWER_BYTES = 1 << 29

/**
 * A repository, read and never written: no command here touches the working tree, the index or a ref. Git is called
 * without a shell, and nothing that a user names can become an option.
 */
export class Git {
  /** Folder of the working tree, without symbolic links. */
  readonly top: string
  /** Where the folder it was opened at lies in it: empty, or names that each end with `/`. */
  readonly prefix: string
  readonly #trees = new Map<string, ReadonlyMap<string, GitEntry>>()

  private constructor(top: string, prefix: string) {
    this.top = top
    this.prefix = prefix
  }

  /** The repository that a folder lies in. */
  static at(folder: string): { git: Git } | { diagnostic: Diagnostic } {
    const found = runGit(folder, ['rev-parse', '--show-toplevel', '--show-prefix'])
    if ('fault' in found) return { diagnostic: noRepository(folder, found) }
    const [top = '', prefix = ''] = found.bytes.toString('utf8').split('\n')
    return { git: new Git(top, prefix) }
  }

  /** The commit that a name means: a branch, tag, hash, `HEAD~2`, `main@{yesterday}` … */
  commit(name: string): string | undefined {
    if (name === '' || name.startsWith('-') || /[\0\n]/.test(name)) return undefined
    const found = this.#run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
    return 'fault' in found ? undefined : found.bytes.toString('utf8').trim()
  }

  /** All files of a commit by their path from the top. */
  tree(commit: string): ReadonlyMap<string, GitEntry> {
    const known = this.#trees.get(commit)
    if (known) return known
    const tree = new Map<string, GitEntry>()
    for (const line of this.#fields(['ls-tree', '-r', '-z', '-l', '--full-tree', commit])) {
      const [, mode = '', id = '', bytes = ''] = /^(\d+) \w+ (\w+) +(\d+|-)\t/.exec(line) ?? []
      tree.set(line.slice(line.indexOf('\t') + 1), { mode, id, bytes: Number(bytes) || 0 })
    }
    this.#trees.set(commit, tree)
    return tree
  }

  /** The bytes of a file in the tree. */
  read({ id }: GitEntry): Buffer {
    const found = this.#run(['cat-file', 'blob', id])
    if ('fault' in found) throw new Error(`git: ${found.fault}`)
    return found.bytes
  }

  /** Writes the bytes of a file in the tree into a new file. */
  extract({ id }: GitEntry, path: string): void {
    const file = openSync(path, 'w')
    try {
      execFileSync('git', ['cat-file', 'blob', id], {
        cwd: this.top,
        env: environment(),
        stdio: ['ignore', file, 'pipe'],
      })
    } catch (error) {
      writeMore(file, path)
      throw error
    } finally {
      closeSync(file)
    }
  }

  /** Where a file of the present was before, latest first: what its renames in the history of HEAD say. */
  formerPaths(path: string): string[] {
    const fields = this.#fields([
      'log',
      '--follow',
      '--diff-filter=R',
      '--name-status',
      '--format=',
      '-z',
      '-M',
      'HEAD',
      '--',
      path,
    ])
    return renamesIn(fields).map(({ from }) => from)
  }

  /** The path at `commit` of a file that was renamed between it and HEAD, or between HEAD and the index. */
  renamedFrom(commit: string, path: string): string | undefined {
    const staged = renamesIn(this.#fields(['diff-index', '--cached', ...RENAMES, 'HEAD', '--']))
    const former = staged.find(({ to }) => to === path)?.from ?? path
    const renamed = renamesIn(this.#fields(['diff-tree', '-r', ...RENAMES, commit, 'HEAD', '--']))
    const tree = this.tree(commit)
    const direct = [former, renamed.find(({ to }) => to === former)?.from]
    const isThere = (one: string | undefined) => one !== undefined && tree.has(one)
    return direct.find(isThere) ?? this.formerPaths(former).find(isThere)
  }

  /** Where git keeps the files of Git LFS. */
  get lfsFolder(): string {
    const found = this.#run(['rev-parse', '--git-common-dir'])
    return 'fault' in found ? '' : resolve(this.top, found.bytes.toString('utf8').trim(), 'lfs', 'objects')
  }

  #fields(args: readonly string[]): string[] {
    const found = this.#run(args)
    return 'fault' in found
      ? []
      : found.bytes
          .toString('utf8')
          .split('\0')
          .filter((field) => field !== '')
  }

  #run(args: readonly string[]): { bytes: Buffer } | GitFault {
    return runGit(this.top, args)
  }
}

const RENAMES = ['-M30%', '--diff-filter=R', '--name-status', '-z']

/** Reads `R086 <from> <to>`, field by field. */
function renamesIn(fields: readonly string[]): { from: string; to: string }[] {
  return fields.flatMap((field, at) => {
    const [from, to] = [fields[at + 1], fields[at + 2]]
    return /^\n?R\d+$/.test(field) && from !== undefined && to !== undefined ? [{ from, to }] : []
  })
}

/** Git speaks English, asks nothing, takes paths as they are, and does not refresh the index in passing. */
function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_TERMINAL_PROMPT: '0',
  }
}

/** What git answers to a command. */
export function runGit(cwd: string, args: readonly string[]): { bytes: Buffer } | GitFault {
  try {
    const bytes = execFileSync('git', args, {
      cwd,
      env: environment(),
      maxBuffer: MOST_ANSWER_BYTES,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return { bytes }
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: Buffer }
    return { fault: code ?? stderr?.toString('utf8').split('\n')[0] ?? String(error) }
  }
}

function noRepository(folder: string, { fault }: GitFault): Diagnostic {
  // Without the folder to start it in, git is said not to be there.
  if (!existsSync(folder)) {
    const message = `${folder}: there is no such folder`
    return { code: 'REVISION_NO_REPOSITORY', severity: 'error', message, fix: 'name a folder of a git repository' }
  }
  if (fault === 'ENOENT') {
    const message = 'git is not installed, or not found'
    return { code: 'REVISION_NO_GIT', severity: 'error', message, fix: 'install git, or compare two mix files' }
  }
  const why = /not a git repository/.test(fault) ? 'it lies in no git repository' : fault.replace(/^fatal: /, '')
  return {
    code: 'REVISION_NO_REPOSITORY',
    severity: 'error',
    message: `${folder}: ${why}`,
    fix: 'begin one with `git init`, or compare two mix files',
  }
}

/** More than fits in what is left of a page. */
const PROBE_BYTES = 65_536

/** Throws what keeps a file from growing, a full disk for example: git only says that it failed. */
function writeMore(file: number, path: string): void {
  try {
    writeFileSync(file, Buffer.alloc(PROBE_BYTES))
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path }) : error
  }
}
