import { AudioFault, type AudioProblem } from '@mixwright/audio-files'

/** What reading a file comes to; that it has vanished, or is no longer what it was, is an answer. */
export function orProblem<T extends object>(read: () => T): T | { problem: AudioProblem } {
  try {
    return read()
  } catch (error) {
    if (error instanceof AudioFault) return { problem: error.problem }
    throw error
  }
}
