import { join } from 'node:path'
import { audioPath, type Song } from '@mixwright/session'
import { type AudioAtRevision, workingAudio } from './audio-at-revision.ts'
import { lockOf, type Revision } from './revision.ts'

/** A song as it was rendered last, to compare later saves with: of its recordings its lock tells. */
export function renderedSong(song: Song): Revision {
  const audio = song.audioFiles.map(({ path }) => [path, asLocked(audioPath(song, path))] as const)
  return { ...places(song), name: 'before', song, lock: lockOf(song), audio: new Map(audio) }
}

/**
 * A song as it lies on disk since then. Recordings that were not saved are those of before, without reading them again.
 *
 * @param saved whole paths of files that were saved
 */
export function savedSong(song: Song, before: Revision, saved: ReadonlySet<string>): Revision {
  const audio = [...workingAudio(song)].map(([written, one]): [string, AudioAtRevision] => {
    const isKnown = before.audio.has(written) && !saved.has(one.path)
    return [written, isKnown ? asLocked(one.path) : one]
  })
  return { ...places(song), name: 'now', song, lock: before.lock, audio: new Map(audio) }
}

function places(song: Song): Pick<Revision, 'folder' | 'mixFile'> {
  const { folder, file } = song
  return { folder, mixFile: join(folder, file.split(/[\\/]/).at(-1)!) }
}

function asLocked(path: string): AudioAtRevision {
  return { path, content: { kind: 'untracked' }, take: () => undefined }
}
