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
  type Variant,
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
  /** Other versions of the mix, in the order of the file. */
  variants: readonly Variant[]
  diagnostics: Diagnostic[]
  /** Every audio file that the text names, whether the rest of it is right or not. */
  audioFiles: readonly AudioMention[]
}

export const MIX_FILE = 'mix.yaml'

/** Reads the mix of a folder, or a mix file given by its name. */
export function loadSong(path: string): Song {
  const { missing, text, ...song } = readWritten(path, MIX_FILE)
  if (missing) return { ...song, texts: new Map(), presets: [], variants: [], diagnostics: [missing], audioFiles: [] }
  return songOf({ ...song, text })
}

/** What a text says in the place of a mix file. */
export function songOf({ text, ...song }: WrittenFile): Song {
  const readText: ReadText = (named) => readSmallText(resolve(song.folder, named))
  const parsed = parseProject(text, song.file, { targets: builtInTargets(), readText })
  const texts = new Map([[song.file, text], ...parsed.presets.map((preset) => [preset.file, preset.text] as const)])
  return { ...song, texts, ...parsed }
}

/** A file of a language, as it was found. */
export interface WrittenFile extends Pick<Song, 'folder' | 'file'> {
  text: string
}

/** Reads the file that `path` names, or the one of the usual name in the folder that it names. */
export function readWritten(path: string, usualName: string): WrittenFile & { missing?: Diagnostic } {
  const found = findFile(resolve(path), usualName)
  const file = shownPath(found)
  const folder = dirname(found)
  try {
    return { folder, file, text: readFileSync(found, 'utf8') }
  } catch (error) {
    return { folder, file, text: '', missing: notFound(file, usualName, error) }
  }
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

function findFile(path: string, usualName: string): string {
  try {
    return statSync(path).isDirectory() ? join(path, usualName) : path
  } catch {
    return path
  }
}

function notFound(file: string, usualName: string, error: unknown): Diagnostic {
  const { code } = error as NodeJS.ErrnoException
  const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`
  const fix = `name a folder that holds ${usualName === MIX_FILE ? 'a' : 'an'} ${usualName}, or the file itself`
  return { code: 'PROJECT_NOT_FOUND', severity: 'error', message: `${file}: ${why}`, fix }
}

/** Path of an audio file that a mix or album names. */
export function audioPath(song: Pick<Song, 'folder'>, written: string): string {
  return resolve(song.folder, written)
}
