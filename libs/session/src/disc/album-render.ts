import { dirname, join, resolve } from 'node:path'
import { CD_BITS, CD_RATE_HZ, discTime, FIRST_PREGAP_SECTORS, SECTORS_A_SECOND } from '@mixwright/audio'
import type { Disc, PcmFile } from '@mixwright/audio-files'
import { type DiscLayout, layOutDisc } from '@mixwright/mastering'
import { type Album, compareByPlace, type Diagnostic } from '@mixwright/project'
import { hasErrors } from '../has-errors.ts'
import type { DiscWritten, TrackReading } from '../job.ts'
import type { FileMeasurement } from '../measure/measure.ts'
import { toJson } from '../output/json.ts'
import { overwrittenInputs } from '../output/overwritten-inputs.ts'
import { publish } from '../output/publish.ts'
import type { Staging } from '../output/staging.ts'
import { withStaging } from '../output/with-staging.ts'
import { expectedAlbum } from '../progress/expected-stages.ts'
import { type StageProgress, StageTimer } from '../progress/stage-timer.ts'
import { type Access, outsideFolder } from '../song/project-folder.ts'
import { audioPath, shownPath } from '../song/song.ts'
import { defaultThreads, runJob } from '../threads.ts'
import { ALBUM_FILE } from './album.ts'
import { type CheckedAlbum, type CheckedTrack, checkAlbum } from './album-check.ts'
import { makeTrack } from './album-track.ts'
import { discFileNames, discFilePaths } from './disc-outputs.ts'
import { discProblems, type ToldDisc } from './disc-problems.ts'

export interface AlbumOptions extends Access {
  /** Folder of the outputs. Default: `out` beside the album file. */
  out?: string | undefined
  /** Threads. Default: one a core. */
  jobs?: number | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: StageProgress) => void) | undefined
}

/** A track of the `album` document. */
export interface AlbumTrackResult extends TrackReading {
  track: number
  title: string | null
  artist: string | null
  isrc: string | null
  /** Index 01 as the disc counts it, pregap included: `MM:SS:FF`. */
  start: string
  /** From index 01 to that of the next track, or to the lead-out. */
  lengthS: number
  gapS: number
}

/** The `album` document. */
export interface AlbumDocument {
  dir: string
  /** The whole disc in one stream; null when it could not be made. */
  album: (FileMeasurement & { sectors: number; sha256: string; pcmSha256: string }) | null
  tracks: AlbumTrackResult[]
  /** What was written. */
  files: string[]
  /** Seconds of each stage. */
  timings: Record<string, number>
  diagnostics: Diagnostic[]
}

/** An album's document, and the texts that its diagnostics point into. */
export interface RenderedAlbum {
  document: AlbumDocument
  texts: ReadonlyMap<string, string>
}

const OUTPUT = 'album'
const REPORT_OUTPUT = `${OUTPUT}.json`

/**
 * Writes an album as one stream with cue sheet, CD-Text and DDP fileset. All of it appears when it is finished; after an
 * error nothing is written.
 */
export async function renderAlbum(path: string, options: AlbumOptions = {}): Promise<RenderedAlbum> {
  const timer = new StageTimer(options.onProgress)
  const checked = await timer.stage('checking', () => checkAlbum(path, options))
  const { written, diagnostics, texts } = checked
  if (options.out === undefined) diagnostics.push(...outsideFolder('out', written.folder, written.within))
  const dir = dirname(written.file)
  const document: AlbumDocument = { dir, album: null, tracks: [], files: [], timings: timer.timings, diagnostics }
  if (!hasErrors(diagnostics)) {
    const out = options.out === undefined ? audioPath(written, 'out') : resolve(options.out)
    timer.expect(expectedAlbum(checked))
    const failure = await withStaging(out, (staging) => renderInto(staging, out, checked, document, options, timer))
    if (failure) diagnostics.push(failure)
    if (document.album === null) diagnostics.push(...checked.changed())
  }
  diagnostics.sort(compareByPlace)
  return { document, texts }
}

