import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { type Condition, type Diagnostic, parseCondition } from '@mixwright/project'
import { type Access, MIX_FILE } from '@mixwright/session'
import { type Figures, figureName, figuresOf } from './figures.ts'
import { Git } from './git.ts'
import { bisectionOf, type CommitInfo, commitInfo, commitsOf } from './git-history.ts'
import { openRevision } from './revision.ts'

export interface BisectOptions extends Access {
  /** A revision for which the condition does not hold. Default: the first with this mix that can be measured. */
  good?: string | undefined
  /** A later one for which it does. */
  bad: string
  /** `truePeak(spotify) > -1`. */
  until: string
  jobs?: number | undefined
  signal?: AbortSignal | undefined
  onTested?: ((tested: TestedCommit) => void) | undefined
}

/** A commit that was rendered and measured. */
export interface TestedCommit extends CommitInfo {
  /** null when it cannot be told, `why` says. */
  holds: boolean | null
  figures: Figures
  why?: string
}

/** The `bisect` document. */
export interface BisectResult {
  until: string
  /** The first commit for which the condition holds; null when it cannot be told. */
  first: TestedCommit | null
  /** Where `first` is null for commits that could not be rendered: it is one of these. */
  among: CommitInfo[]
  tested: TestedCommit[]
  diagnostics: Diagnostic[]
}

/**
 * Finds the first commit between two for which a condition on measured figures holds, by rendering those that part the
 * rest best. Commits that cannot be rendered are passed over. Nothing in the working tree changes.
 */
export async function bisectMix(dir: string, options: BisectOptions): Promise<BisectResult> {
  const result: BisectResult = { until: options.until, first: null, among: [], tested: [], diagnostics: [] }
  const fail = (diagnostic: Diagnostic): BisectResult => {
    result.diagnostics.push(diagnostic)
    return result
  }
  const read = parseCondition(options.until)
  if ('fault' in read) return fail(problem('CONDITION_WRONG', `--until: ${read.fault}`, read.fix))
  const path = resolve(dir)
  const folder = existsSync(path) && statSync(path).isDirectory() ? path : dirname(path)
  const found = Git.at(folder)
  if ('diagnostic' in found) return fail(found.diagnostic)
  const { git } = found
  const named = options.good === undefined ? undefined : git.commit(options.good)
  const bad = git.commit(options.bad)
  if (options.good !== undefined && named === undefined) return fail(unknown(options.good))
  if (bad === undefined) return fail(unknown(options.bad))

  /** Of those that can be measured. */
  const earliest = async (later: string): Promise<TestedCommit> => {
    const file = join(git.prefix, folder === path ? MIX_FILE : basename(path))
    for (const commit of commitsOf(git, later, file).reverse()) {
      const tested = await test(commit)
      if (tested.holds !== null) return tested
    }
    return test(later)
  }
  const test = async (commit: string): Promise<TestedCommit> => {
    const known = result.tested.find((one) => one.commit === commit)
    if (known) return known
    const tested = { ...commitInfo(git, commit), ...(await measured(dir, folder, commit, read.condition, options)) }
    result.tested.push(tested)
    options.onTested?.(tested)
    return tested
  }
  const last = await test(bad)
  if (last.holds !== true) return fail(wrongEnd(last, options.bad, options, 'name a later revision with --bad'))
  const good = named === undefined ? await earliest(bad) : await test(named)
  if (good.holds !== false) {
    const fix = named === undefined ? 'it was so from the beginning' : 'name an earlier revision with --good'
    return fail(wrongEnd(good, options.good ?? 'the first revision', options, fix))
  }

  let [first, before] = [last, [good.commit]]
  for (;;) {
    const commits = bisectionOf(git, first.commit, before)
    const untold = commits.filter((commit) => result.tested.some((one) => one.commit === commit && one.holds === null))
    const next = commits.find((commit) => commit !== first.commit && !untold.includes(commit))
    if (next === undefined) {
      if (untold.length > 0) result.among = [...untold, first.commit].map((commit) => commitInfo(git, commit))
      else result.first = first
      return result
    }
    const tested = await test(next)
    if (tested.holds) first = tested
    else if (tested.holds === false) before = [...before, next]
  }
}

async function measured(
  dir: string,
  folder: string,
  commit: string,
  condition: Condition,
  { jobs, signal, allowOutside }: BisectOptions,
): Promise<Pick<TestedCommit, 'holds' | 'figures' | 'why'>> {
  const { revision, diagnostics } = openRevision(commit, dir, { allowOutside })
  if (!revision) {
    const why = diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'it cannot be read'
    return { holds: null, figures: {}, why }
  }
  const read = await figuresOf(revision, condition, { scratch: join(folder, '.mixwright'), jobs, signal, allowOutside })
  if ('why' in read) return { holds: null, figures: {}, why: read.why }
  const { figures } = read
  return { holds: condition.holds((term) => figures[figureName(term)]!), figures }
}

function wrongEnd(
  { short, holds, figures, why }: TestedCommit,
  name: string,
  { until }: Pick<BisectOptions, 'until'>,
  fix: string,
): Diagnostic {
  if (holds === null) return problem('BISECT_ENDS', `${name} (${short}): ${why}`, 'choose another revision')
  const shown = Object.entries(figures).map(([figure, value]) => `${figure} is ${Number(value.toFixed(2))}`)
  const said = holds ? 'holds' : 'does not hold'
  return problem('BISECT_ENDS', `${name} (${short}): \`${until}\` ${said} there, ${shown.join(', ')}`, fix)
}

function unknown(spec: string): Diagnostic {
  return problem('REVISION_UNKNOWN', `got '${spec}', which is no commit of this repository`)
}

function problem(code: Diagnostic['code'], message: string, fix?: string): Diagnostic {
  return { code, severity: 'error', message, ...(fix === undefined ? {} : { fix }) }
}
