import { ATTRIBUTES } from './git-drivers.ts'

const ABOUT = '# Mixes and audio compared and merged by Mixwright: `mixwright git setup`'

/** Lines that former versions wrote. */
const FORMER: ReadonlyMap<string, readonly string[]> = new Map([['mix.lock', ['merge=mixwright-lock']]])

export interface EditedAttributes {
  text: string
  /** What was left as somebody had it, in words. */
  kept: string[]
}

/**
 * `.gitattributes` with our lines at its head, unless they are there: git goes by the last line that matches, so what
 * others set, for the same pattern or for some of its files, stays as it is.
 */
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
  const lines = `${added.join('\n')}\n`
  if (text.includes(`${ABOUT}\n`)) return { text: text.replace(`${ABOUT}\n`, () => `${ABOUT}\n${lines}`), kept }
  return { text: `${ABOUT}\n${lines}${text === '' ? '' : `\n${text}`}`, kept }
}

/** The same without our lines. */
export function withoutAttributes(text: string): string {
  const lines = text.split('\n')
  const isOurs = (line: string) => {
    const [pattern = '', ...settings] = line.trim().split(/\s+/)
    const ours = ATTRIBUTES.get(pattern) ?? FORMER.get(pattern)
    return line === ABOUT || (ours !== undefined && settings.length > 0 && settings.every((one) => ours.includes(one)))
  }
  const last = lines.findLastIndex(isOurs)
  if (last >= 0 && lines[last + 1] === '' && last + 2 < lines.length) lines.splice(last + 1, 1)
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
