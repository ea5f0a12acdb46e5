import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AudioInfo, type FileTags, readTags, type WrittenTags } from '@mixwright/audio-files'
import { type Diagnostic, type Release, requestRelease, type WrittenSettings } from '@mixwright/project'
import { type Artworks, readArtworks } from './artwork.ts'

/** Release data for the masters of a file, and the pictures that it names. */
export interface RequestedRelease {
  values: Release
  artworks: Artworks
  diagnostics: Diagnostic[]
}

const NO_TAGS: FileTags = { texts: {} }

/**
 * The release data that masters of a file carry: what was written, over the tags of the file. A tag that is none we
 * could write is a warning and left out; a written text that is wrong is an error.
 *
 * @param written keys and texts as at the top of a mix file; `artwork` starts at the working folder
 * @param isCarried whether the tags of the file count
 */
export async function requestedRelease(
  info: AudioInfo,
  written: WrittenSettings,
  isCarried: boolean,
): Promise<RequestedRelease> {
  const own = requestRelease(written)
  const { texts, artwork } = isCarried ? await tagsOf(info) : NO_TAGS
  const carried = requestRelease(carriedTexts(texts, written))
  const values: Release = { ...carried.release, ...own.release }
  const pictures = readArtworks({ folder: process.cwd() }, { ...own.release, deliver: [], place: () => undefined })
  const artworks = new Map(pictures.artworks)
  if (artwork && written.artwork === undefined) {
    Object.assign(values, { artwork: info.path })
    artworks.set(info.path, artwork)
  }
  const leftOut = carried.diagnostics.map(({ message }): Diagnostic => {
    const said = `'${info.path}' tag ${message}; it is left out`
    return { code: 'AUDIO_TAG_LEFT_OUT', severity: 'warning', file: info.path, message: said }
  })
  return { values, artworks, diagnostics: [...own.diagnostics, ...pictures.diagnostics, ...leftOut] }
}

async function tagsOf(info: AudioInfo): Promise<FileTags> {
  const folder = mkdtempSync(join(tmpdir(), 'mixwright-'))
  try {
    return await readTags(info, join(folder, 'cover'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The tags of a file that nothing was written in place of, in the words of a mix file. */
function carriedTexts({ date, ...texts }: WrittenTags, written: WrittenSettings): WrittenSettings {
  const [day, year] = /^(\d{4})(?:-\d\d-\d\d)?/.exec(date ?? '') ?? []
  const isDay = day !== undefined && day.length > 4
  const dates = { ...(isDay ? { date: day } : {}), ...(year !== undefined && !isDay ? { year } : {}) }
  const hasDate = written.date !== undefined || written.year !== undefined
  const all = { ...texts, ...(hasDate ? {} : dates) }
  return Object.fromEntries(Object.entries(all).filter(([key]) => written[key] === undefined))
}
