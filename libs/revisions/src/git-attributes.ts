import { ATTRIBUTES } from './git-drivers.ts'

const ABOUT = '# Mixes and audio compared and merged by Mixwright: `mixwright git setup`'

export interface EditedAttributes {
  text: string
  /** What was left as somebody had it, in words. */
  kept: string[]
}

/** `.gitattributes` with our lines at its end, unless they are there; what others set for a pattern is left as it is. */
export function withAttributes(text: string): EditedAttributes {
  const known = settingsOf(text)
  const kept: string[] = []
  const added: string[] = []
  for (const [pattern, wanted] of ATTRIBUTES) {
    const missing = wanted.filter((setting) => {
      const name = setting.split('=')[0]!
      const other = known.get(pattern)?.get(name)
      if (other !== undefined && other !== setting) kept.push(`${pattern} keeps ${other}`)
      return other === undefined
    })
    if (missing.length > 0) added.push([pattern, ...missing].join(' '))
  }
  if (added.length === 0) return { text, kept }
  const above = text === '' || text.endsWith('\n') ? text : `${text}\n`
  const head = above.includes(ABOUT) ? '' : `${above === '' ? '' : '\n'}${ABOUT}\n`
  return { text: `${above}${head}${added.join('\n')}\n`, kept }
}

/** The same without our lines. */
export function withoutAttributes(text: string): string {
  const lines = text.split('\n')
  const isOurs = (line: string) => {
    const [pattern = '', ...settings] = line.trim().split(/\s+/)
    const ours = ATTRIBUTES.get(pattern)
    return line === ABOUT || (ours !== undefined && settings.length > 0 && settings.every((one) => ours.includes(one)))
  }
  const from = lines.indexOf(ABOUT)
  if (from > 0 && lines[from - 1] === '') lines.splice(from - 1, 1)
  return lines.filter((line) => !isOurs(line)).join('\n')
}

/** What is set for each pattern, by the name of the attribute. */
function settingsOf(text: string): Map<string, Map<string, string>> {
  const known = new Map<string, Map<string, string>>()
  for (const line of text.split('\n')) {
    const [pattern = '', ...settings] = line.trim().split(/\s+/)
    if (pattern === '' || pattern.startsWith('#')) continue
    const named = known.get(pattern) ?? new Map<string, string>()
    for (const setting of settings) named.set(setting.replace(/^[-!]/, '').split('=')[0]!, setting)
    known.set(pattern, named)
  }
  return known
}
