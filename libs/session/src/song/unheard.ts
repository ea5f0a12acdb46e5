import type { Diagnostic, Project } from '@mixwright/project'

/** An error for a mix without length: no stem is heard, and none is given. */
export function unheard(project: Project, songS: number): Diagnostic | undefined {
  if (songS > 0) return undefined
  const place = project.place(['stems'])
  const message = 'no stem is heard: each is muted, or others are soloed'
  const fix = 'let one be heard, or write a `length`'
  return { code: 'STEM_NONE', severity: 'error', message, fix, ...place }
}
