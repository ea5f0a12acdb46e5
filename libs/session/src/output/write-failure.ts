import type { Diagnostic } from '@mixwright/project'
import { shownPath } from '../song/song.ts'

/** Errors of the machine that a user can do something about. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
  EROFS: 'it lies on a read-only disk',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a file stands in its place',
  EISDIR: 'a folder stands in the place of an output',
  ENAMETOOLONG: 'its path is too long',
  EFBIG: 'the disk cannot hold a file that large',
  EIO: 'the disk failed',
}

/**
 * The diagnostic for a failure on any file that nobody expected; undefined when the machine is not to blame. Without
 * the file's name the error does not count.
 */
export function fileFailure(error: unknown): Diagnostic | undefined {
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return undefined
  const { code, path } = error as Error & { code: unknown; path: unknown }
  const isAccess = code === 'EACCES' || code === 'EPERM'
  const reason = isAccess ? 'it may not be read or written' : REASONS[String(code)]
  if (reason === undefined) return undefined
  const message = `'${shownPath(String(path))}': ${reason} (${code})`
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  const fix = isFull ? 'make room on that disk' : 'make it writable, or work on a copy elsewhere'
  return { code: 'OUTPUT_NOT_WRITABLE', severity: 'error', message, fix }
}

/** The diagnostic for a failure to write `what` at a path; undefined when the error is of another kind. */
export function writeFailure(error: unknown, out: string, what = 'output folder'): Diagnostic | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = REASONS[code]
  if (reason === undefined) return undefined
  const message = `${what} '${shownPath(out)}': ${reason} (${code})`
  const fix =
    code === 'ENOSPC' || code === 'EDQUOT' ? 'make room, or write elsewhere with --out' : 'write elsewhere with --out'
  return { code: 'OUTPUT_NOT_WRITABLE', severity: 'error', message, fix }
}
