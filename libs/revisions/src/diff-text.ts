import type { Told } from './change.ts'

/** Changes grouped by what they are about, in the order of the signal: a line for each strip, its changes below. */
export function diffText(told: readonly Told[], heading = (subject: string) => subject): string {
  const groups = bySubject(told).map(({ subject, said }) => {
    return subject === '' ? said.join('\n') : [heading(subject), ...said.map((line) => `  ${line}`)].join('\n')
  })
  return groups.join('\n\n')
}

/** The same for a pull request. */
export function diffMarkdown(told: readonly Told[], from: string, to: string): string {
  const title = `### ${escaped(from)} → ${escaped(to)}`
  if (told.length === 0) return `${title}\n\nNothing changed.`
  const groups = bySubject(told).map(({ subject, said }) => {
    const lines = said.map((line) => `- ${escaped(line)}`)
    return subject === '' ? lines.join('\n') : [`**${escaped(subject)}**`, '', ...lines].join('\n')
  })
  return [title, ...groups].join('\n\n')
}

interface Group {
  subject: string
  said: string[]
}

/** What is about the song itself comes first. */
function bySubject(told: readonly Told[]): Group[] {
  const groups = new Map<string, string[]>([['', []]])
  for (const { subject, said } of told) groups.set(subject, [...(groups.get(subject) ?? []), said])
  return [...groups].filter(([, said]) => said.length > 0).map(([subject, said]) => ({ subject, said }))
}

/** Names can hold underscores and the like, which Markdown would take for its own. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, (mark) => `\\${mark}`)
}
