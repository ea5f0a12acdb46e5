import { isLatin1 } from '@mixwright/audio'
import type { AudioInfo, DiscText } from '@mixwright/audio-files'
import {
  type Album,
  type AlbumTrack,
  compareByPlace,
  type Delivery,
  type Diagnostic,
  foreignTo,
  latinFix,
  type Project,
} from '@mixwright/project'
import { type Checked, checkMix } from '../check.ts'
import { type DeliveryOrder, type PlannedDelivery, planDeliveries } from '../master/plan-delivery.ts'
import { changedAudio } from '../song/changed-audio.ts'
import { probeSongAudio } from '../song/prepare-audio.ts'
import { type Access, whyOutside } from '../song/project-folder.ts'
import { audioPath } from '../song/song.ts'
import { loadAlbum, type WrittenAlbum } from './album.ts'

/** A track, and what its audio is made from. */
export interface CheckedTrack {
  written: AlbumTrack
  source: SongSource | FileSource
  text: DiscText
  isrc: string | undefined
}

/** A mix, and the delivery that becomes the track. */
export interface SongSource {
  kind: 'song'
  checked: Checked
  order: DeliveryOrder
  planned: PlannedDelivery
}

export interface FileSource {
  kind: 'file'
  info: AudioInfo
}

/** An album, all that is wrong with it and with its songs, and its tracks when nothing is. */
export interface CheckedAlbum {
  written: WrittenAlbum
  tracks: readonly CheckedTrack[]
  diagnostics: Diagnostic[]
  /** Errors for audio files that are no longer as they were when they were first looked at. */
  changed(): Diagnostic[]
  /** The texts that diagnostics point into, by the names of their files. */
  texts: ReadonlyMap<string, string>
}

/** Finds everything that can be wrong with an album without rendering it. */
export async function checkAlbum(path: string, access: Access = {}): Promise<CheckedAlbum> {
  const written = loadAlbum(path, access)
  const { album, audioFiles } = written
  const files = audioFiles.filter(({ use }) => use === 'track')
  const ownFiles = { ...written, audioFiles: files }
  const { infos, stamps, diagnostics: ofFiles } = await probeSongAudio(ownFiles)
  const songs = new Map<string, Checked>()
  for (const { path: song } of audioFiles.filter(({ use }) => use === 'song')) {
    if (songs.has(song) || whyOutside(song, written.folder, written.within)) continue
    songs.set(song, await checkMix(audioPath(written, song), access))
  }
  const ofSongs = [...songs.values()].flatMap(({ diagnostics }) => diagnostics)
  const diagnostics = [...written.diagnostics, ...ofFiles, ...ofSongs]
  const tracks = album ? checkTracks(album, infos, songs, diagnostics) : []
  if (album) diagnostics.push(...sameCodes(album, tracks), ...missingTitles(album, tracks))
  const texts = [[written.file, written.text] as const, ...[...songs.values()].flatMap(({ song }) => [...song.texts])]
  const changed = () => [
    ...changedAudio(ownFiles, stamps),
    ...[...songs.values()].flatMap((checked) => changedAudio(checked.song, checked.stamps)),
  ]
  return { written, tracks, diagnostics: diagnostics.sort(compareByPlace), changed, texts: new Map(texts) }
}

function checkTracks(
  album: Album,
  infos: ReadonlyMap<string, AudioInfo>,
  songs: ReadonlyMap<string, Checked>,
  diagnostics: Diagnostic[],
): CheckedTrack[] {
  return album.tracks.flatMap((written, index): CheckedTrack[] => {
    if (written.song === undefined) {
      const info = infos.get(written.file!)
      const { isrc } = written
      return info ? [{ written, source: { kind: 'file', info }, text: textOf(album, written), isrc }] : []
    }
    const checked = songs.get(written.song)
    const project = checked?.song.project
    if (!checked || !project) return []
    const text = textOf(album, written, project)
    diagnostics.push(...foreignTexts(album, index, text))
    const chosen = chooseDelivery(album, index, checked, project)
    if ('diagnostic' in chosen) {
      diagnostics.push(chosen.diagnostic)
      return []
    }
    return [{ written, source: { kind: 'song', checked, ...chosen }, text, isrc: written.isrc ?? project.isrc }]
  })
}

