import { roleOfWords } from './role-words.ts'

/** Side words at the end of a name, and L or R glued to a word that is known: `OHL`. */
const SIDES: Readonly<Record<string, 'left' | 'right'>> = {
  ...Object.fromEntries('l left lft links izq izquierda gauche sinistra'.split(' ').map((word) => [word, 'left'])),
  ...Object.fromEntries('r right rgt rechts der derecha droite destra'.split(' ').map((word) => [word, 'right'])),
}

/** Names of whole songs, unless an instrument stands beside them. */
const MIX_WORDS = new Set(
  'mix mixes master masters bounce bounced print ref 2mix mixbus stereo instrumental mezcla mischung preview demo'.split(
    ' ',
  ),
)
/** Names of whole songs, whatever stands beside them. */
const ALWAYS_MIX_WORDS = new Set(
  'mixdown premaster mastered reference referenz referencia roughmix fullmix stereomix mixmaster'.split(' '),
)
const MIX_PHRASES = [
  ' rough mix ',
  ' full mix ',
  ' stereo mix ',
  ' final mix ',
  ' stereo out ',
  ' mix down ',
  ' pre master ',
]

/**
 * The words of a name, in lower case and without accents: split at punctuation, between letters and digits and at
 * capitals, so that `02_LeadVox-dry.wav` gives 02, lead, vox, dry. The ending is taken off.
 */
export function nameWords(fileName: string): string[] {
  const stem = fileName.replace(/\.[^.]{1,5}$/, '')
  return stem
    .normalize('NFC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll}{2})/gu, '$1 $2')
    .replace(/(\p{L})(\p{Nd})/gu, '$1 $2')
    .replace(/(\p{Nd})(\p{L})/gu, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .flatMap(gluedSide)
}

/** `ohl` is `oh l`; `vocal` is a word. */
function gluedSide(word: string): string[] {
  const side = word.at(-1)
  if ((side !== 'l' && side !== 'r') || roleOfWords([word])) return [word]
  const rest = word.slice(0, -1)
  return ['oh', 'rm', 'room', 'gtr', 'amb', 'vox', 'keys', 'synth', 'pad'].includes(rest) ? [rest, side] : [word]
}

/** The side that a name ends in, apart from numbers, and the words without it. */
export function sideOf(words: readonly string[]): { side: 'left' | 'right'; rest: string[] } | undefined {
  for (let at = words.length - 1; at >= 1; at--) {
    const side = SIDES[words[at]!]
    if (side) return { side, rest: words.filter((_, index) => index !== at) }
  }
  return undefined
}

/** True for the name of a finished song, not of a stem of it. */
export function namesMix(words: readonly string[]): boolean {
  const text = ` ${words.join(' ')} `
  if (words.some((word) => ALWAYS_MIX_WORDS.has(word))) return true
  const isNamed = words.some((word) => MIX_WORDS.has(word)) || MIX_PHRASES.some((phrase) => text.includes(phrase))
  return isNamed && roleOfWords(words) === undefined
}

/**
 * The words of all names without those that every name begins and ends with: a song's title, a date, a tempo. Words that
 * name an instrument stay.
 */
export function withoutShared(names: readonly (readonly string[])[]): string[][] {
  if (names.length < 3) return names.map((words) => withoutTrackNumber(words))
  const isShared = (word: string | undefined, at: (words: readonly string[]) => string | undefined) => {
    return word !== undefined && !roleOfWords([word]) && names.every((words) => words.length > 1 && at(words) === word)
  }
  let head = 0
  while (isShared(names[0]![head], (words) => words[head]) && names.every((words) => words.length > head + 1)) head++
  let tail = 0
  const fromEnd = (words: readonly string[]) => words[words.length - 1 - tail]
  while (isShared(fromEnd(names[0]!), fromEnd) && names.every((words) => words.length > head + tail + 1)) tail++
  return names.map((words) => withoutTrackNumber(words.slice(head, words.length - tail)))
}

/** `01 kick in` is `kick in`; `808` stays. */
function withoutTrackNumber(words: readonly string[]): string[] {
  const isNumber = words.length > 1 && /^\d{1,3}$/.test(words[0]!) && !roleOfWords(words.slice(0, 1))
  return isNumber ? words.slice(1) : [...words]
}
