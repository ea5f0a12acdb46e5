import { readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { builtInTargets } from '@mixwright/mastering'
import { type AudioMention, type Diagnostic, type Project, parseProject } from '@mixwright/project'

/** A mix file on disk and what it says. */
export interface Song {
  /** Folder of the mix file; paths in it start here. */
  folder: string
  /** Path of the mix file as a person would call it from here. */
  file: string
  /** What the file says, for showing the lines that a diagnostic means. */
  text: string
  /** Present when nothing in the text is wrong. */
  project?: Project
  diagnostics: Diagnostic[]
  /** Every audio file that the text names, whether the rest of it is right or not. */
  audioFiles: readonly AudioMention[]
}

export const MIX_FILE = 'mix.yaml'

/** Reads the mix of a folder, or a mix file given by its name. */
export function loadSong(path: string): Song {
  const found = findMixFile(resolve(path))
  const file = shownPath(found)
  const song = { folder: dirname(found), file }
  let bytes: Buffer
  try {
    bytes = readFileSync(found)
  } catch (error) {
    return { ...song, text: '', diagnostics: [notFound(file, error)], audioFiles: [] }
  }
  const text = bytes.toString('utf8')
  return { ...song, text, ...parseProject(text, file, { targets: builtInTargets() }) }
}

/** A path as a person would write it: from here when it lies below, whole when it does not. */
export function shownPath(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere === '' || fromHere.startsWith('..') || isAbsolute(fromHere) ? path : fromHere
}

function findMixFile(path: string): string {
  try {
    return statSync(path).isDirectory() ? join(path, MIX_FILE) : path
  } catch {
    return path
  }
}

function notFound(file: string, error: unknown): Diagnostic {
  const { code } = error as NodeJS.ErrnoException
  const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`
  const fix = 'name a folder that holds a mix.yaml, or the file itself'
  return { code: 'PROJECT_NOT_FOUND', severity: 'error', message: `${file}: ${why}`, fix }
}

/** Path of an audio file that the mix file names. */
export function audioPath(song: Song, written: string): string {
  return resolve(song.folder, written)
}
