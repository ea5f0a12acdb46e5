/** A single value, or what is best left in one piece, as it is written. */
export interface Leaf {
  readonly type: 'leaf'
  readonly raw: string
  /** The same for all ways to write the same. */
  readonly meaning: string
}

/** A map or list whose parts are known. */
export interface Collection {
  readonly type: 'map' | 'list'
  /** In braces or brackets. */
  readonly flow: boolean
  /** A block that begins on the line of the dash before it. */
  readonly compact: boolean
  /** From its first line, or from its bracket, to the end of what belongs to it. */
  readonly raw: string
  readonly meaning: string
  /** Where the keys or dashes stand, counted from 0. */
  readonly column: number
  readonly parts: readonly Part[]
  /** Of a block, comments below the last part; of a flow collection, what stands before its closing bracket. */
  readonly foot: string
}

/** The meaning of a key without a value. */
export const NOTHING = '""'

export type Piece = Leaf | Collection

/** An entry of a map or an item of a list, with the comments that belong to it. */
export interface Part {
  /** Text of the key; empty in a list. */
  readonly key: string
  /** In a block, whole lines of comments and blank lines above; in a flow collection, what stands before. */
  readonly lead: string
  /** From the key or dash to the value, without a comment: `gain: `, `- `, `bands:`. */
  readonly head: string
  readonly value: Piece
  /** At the end of the line, with the blanks before it. */
  readonly comment: string
  /** Whole lines of comments below a single value, indented further than it. */
  readonly after: string
}

export function isBlock(piece: Piece): piece is Collection {
  return piece.type !== 'leaf' && !piece.flow
}

/** The part with the given key. */
export function partOf(piece: Piece, key: string): Part | undefined {
  return piece.type === 'map' ? piece.parts.find((part) => part.key === key) : undefined
}

/** What a map or list of these parts means: the order of a map does not count, and none are the same as no value. */
export function meaningOf(type: 'map' | 'list', parts: readonly { key: string; meaning: string }[]): string {
  if (parts.length === 0) return NOTHING
  if (type === 'list') return `[${parts.map(({ meaning }) => meaning).join()}]`
  const entries = parts.map(({ key, meaning }) => `${JSON.stringify(key)}:${meaning}`)
  return `{${entries.sort().join()}}`
}

/** Text with the lines after its first `by` columns further right; to the left as far as there are blanks. */
export function shifted(text: string, by: number): string {
  if (by === 0) return text
  if (by > 0) return text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(by)}`)
  return text.replace(new RegExp(`\\n {1,${-by}}`, 'g'), '\n')
}

/** The same with its first line. */
export function linesShifted(text: string, by: number): string {
  return text === '' ? '' : shifted(`\n${text}`, by).slice(1)
}