function textOf(album: Album, track: AlbumTrack, song?: Project): DiscText {
  return {
    title: track.title ?? song?.title?.normalize('NFC'),
    performer: track.artist ?? song?.artist?.normalize('NFC') ?? album.artist,
    songwriter: track.songwriter ?? album.songwriter,
    composer: track.composer ?? album.composer,
    arranger: track.arranger ?? album.arranger,
    message: track.message,
  }
}

/** The delivery of a song that becomes its track: without the silence at its end, and as a WAV file. */
function chooseDelivery(
  album: Album,
  index: number,
  { deliveries }: Checked,
  project: Project,
): { order: DeliveryOrder; planned: PlannedDelivery } | { diagnostic: Diagnostic } {
  const wanted = album.tracks[index]!.delivery
  const isDisc = ({ plan }: PlannedDelivery) => plan.wholeSectors
  const discs = deliveries.filter(isDisc)
  const found = wanted === undefined ? discs[0] : discs.find(({ name }) => name === wanted)
  if (found) return { order: project, planned: asTrack(found) }
  if (wanted !== undefined) {
    const names = discs.map(({ name }) => name).join(', ') || 'none: the song has no delivery for the target cd'
    const message = `track ${index + 1} delivery: got '${wanted}', allowed ${names}`
    const place = album.place(['tracks', index, 'delivery'])
    return { diagnostic: { code: 'DELIVERY_UNKNOWN_TARGET', severity: 'error', message, ...place } }
  }
  const { place } = project
  const order: DeliveryOrder = { ...project, deliver: [{ name: 'cd', target: 'cd', inserts: [] }], place }
  return { order, planned: asTrack(planDeliveries(order).planned[0]!) }
}

function asTrack(planned: PlannedDelivery): PlannedDelivery {
  const format = { codec: 'wav', bits: 16, float: false } as const
  const delivery: Delivery = { ...planned.delivery, image: 'none' }
  return { ...planned, delivery, plan: { ...planned.plan, format, wholeSectors: false } }
}

const WRITTEN_KEYS = { title: 'title', performer: 'artist' } as const

/** Texts that come from the song and that a disc cannot carry. */
function foreignTexts(album: Album, index: number, text: DiscText): Diagnostic[] {
  return (['title', 'performer'] as const).flatMap((kind): Diagnostic[] => {
    const said = text[kind]
    if (said === undefined || isLatin1(said)) return []
    const key = WRITTEN_KEYS[kind]
    const message = `track ${index + 1} ${key} of the song: ${foreignTo(said)}`
    const fix = `give the track a \`${key}\` of its own: ${latinFix(said)}`
    return [{ code: 'DISC_TEXT', severity: 'error', message, fix, ...album.place(['tracks', index, 'song']) }]
  })
}

function sameCodes(album: Album, tracks: readonly CheckedTrack[]): Diagnostic[] {
  const first = new Map<string, number>()
  return tracks.flatMap(({ isrc }, index): Diagnostic[] => {
    if (isrc === undefined) return []
    const other = first.get(isrc)
    first.set(isrc, other ?? index)
    if (other === undefined) return []
    const message = `track ${index + 1} isrc: got ${isrc}, which is that of track ${other + 1}`
    const place = album.place(['tracks', index, 'isrc']) ?? album.place(['tracks', index])
    return [{ code: 'DISC_SAME_ISRC', severity: 'warning', message, ...place }]
  })
}

function missingTitles(album: Album, tracks: readonly CheckedTrack[]): Diagnostic[] {
  const hasTitles = album.title !== undefined || tracks.some(({ text }) => text.title !== undefined)
  if (!hasTitles || tracks.length < album.tracks.length) return []
  return tracks.flatMap(({ text }, index): Diagnostic[] => {
    if (text.title !== undefined) return []
    const message = `track ${index + 1} title: missing, though the disc has titles`
    const place = album.place(['tracks', index, 'file']) ?? album.place(['tracks', index])
    return [{ code: 'DISC_NO_TITLE', severity: 'warning', message, fix: 'add `title: …`', ...place }]
  })
}
