import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Diagnostic, type EditLanguage, keysOf, parseAlbum } from '@mixwright/project'
import { ALBUM_FILE } from '../disc/album.ts'
import { outsideMentions } from '../song/mentions.ts'
import { MIX_FILE, songOf, type WrittenFile } from '../song/song.ts'
import { versionsOf } from '../song/version.ts'

/** What is wrong with a text in the place of a file, and the texts that it was read with. */
export interface Read {
  diagnostics: readonly Diagnostic[]
  texts: ReadonlyMap<string, string>
}

/** The file that a person means: of a folder its mix, or its album where it has no mix. */
export function meantFile(path: string): string {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  if (!isFolder) return path
  return !existsSync(join(path, MIX_FILE)) && existsSync(join(path, ALBUM_FILE)) ? join(path, ALBUM_FILE) : path
}

/** Keys that only a mix file has, and no preset. */
const MIX_KEYS: ReadonlySet<string> = new Set(['mixwright', 'stems', 'buses', 'returns', 'mix', 'master', 'deliver'])

/** What a file is, by what it says, and where that does not tell, by its name. */
export function languageOf({ file, text }: Pick<WrittenFile, 'file' | 'text'>): EditLanguage {
  const keys = keysOf(text)
  if (keys.includes('mixwrightAlbum') || keys.includes('tracks')) return 'album'
  const name = basename(file)
  if (name === MIX_FILE || keys.some((key) => MIX_KEYS.has(key))) return 'mix'
  return name === ALBUM_FILE ? 'album' : 'preset'
}

/** Reads a text as what stands in a file of its language. */
export function readAs(language: EditLanguage, written: WrittenFile): Read {
  return { mix: readMix, album: readAlbum, preset: readPreset }[language](written)
}

function readMix(written: WrittenFile): Read {
  const song = songOf(written)
  return { diagnostics: [...song.diagnostics, ...versionsOf(song).diagnostics], texts: song.texts }
}

function readAlbum({ file, text, folder, within }: WrittenFile): Read {
  const { diagnostics, audioFiles } = parseAlbum(text, file)
  return {
    diagnostics: [...diagnostics, ...outsideMentions(audioFiles, folder, within)],
    texts: new Map([[file, text]]),
  }
}

/** Names and times that a preset leaves to the mix that uses it. */
const OF_THE_MIX = /^(?:ROUTE_|PROJECT_UNKNOWN_SECTION$)/

/** A preset is read as the strip of a mix that has whatever strips and sections the preset asks for. */
function readPreset(written: WrittenFile): Read {
  const { file, text } = written
  const use = JSON.stringify(basename(file))
  const mix = `mixwright: 1\nsampleRate: 192 kHz\ntempo: 120\nsections: { start: 0:00 }\nstems: { preset: { file: any.wav, use: ${use} } }\n`
  const inFolder = join(dirname(file), MIX_FILE)
  const song = songOf({ ...written, file: inFolder, text: mix }, new Map([[basename(file), text]]))
  const own = song.diagnostics.filter(({ code, file: where }) => where !== inFolder && !OF_THE_MIX.test(code))
  return { diagnostics: own, texts: song.texts }
}
