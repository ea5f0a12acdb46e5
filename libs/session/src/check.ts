import type { AudioInfo } from '@mixwright/audio-files'
import { type Diagnostic, inOrder } from '@mixwright/project'
import { withoutAllowed } from './advice/advice.ts'
import { writtenAdvice } from './advice/written-advice.ts'
import { hasErrors } from './has-errors.ts'
import type { PlannedDelivery } from './master/plan-delivery.ts'
import type { FileStamps } from './song/file-stamps.ts'
import { checkMonoStems } from './song/mono-stem.ts'
import { probeSongAudio, scanSongAudio } from './song/prepare-audio.ts'
import type { Access } from './song/project-folder.ts'
import { loadSong, type Song } from './song/song.ts'
import { type Version, versionsOf } from './song/version.ts'

/** A mix, all that is wrong with it, and what its audio files are. */
export interface Checked {
  song: Song
  infos: ReadonlyMap<string, AudioInfo>
  /** What those files were like before anything of them was read. */
  stamps: FileStamps
  /** Of the mix itself. */
  deliveries: readonly PlannedDelivery[]
  /** The mix itself, then its variants; none when the text has errors. */
  versions: readonly Version[]
  diagnostics: Diagnostic[]
}

export interface CheckOptions extends Access {
  /** Also reads the samples of float files, for what is no number. Default: headers only. */
  samples?: boolean | undefined
}

/** Finds everything that can be wrong with a mix without rendering it. */
export async function checkMix(path: string, { samples = false, ...access }: CheckOptions = {}): Promise<Checked> {
  const song = loadSong(path, access)
  const audio = await probeSongAudio(song)
  const { versions, diagnostics: undeliverable } = versionsOf(song)
  const mono = versions.flatMap(({ project }) => checkMonoStems(project, audio.infos))
  const scanned = samples ? await scanSongAudio(song, audio) : []
  const found = [...song.diagnostics, ...undeliverable, ...audio.diagnostics, ...mono, ...scanned]
  // Mistakes come first.
  const advised = song.project && !hasErrors(found) ? writtenAdvice(song.project, audio.infos) : []
  const diagnostics = withoutAllowed(inOrder([...found, ...advised]), song.project)
  return {
    song,
    infos: audio.infos,
    stamps: audio.stamps,
    deliveries: versions[0]?.deliveries ?? [],
    versions,
    diagnostics,
  }
}
