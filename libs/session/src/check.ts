import type { AudioInfo } from '@mixwright/audio-files'
import { compareByPlace, type Diagnostic } from '@mixwright/project'
import { readArtworks } from './artwork.ts'
import { checkMonoStems } from './mono-stem.ts'
import { type PlannedDelivery, planDeliveries } from './plan-delivery.ts'
import { probeSongAudio } from './prepare-audio.ts'
import { loadSong, type Song } from './song.ts'

/** A mix, all that is wrong with it, and what its audio files are. */
export interface Checked {
  song: Song
  infos: ReadonlyMap<string, AudioInfo>
  deliveries: readonly PlannedDelivery[]
  diagnostics: Diagnostic[]
}

/** Finds everything that can be wrong with a mix without rendering it. */
export async function checkMix(path: string): Promise<Checked> {
  const song = loadSong(path)
  const audio = await probeSongAudio(song)
  const pictures = song.project ? readArtworks(song, song.project) : { artworks: new Map(), diagnostics: [] }
  const deliveries = song.project ? planDeliveries(song.project, pictures.artworks) : { planned: [], diagnostics: [] }
  const mono = song.project ? checkMonoStems(song.project, audio.infos) : []
  const found = [song, deliveries, audio, pictures].flatMap((part) => part.diagnostics)
  const diagnostics = [...found, ...mono].sort(compareByPlace)
  return { song, infos: audio.infos, deliveries: deliveries.planned, diagnostics }
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error')
}
