import { readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { builtInTargets } from '@mixwright/mastering'
import {
  type AudioMention,
  type Diagnostic,
  inOrder,
  type PresetFile,
  type Project,
  parseProject,
  type ReadText,
  type Variant,
} from '@mixwright/project'
import { outsideMentions } from './mentions.ts'
import { type Access, outsideFolder, projectFolder, whyNoText, whyOutside } from './project-folder.ts'

/** A mix file on disk and what it says. */
export interface Song {
  /** Folder of the mix file; paths in it start here. */
  folder: string
  /** The folder that all files that it names have to lie in; undefined when they may lie anywhere. */
  within: string | undefined
  /** Path of the mix file as a person would call it from here. */
  file: string
  /** What the mix file and its presets say, by their names in diagnostics, for showing the lines that they mean. */
  texts: ReadonlyMap<string, string>
  /** Whole paths of all presets that were looked for, found or not. */
  readFiles: readonly string[]
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
export function loadSong(path: string, access: Access = {}): Song {
  const { missing, text, ...song } = readWritten(path, MIX_FILE, access)
  if (missing) {
    const nothing = { readFiles: [], presets: [], variants: [], audioFiles: [] }
    return { ...song, ...nothing, texts: new Map(), diagnostics: [missing] }
  }
  return songOf({ ...song, text })
}

/**
 * What a text says in the place of a mix file.
 *
 * @param inPlace texts in the place of presets, by their names in the folder of the mix
 */
export function songOf({ text, ...song }: WrittenFile, inPlace: ReadonlyMap<string, string> = new Map()): Song {
  const readFiles = new Set<string>()
  const readPreset = presetReader(song)
  const readText: ReadText = (named) => {
    readFiles.add(resolve(song.folder, named))
    const other = inPlace.get(named)
    return other === undefined ? readPreset(named) : { text: other }
  }
  const parsed = parseProject(text, song.file, { targets: builtInTargets(), readText })
  const outside = [
    ...outsideMentions(parsed.audioFiles, song.folder, song.within),
    ...outsideFolder('.mixwright', song.folder, song.within),
  ]
  const diagnostics = inOrder([...parsed.diagnostics, ...outside])
  const texts = new Map([[song.file, text], ...parsed.presets.map((preset) => [preset.file, preset.text] as const)])
  return { ...song, texts, readFiles: [...readFiles], ...parsed, diagnostics }
}

/** A file of a language, as it was found. */
export interface WrittenFile extends Pick<Song, 'folder' | 'file' | 'within'> {
  text: string
}

/** Reads the file that `path` names, or the one of the usual name in the folder that it names. */
export function readWritten(
  path: string,
  usualName: string,
  { allowOutside = false }: Access = {},
): WrittenFile & { missing?: Diagnostic } {
  const found = findFile(resolve(path), usualName)
  const file = shownPath(found)
  const folder = dirname(found)
  const place = { folder, file, within: allowOutside ? undefined : projectFolder(folder) }
  const read = readSmallText(found)
  return 'text' in read ? { ...place, ...read } : { ...place, text: '', missing: notFound(file, usualName, read) }
}

/** Reads the presets that a mix file of a folder names. */
export function presetReader({ folder, within }: Pick<Song, 'folder' | 'within'>): ReadText {
  return (named) => {
    const outside = whyOutside(named, folder, within)
    if (!outside) return readSmallText(resolve(folder, named))
    const { code, message: problem, fix } = outside
    return { problem, code, fix }
  }
}

/** Larger than any text that the language takes. */
const MOST_TEXT_BYTES = 1 << 26

/** The text of a regular file that is no larger than any that the language takes. */
export function readSmallText(path: string): ReturnType<ReadText> {
  try {
    // Before it is opened: a pipe would wait for a writer for ever.
    const problem = whyNoText(path, MOST_TEXT_BYTES)
    return problem === undefined ? { text: readFileSync(path, 'utf8') } : { problem }
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

function notFound(file: string, usualName: string, { problem }: { problem: string }): Diagnostic {
  const fix = `name a folder that holds ${usualName === MIX_FILE ? 'a' : 'an'} ${usualName}, or the file itself`
  return { code: 'PROJECT_NOT_FOUND', severity: 'error', message: `${file}: it ${problem}`, fix }
}

/** Path of an audio file that a mix or album names. */
export function audioPath(song: Pick<Song, 'folder'>, written: string): string {
  return resolve(song.folder, written)
}
