import { readFileSync, statSync } from 'node:fs'
import { type Artwork, MAX_ARTWORK_BYTES, readArtwork } from '@mixwright/audio-files'
import type { Diagnostic, Project, Release } from '@mixwright/project'
import { whyOutside } from '../song/project-folder.ts'
import { audioPath, type Song } from '../song/song.ts'

/** Cover pictures by their paths as the mix file has them. */
export type Artworks = ReadonlyMap<string, Artwork>

const RGB_CHANNELS = 3

/** What names cover pictures. */
type Illustrated = Pick<Project, 'deliver' | 'place'> & Release

/** Reads every cover picture that a mix names; what cannot be used is an error, what players may spoil a warning. */
export function readArtworks(
  song: Pick<Song, 'folder'> & Partial<Pick<Song, 'within'>>,
  project: Illustrated,
): { artworks: Map<string, Artwork>; diagnostics: Diagnostic[] } {
  const artworks = new Map<string, Artwork>()
  const diagnostics: Diagnostic[] = []
  for (const { path, at } of mentions(project)) {
    const outside = whyOutside(path, song.folder, song.within)
    if (outside) {
      const message = `artwork: '${path}' ${outside.message}`
      diagnostics.push({ severity: 'error', ...outside, message, ...project.place(at) })
      continue
    }
    const read = readPicture(audioPath(song, path))
    const say = (code: Diagnostic['code'], severity: Diagnostic['severity'], said: string) =>
      diagnostics.push({ code, severity, message: `artwork: '${path}' ${said}`, ...project.place(at) })
    if ('artwork' in read) {
      artworks.set(path, read.artwork)
      for (const advice of adviceOn(read.artwork)) say('ARTWORK_ADVICE', 'warning', advice)
    } else say('ARTWORK_UNUSABLE', 'error', read.reason)
  }
  return { artworks, diagnostics }
}

/** Cover pictures that a mix names, as it writes their paths. */
export function artworkPaths(project: Illustrated): string[] {
  return mentions(project).map(({ path }) => path)
}

function mentions(project: Illustrated): { path: string; at: string[] }[] {
  const own = project.deliver.map(({ name, metadata }) => {
    return {
      path: typeof metadata === 'object' ? metadata.artwork : undefined,
      at: ['deliver', name, 'metadata', 'artwork'],
    }
  })
  return [{ path: project.artwork, at: ['artwork'] }, ...own].flatMap(({ path, at }) =>
    path === undefined ? [] : [{ path, at }],
  )
}

function readPicture(path: string): { artwork: Artwork } | { reason: string } {
  try {
    const stat = statSync(path)
    if (!stat.isFile()) return { reason: 'is not a file' }
    // A file that no audio file could carry is not read to find out what it is.
    if (stat.size > 4 * MAX_ARTWORK_BYTES)
      return { reason: `has ${stat.size} bytes, allowed up to ${MAX_ARTWORK_BYTES}` }
    return readArtwork(readFileSync(path))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return { reason: code === 'ENOENT' || code === 'ENOTDIR' ? 'no such file' : `cannot be read (${code})` }
  }
}

function adviceOn({ widthPx, heightPx, mimeType, depthBits }: Artwork): string[] {
  const advice: string[] = []
  if (widthPx !== heightPx) advice.push(`is ${widthPx} x ${heightPx} px: covers are square, players cut or pad others`)
  if (mimeType === 'image/jpeg' && depthBits > 8 * RGB_CHANNELS) advice.push('is in CMYK: players expect RGB')
  return advice
}
