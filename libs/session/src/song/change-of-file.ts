import { existsSync } from 'node:fs'
import type { AudioProblem } from '@mixwright/audio-files'

/** What is wrong with a file that is not as it was when it was first looked at. */
export function changeOf(path: string): AudioProblem {
  const message = `${existsSync(path) ? 'changed' : 'vanished'} while it was read`
  return { code: 'AUDIO_CHANGED', message, fix: 'run it again when nothing else writes to it' }
}
