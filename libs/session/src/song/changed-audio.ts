import type { Diagnostic } from '@mixwright/project'
import { changeOf } from './change-of-file.ts'
import type { FileStamps } from './file-stamps.ts'
import { mentionsOnce } from './mentions.ts'
import { audioPath, type Song } from './song.ts'

/** An error for every place that names a file which is not as it was when it was first looked at. */
export function changedAudio(song: Pick<Song, 'folder' | 'audioFiles'>, stamps: FileStamps): Diagnostic[] {
  const changed = new Set(stamps.changed())
  return mentionsOnce(song.audioFiles)
    .filter(({ path }) => changed.has(path))
    .map(({ path, place, subject }) => {
      const { message, ...problem } = changeOf(audioPath(song, path))
      const said = `${subject}: '${path}' ${message}`
      return { ...problem, severity: 'error', subject, ...place, message: said }
    })
}
