import { existsSync, statSync } from 'node:fs'
import { basename, dirname, posix, resolve } from 'node:path'
import { type Diagnostic, type Fact, factsOf, type ReadText } from '@mixwright/project'
import { type Access, MIX_FILE, presetReader, readWritten } from '@mixwright/session'
import { Git } from './git.ts'
import { type CommitInfo, type HistoryCommit, historyOf } from './git-history.ts'

/** A value of a mix and the commit that gave it. */
export interface BlamedValue extends Fact {
  /** null for what is not committed yet. */
  commit: CommitInfo | null
}

/** The `blame` document. */
export interface BlameResult {
  /** Path of the mix file from the top of the repository. */
  file: string
  values: BlamedValue[]
  diagnostics: Diagnostic[]
}

/**
 * The commit that set each value of a mix, its presets' included, in the order of the mix file's keys. What a value says
 * counts: commits that moved, renamed the file, commented or respelled are passed over.
 *
 * @param filter a path such as `stems.vocal` or `stems.vocal.gain`: only values there
 */
export function blameMix(dir: string, filter?: string, access: Access = {}): BlameResult {
  const path = resolve(dir)
  const file = existsSync(path) && statSync(path).isDirectory() ? resolve(path, MIX_FILE) : path
  const nothing = { file, values: [] }
  if (!existsSync(file)) return { ...nothing, diagnostics: [noMix(file)] }
  const found = Git.at(dirname(file))
  if ('diagnostic' in found) return { ...nothing, diagnostics: [found.diagnostic] }
  const { git } = found
  const { missing, text, ...written } = readWritten(file, MIX_FILE, access)
  if (missing) return { ...nothing, diagnostics: [missing] }
  const present = factsOf(text, file, presetReader(written))
  if (!present) return { ...nothing, diagnostics: [unreadable(file)] }
  const wanted = filter === undefined ? present : present.filter(({ path }) => isWithin(path, filter))
  if (wanted.length === 0 && filter !== undefined) return { ...nothing, diagnostics: [noSuchValue(filter, present)] }
  const origins = originsOf(git, git.prefix + basename(file), wanted)
  const values = wanted.map((fact) => ({ ...fact, commit: origins.get(fact.path) ?? null }))
  return { file: git.prefix + basename(file), values, diagnostics: [] }
}

function isWithin(path: string, filter: string): boolean {
  return path === filter || path.startsWith(`${filter}.`)
}

/** Hands each value from a commit to a parent that has it too, until no parent has. */
function originsOf(git: Git, file: string, facts: readonly Fact[]): Map<string, CommitInfo> {
  const walk = new FactWalk(git, file)
  const head = walk.commits[0]
  const origins = new Map<string, CommitInfo>()
  if (!head) return origins
  const now = walk.factsAt(head.commit)
  const waiting = new Map([[head.commit, facts.filter(({ path, value }) => now.get(path) === value)]])
  for (const info of walk.commits) {
    let left = waiting.get(info.commit) ?? []
    waiting.delete(info.commit)
    for (const parent of info.parents) {
      if (left.length === 0) break
      const there = walk.factsAt(parent)
      const same = left.filter(({ path, value }) => there.get(path) === value)
      left = left.filter((fact) => !same.includes(fact))
      if (same.length > 0) waiting.set(parent, [...(waiting.get(parent) ?? []), ...same])
    }
    const { parents: _, ...commit } = info
    for (const { path } of left) origins.set(path, commit)
  }
  return origins
}

/** The commits that touch a mix or its presets, children first, and what the mix says in each. */
class FactWalk {
  readonly commits: readonly HistoryCommit[]
  readonly #git: Git
  readonly #files: readonly string[]
  readonly #presets = new Set<string>()
  readonly #facts = new Map<string, ReadonlyMap<string, string>>()

  constructor(git: Git, file: string) {
    this.#git = git
    this.#files = [file, ...git.formerPaths(file)]
    // Presets are known only when the mixes that use them have been read, and may lead to further commits.
    let commits: readonly HistoryCommit[] = []
    for (let known = -1; known < this.#presets.size; ) {
      known = this.#presets.size
      commits = historyOf(git, [...this.#files, ...this.#presets])
      for (const { commit } of commits) this.factsAt(commit)
    }
    this.commits = commits
  }

  factsAt(commit: string): ReadonlyMap<string, string> {
    const known = this.#facts.get(commit)
    if (known) return known
    const tree = this.#git.tree(commit)
    const file = this.#files.find((path) => tree.has(path))
    const textAt = (path: string) => {
      const entry = tree.get(path)
      return entry && this.#git.read(entry).toString('utf8')
    }
    const readText: ReadText = (written) => {
      const path = posix.join(posix.dirname(file!), written)
      this.#presets.add(path)
      const text = textAt(path)
      return text === undefined ? { problem: 'does not exist' } : { text }
    }
    const facts = file === undefined ? undefined : factsOf(textAt(file)!, file, readText)
    const byPath = new Map(facts?.map(({ path, value }) => [path, value]))
    this.#facts.set(commit, byPath)
    return byPath
  }
}

function noMix(file: string): Diagnostic {
  const fix = 'name a folder that holds a mix.yaml, or the file itself'
  return { code: 'PROJECT_NOT_FOUND', severity: 'error', message: `${file}: there is no such file`, fix }
}

function unreadable(file: string): Diagnostic {
  const fix = 'see what is wrong with `mixwright check`'
  return { code: 'YAML_SYNTAX', severity: 'error', message: `${file}: the text is not YAML`, fix }
}

function noSuchValue(filter: string, facts: readonly Fact[]): Diagnostic {
  const heads = new Set(facts.map(({ path }) => path.split('.').slice(0, filter.split('.').length).join('.')))
  const message = `got '${filter}', which the mix does not set`
  return { code: 'BLAME_NO_VALUE', severity: 'error', message, ...nearest(filter, heads) }
}

function nearest(filter: string, heads: ReadonlySet<string>): { fix?: string } {
  const first = filter.split('.')[0]!
  const near = [...heads].filter((head) => head.startsWith(first)).slice(0, 12)
  return near.length === 0 ? {} : { fix: `have: ${near.join(', ')}` }
}
