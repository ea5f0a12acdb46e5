import { existsSync, readFileSync, statSync } from 'node:fs'
import type { Diagnostic } from '@mixwright/project'
import { audioPath, type Song } from '@mixwright/session'
import { type LfsPointer, MOST_POINTER_BYTES, readLfsPointer } from './lfs-pointer.ts'
import type { Mirror } from './mirror.ts'

/** An audio file of a mix at a revision. */
export interface AudioAtRevision {
  /** Where it is read from, once it has been taken. */
  path: string
  content: AudioContent
  /** Puts it at `path`, or says why it cannot. */
  take(): Diagnostic | undefined
}

/**
 * What says which bytes a file has, without reading them: the object in git, or what Git LFS calls it. `file` is a file
 * on disk as it is now. Of an `untracked` one only the lock of its revision knows: what lies at `path` may be another.
 */
export type AudioContent =
  | { kind: 'blob'; id: string; bytes: number }
  | { kind: 'lfs'; sha256: string }
  | { kind: 'file' }
  | { kind: 'untracked' }

/** The audio files of a song as they lie in its folder, by the paths written in the mix. */
export function workingAudio(song: Song): ReadonlyMap<string, AudioAtRevision> {
  return new Map(song.audioFiles.map(({ path }) => [path, workingFile(path, audioPath(song, path))]))
}

function workingFile(written: string, path: string): AudioAtRevision {
  const pointer = pointerAt(path)
  if (!pointer) return { path, content: { kind: 'file' }, take: () => undefined }
  const content = { kind: 'lfs', sha256: pointer.sha256 } as const
  return { path, content, take: () => unfetched(written, 'the working tree', 'run `git lfs pull`') }
}

/** The pointer that lies where Git LFS has not yet put the file. */
function pointerAt(path: string): LfsPointer | undefined {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isFile() || stats.size > MOST_POINTER_BYTES) return undefined
  return readLfsPointer(readFileSync(path, 'latin1'))
}

/**
 * An audio file of a commit.
 *
 * @param written its path in the mix file
 * @param path where it would lie in the working tree
 * @param otherwise where else to look in the working tree when git does not hold it
 */
export function committedFile(
  mirror: Mirror,
  { written, path, otherwise, revision }: { written: string; path: string; otherwise: string; revision: string },
): AudioAtRevision {
  const at = mirror.at(path)
  const pointer = mirror.pointer(path)
  if (pointer) {
    const fix = 'run `git lfs fetch --all`'
    const take = () => (mirror.takeLarge(path, pointer) ? undefined : unfetched(written, `revision ${revision}`, fix))
    return { path: at, content: { kind: 'lfs', sha256: pointer.sha256 }, take }
  }
  const blob = mirror.blob(path)
  const content: AudioContent = blob ? { kind: 'blob', id: blob.id, bytes: blob.bytes } : { kind: 'untracked' }
  const take = () => (mirror.take(path, otherwise) && existsSync(at) ? undefined : absent(written, revision))
  return { path: at, content, take }
}

function unfetched(written: string, where: string, fix: string): Diagnostic {
  const message = `${written}: the audio of ${where} is an LFS pointer, the file itself is not here`
  return { code: 'REVISION_AUDIO_ABSENT', severity: 'error', message, fix }
}

function absent(written: string, revision: string): Diagnostic {
  const message = `${written}: the audio of revision ${revision} is neither in git nor in the working tree`
  return { code: 'REVISION_AUDIO_ABSENT', severity: 'error', message, fix: 'put the recording in its place' }
}
