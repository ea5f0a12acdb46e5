import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Diagnostic } from '@mixwright/project'
import { type Access, hasErrors, type Lock, loadLock, loadSong, MIX_FILE, type Song } from '@mixwright/session'
import { type AudioAtRevision, workingAudio } from './audio-at-revision.ts'
import { takeSong } from './committed-song.ts'
import { Git } from './git.ts'
import type { RevisionNames } from './revision-names.ts'

/** A song that can be read from disk as it was at a revision of git, or as it is. */
export interface Revision {
  /** What it is called: `HEAD~1 (3f9c2ab)`, `working tree`, or the path of a mix file. */
  name: string
  /** Folder of the mix file; paths in it start here. */
  folder: string
  /** Path of the mix file. */
  mixFile: string
  song: Song
  /** How its files are called; of a commit they lie elsewhere than they are called. */
  names?: RevisionNames | undefined
  /** What its render was made from, where its lock was kept. */
  lock: Lock | undefined
  /** Every audio file that the mix reads, by the path written in it. */
  audio: ReadonlyMap<string, AudioAtRevision>
}

export type OpenedRevision =
  | { revision: Revision; diagnostics: Diagnostic[] }
  | { revision?: undefined; diagnostics: Diagnostic[]; texts?: Song['texts'] }

export interface OpenOptions extends Access {
  /** Whether its audio is put beside it too. Default true; words alone need none. */
  audio?: boolean
}

/** The name of the song as it lies in its folder, committed or not. */
export const WORKING_TREE = 'working tree'

/**
 * A song at a revision. Nothing in the working tree, the index or the refs of the repository changes.
 *
 * @param spec a commit in any way that git can name one, a mix file or a folder with one, or `WORKING_TREE`
 * @param dir the folder of the song, or its mix file; what a revision holds is kept in `.mixwright/revisions/` there
 */
export function openRevision(spec: string, dir: string, options: OpenOptions = {}): OpenedRevision {
  if (spec === WORKING_TREE) return openFile(dir, WORKING_TREE, options)
  if (/\.ya?ml$/.test(spec)) return openFile(spec, spec, options)
  const place = placeOf(dir)
  const isFolder = existsSync(join(spec, MIX_FILE))
  if (!existsSync(place.folder)) return isFolder ? openFile(spec, spec, options) : openFile(dir, WORKING_TREE, options)
  const found = Git.at(place.folder)
  if ('diagnostic' in found) return isFolder ? openFile(spec, spec, options) : { diagnostics: [found.diagnostic] }
  const commit = found.git.commit(spec)
  if (commit === undefined) return isFolder ? openFile(spec, spec, options) : { diagnostics: [unknown(spec)] }
  const name = commit.startsWith(spec) ? commit.slice(0, 7) : `${spec} (${commit.slice(0, 7)})`
  return openCommit(found.git, commit, name, place, options)
}

/** Where a song lies that `dir` names, whether there is one or not. */
function placeOf(dir: string): { folder: string; file: string } {
  const path = resolve(dir)
  const isFolder = existsSync(path) ? statSync(path).isDirectory() : !/\.ya?ml$/.test(path)
  return isFolder ? { folder: path, file: MIX_FILE } : { folder: dirname(path), file: basename(path) }
}

function openFile(path: string, name: string, access: Access): OpenedRevision {
  const song = loadSong(path, access)
  const { folder, diagnostics, texts } = song
  if (hasErrors(diagnostics)) return { diagnostics, texts }
  const mixFile = join(folder, basename(song.file))
  return { revision: { name, folder, mixFile, song, lock: lockOf(song), audio: workingAudio(song) }, diagnostics }
}

function openCommit(
  git: Git,
  commit: string,
  name: string,
  { folder, file }: { folder: string; file: string },
  { audio: withAudio = true, allowOutside }: OpenOptions,
): OpenedRevision {
  const path = mixAt(git, commit, git.prefix, file)
  if (path === undefined) return { diagnostics: [noMix(name, git.prefix + file)] }
  const { mixFile, names, song, audio } = takeSong(git, { commit, mixPath: path, folder, revision: name, allowOutside })
  const isGood = !hasErrors(song.diagnostics)
  const absent = withAudio && isGood ? [...audio.values()].flatMap((one) => one.take() ?? []) : []
  const diagnostics = [...song.diagnostics, ...absent]
  if (!isGood || absent.length > 0) return { diagnostics, texts: song.texts }
  const revision = { name, folder: dirname(mixFile), mixFile, song, names, lock: lockOf(song), audio }
  return { revision, diagnostics }
}

/** Where in a commit the mix lies: at its present place, at the one it was renamed from, or alone in its folder. */
function mixAt(git: Git, commit: string, prefix: string, file: string): string | undefined {
  const tree = git.tree(commit)
  if (tree.has(prefix + file)) return prefix + file
  const renamed = git.renamedFrom(commit, prefix + file)
  if (renamed !== undefined) return renamed
  const beside = [...tree].filter(([path, entry]) => {
    const isYaml = path.startsWith(prefix) && /^[^/]+\.ya?ml$/.test(path.slice(prefix.length))
    return isYaml && /^mixwright\s*:/m.test(git.read(entry).toString('utf8'))
  })
  return beside.length === 1 ? beside[0]![0] : undefined
}

/** What a render of a song was made from, where it was kept. */
export function lockOf(song: Song): Lock | undefined {
  const found = loadLock(song)
  return 'lock' in found ? found.lock : undefined
}

function unknown(spec: string): Diagnostic {
  return {
    code: 'REVISION_UNKNOWN',
    severity: 'error',
    message: `got '${spec}', neither a commit of this repository nor a mix file`,
    fix: 'name a branch, a tag, a hash or HEAD~1; `git log` lists what there is',
  }
}

function noMix(name: string, path: string): Diagnostic {
  return {
    code: 'REVISION_NO_MIX',
    severity: 'error',
    message: `revision ${name} holds no ${path}, nor a mix that it was renamed from`,
    fix: 'name the mix file of that time, or a later revision',
  }
}
