import { readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { builtInTargets } from '@mixwright/mastering'
import {
  type AudioMention,
  type Diagnostic,
  type PresetFile,
  type Project,
  parseProject,
  type ReadText,
} from '@mixwright/project'

/** A mix file on disk and what it says. */
export interface Song {
  /** Folder of the mix file; paths in it start here. */
  folder: string
  /** Path of the mix file as a person would call it from here. */
  file: string
  /** What the mix file and its presets say, by their names in diagnostics, for showing the lines that they mean. */
  texts: ReadonlyMap<string, string>
  /** Every preset that the mix uses. */
  presets: readonly PresetFile[]
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
    return { ...song, texts: new Map(), presets: [], diagnostics: [notFound(file, error)], audioFiles: [] }
  }
  const text = bytes.toString('utf8')
  const readText: ReadText = (path) => readSmallText(resolve(song.folder, path))
  const parsed = parseProject(text, file, { targets: builtInTargets(), readText })
  const texts = new Map([[file, text], ...parsed.presets.map((preset) => [preset.file, preset.text] as const)])
  return { ...song, texts, ...parsed }
}

/** Larger than any text that the language takes. */
const MOST_TEXT_BYTES = 1 << 26

function readSmallText(path: string): ReturnType<ReadText> {
  try {
    const found = statSync(path)
    if (!found.isFile()) return { problem: 'is no file' }
    if (found.size > MOST_TEXT_BYTES) return { problem: 'is too large for a preset' }
    return { text: readFileSync(path, 'utf8') }
  } catch (error) {
    return { problem: whyUnread(error) }
  }
}

function whyUnread(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`
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
