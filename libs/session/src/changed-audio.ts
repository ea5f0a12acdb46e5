import { existsSync } from 'node:fs'
import type { Diagnostic } from '@mixwright/project'
import type { FileStamps } from './file-stamps.ts'
import { mentionsOnce } from './mentions.ts'
import { audioPath, type Song } from './song.ts'

/** An error for every place that names a file which is not as it was when it was first looked at. */
export function changedAudio(song: Pick<Song, 'folder' | 'audioFiles'>, stamps: FileStamps): Diagnostic[] {
  const changed = new Set(stamps.changed())
  const fix = 'render again when nothing else writes to it'
  return mentionsOnce(song.audioFiles)
    .filter(({ path }) => changed.has(path))
    .map(({ path, place, subject }) => {
      const what = existsSync(audioPath(song, path)) ? 'changed' : 'vanished'
      const message = `${subject}: '${path}' ${what} while it was read`
      return { code: 'AUDIO_CHANGED', severity: 'error', subject, ...place, message, fix }
    })
}
