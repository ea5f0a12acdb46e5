import { type Album, type AudioMention, type Diagnostic, parseAlbum } from '@mixwright/project'
import { outsideMentions } from '../song/mentions.ts'
import type { Access } from '../song/project-folder.ts'
import { readWritten, type WrittenFile } from '../song/song.ts'

/** An album file on disk and what it says. */
export interface WrittenAlbum extends WrittenFile {
  /** Present when nothing in the text is wrong. */
  album?: Album
  diagnostics: Diagnostic[]
  /** Every audio file and song that the text names, whether the rest of it is right or not. */
  audioFiles: readonly AudioMention[]
}

export const ALBUM_FILE = 'album.yaml'

/** Reads the album of a folder, or an album file given by its name. */
export function loadAlbum(path: string, access: Access = {}): WrittenAlbum {
  const { missing, ...written } = readWritten(path, ALBUM_FILE, access)
  if (missing) return { ...written, diagnostics: [missing], audioFiles: [] }
  const parsed = parseAlbum(written.text, written.file)
  const outside = outsideMentions(parsed.audioFiles, written.folder, written.within)
  return { ...written, ...parsed, diagnostics: [...parsed.diagnostics, ...outside] }
}
