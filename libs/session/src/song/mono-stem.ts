import type { AudioInfo } from '@mixwright/audio-files'
import type { Diagnostic, Project, Stem } from '@mixwright/project'

/** True when both sides of a stem are the same signal, so that it is panned, not balanced. */
export function isMonoStem({ channels }: Pick<Stem, 'channels'>, recordedChannels: number): boolean {
  return recordedChannels === 1 || channels === 'left' || channels === 'right' || channels === 'mono'
}

/** Settings that only a stereo signal can have, on stems of one channel. */
export function checkMonoStems(project: Project, infos: ReadonlyMap<string, AudioInfo>): Diagnostic[] {
  return project.stems.flatMap((stem): Diagnostic[] => {
    const info = infos.get(stem.file)
    if (!info || !isMonoStem(stem, info.channels)) return []
    const subject = `stem '${stem.name}'`
    const found: Diagnostic[] = []
    if (typeof stem.pan === 'object' && 'left' in stem.pan) {
      const message = `${subject} pan: got places for two channels, and the stem has one`
      const place = project.place(['stems', stem.name, 'pan'])
      const fix = 'write one place, such as `pan: 20R`'
      found.push({ code: 'STEM_NOT_STEREO', severity: 'error', message, fix, subject, ...place })
    }
    if (stem.width !== 1) {
      const message = `${subject} width: does nothing, the stem has one channel`
      const place = project.place(['stems', stem.name, 'width'])
      found.push({ code: 'PROJECT_NO_EFFECT', severity: 'warning', message, fix: 'remove it', subject, ...place })
    }
    return found
  })
}