async function renderInto(
  staging: Staging,
  out: string,
  { written, tracks, changed }: CheckedAlbum,
  document: AlbumDocument,
  { jobs = defaultThreads(), signal }: AlbumOptions,
  timer: StageTimer,
): Promise<void> {
  const album = written.album!
  const { diagnostics } = document
  const audio: PcmFile[] = []
  for (const [index, track] of tracks.entries()) {
    const made = await timer.stage(`track ${index + 1}`, (onProgress) => {
      return makeTrack(album, index, track, { jobs, staging, signal, onProgress })
    })
    diagnostics.push(...made.diagnostics)
    if (made.audio) audio.push(made.audio)
  }
  if (hasErrors(diagnostics)) return
  const layout = layOutDisc(
    audio.map(({ frames }, index) => {
      const { gapS = album.gapS, indexAtS } = album.tracks[index]!
      return { frames, gapS, indexAtS }
    }),
  )
  const disc = describeDisc(album, tracks, layout)
  diagnostics.push(...discProblems(layout, disc, toldOf(album)))
  if (hasErrors(diagnostics)) return

  const audioPath = staging.path(`${OUTPUT}.wav`)
  const paths = discFilePaths(staging, OUTPUT, 'both')
  const result = await timer.stage('writing the disc', (onProgress) => {
    return runJob({ kind: 'disc', tracks: audio, layout, disc, audioPath, paths }, { signal, onProgress })
  })
  if ('problem' in result) throw new Error(`the album cannot be read back: ${result.problem.message}`)
  const outputs = [`${OUTPUT}.wav`, ...discFileNames(OUTPUT, 'both', result.disc), REPORT_OUTPUT]
  const inputs = [join(written.folder, ALBUM_FILE), ...inputsOf(tracks)]
  diagnostics.push(...overwrittenInputs(inputs, out, outputs), ...peakWarnings(album, result.disc.tracks))
  if (hasErrors(diagnostics) || changed().length > 0) return
  document.files = outputs.map((name) => shownPath(join(out, name)))
  fillIn(document, layout, disc, result.disc, shownPath(join(out, `${OUTPUT}.wav`)))
  staging.write(REPORT_OUTPUT, toJson(document))
  publish(staging, out, { report: REPORT_OUTPUT, names: outputs })
}

function describeDisc(album: Album, tracks: readonly CheckedTrack[], layout: DiscLayout): Disc {
  const { title, artist, songwriter, composer, arranger, message, upc, language } = album
  return {
    sectors: layout.sectors,
    tracks: layout.tracks.map(({ startSector, gapSectors, indexSectors }, index) => {
      const { isrc, text, written } = tracks[index]!
      return { startSector, gapSectors, indexSectors, isrc, flags: written.flags, text }
    }),
    upc: upc?.padStart(13, '0'),
    text: { title, performer: artist, songwriter, composer, arranger, message },
    language,
  }
}

function toldOf(album: Album): ToldDisc {
  return {
    disc: 'album',
    track: (track) => `track ${track + 1}`,
    place: (track, key) => {
      if (track === undefined) return album.place(['tracks'])
      return (key && album.place(['tracks', track, key])) || placeOfTrack(album, track)
    },
  }
}

function peakWarnings(album: Album, readings: readonly TrackReading[]): Diagnostic[] {
  return readings.flatMap(({ truePeakDbtp }, index): Diagnostic[] => {
    if (truePeakDbtp <= 0) return []
    const message = `track ${index + 1} true peak: got ${truePeakDbtp.toFixed(2)} dBTP, over 0 some players distort`
    return [{ code: 'DISC_PEAKS', severity: 'warning', message, ...placeOfTrack(album, index) }]
  })
}

function placeOfTrack(album: Album, index: number) {
  return album.place(['tracks', index, 'file']) ?? album.place(['tracks', index, 'song'])
}

function inputsOf(tracks: readonly CheckedTrack[]): string[] {
  return tracks.flatMap(({ source }) => {
    return source.kind === 'file' ? [source.info.path] : [...source.checked.infos.values()].map(({ path }) => path)
  })
}

function fillIn(document: AlbumDocument, layout: DiscLayout, disc: Disc, made: DiscWritten, file: string): void {
  const { measurement, sha256, pcmSha256, tracks } = made
  const shape = { sampleRateHz: CD_RATE_HZ, channels: 2, bitDepth: CD_BITS }
  document.album = { file, ...shape, ...measurement, sectors: layout.sectors, sha256, pcmSha256 }
  document.tracks = layout.tracks.map(({ startSector, sectors, gapSectors }, index) => {
    const { text, isrc = null } = disc.tracks[index]!
    return {
      track: index + 1,
      title: text.title ?? null,
      artist: text.performer ?? null,
      isrc,
      start: discTime(FIRST_PREGAP_SECTORS + startSector, ':'),
      lengthS: sectors / SECTORS_A_SECOND,
      gapS: (index === 0 ? FIRST_PREGAP_SECTORS : gapSectors) / SECTORS_A_SECOND,
      ...tracks[index]!,
    }
  })
}
