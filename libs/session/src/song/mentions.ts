import type { AudioMention, Diagnostic } from '@mixwright/project'
import { whyOutside } from './project-folder.ts'

/** Every place that names a file; a place that an alias repeats counts once. */
export function mentionsOnce(mentions: readonly AudioMention[]): AudioMention[] {
  const places = new Map(
    mentions.map((mention) => {
      const { file, line, column } = mention.place
      return [`${line}:${column}:${file}`, mention]
    }),
  )
  return [...places.values()]
}

/** An error for every place that names a file which the file in `folder` may not read. */
export function outsideMentions(
  mentions: readonly AudioMention[],
  folder: string,
  within: string | undefined,
): Diagnostic[] {
  const reasons = new Map(mentions.map(({ path }) => [path, whyOutside(path, folder, within)]))
  return mentionsOnce(mentions).flatMap(({ path, place, subject }): Diagnostic[] => {
    const outside = reasons.get(path)
    if (!outside) return []
    return [{ severity: 'error', subject, ...place, ...outside, message: `${subject}: '${path}' ${outside.message}` }]
  })
}
