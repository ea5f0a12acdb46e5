import { mergedComment, mergedLines, strayComments, strayCommentsIn } from './comments.ts'
import { type MergedCollection, type MergedPart, type MergedValue, renamedSide } from './merge-pieces.ts'
import type { Trio } from './pair-up.ts'
import { type Collection, isBlock, linesShifted, type Part, shifted } from './piece.ts'

/** What to write where the sides conflict: the text of one of them, or both between marks. */
export type Resolution = 'ours' | 'theirs' | Marks

export interface Marks {
  readonly ours: string
  readonly theirs: string
  /** Length of a mark. */
  readonly size: number
}

type Side = 'ours' | 'theirs'

/** The text of a merged mix. */
export function layOut(root: MergedCollection, resolution: Resolution): string {
  return new Layout(resolution).block(root, 0, undefined)
}

class Layout {
  readonly #resolution: Resolution

  constructor(resolution: Resolution) {
    this.#resolution = resolution
  }

  /** Lines of a block whose keys stand at `column`; `first` stands before the first of them, where given. */
  block(collection: MergedCollection, column: number, first: string | undefined): string {
    const { base, ours, theirs, parts } = collection
    const move = { base: column - (base?.column ?? 0), ours: column - ours.column, theirs: column - theirs.column }
    const written = parts.filter((part) => part.value === 'gone' || isWritten(part, this.#resolution))
    if (first !== undefined) {
      // What begins on the line of a dash cannot begin with comments.
      const top = written.findIndex(({ value }) => value !== 'gone')
      written.unshift(...written.splice(top, 1))
    }
    const lines = written.map((part, index) => {
      const begin = index === 0 && first !== undefined ? first : ' '.repeat(column)
      return part.value === 'gone' ? strays(part, begin) : this.#part(part, { collection, column, move }, begin)
    })
    return lines.join('') + mergedLines(...linesOf(collection, 'foot', move))
  }

  #part(part: MergedPart, within: Within, begin: string): string {
    const { base, ours, theirs } = part
    const value = part.value as MergedValue
    const { move } = within
    if (!ours || !theirs) {
      if (value === 'either') return this.#both(verbatim(ours, begin, move.ours), verbatim(theirs, begin, move.theirs))
      return verbatim(ours ?? theirs, begin, ours ? move.ours : move.theirs)
    }
    const lead = mergedLines(...linesOf({ base, ours, theirs }, 'lead', move))
    const after = mergedLines(...linesOf({ base, ours, theirs }, 'after', move))
    return lead + this.#body({ base, ours, theirs }, value, within, begin) + after
  }

  #body({ base, ours, theirs }: Both, value: MergedValue, within: Within, begin: string): string {
    const { move, column, collection } = within
    const line = (side: Side, part: Part) => begin + shifted(bodyOf(part), move[side])
    if (value === 'either') return this.#both(line('ours', ours), line('theirs', theirs))
    const comment = mergedComment(base?.comment ?? '', ours.comment, theirs.comment)
    const final = (part: Part): Part => ({ ...part, head: headOf(part, { base, ours, theirs }), comment })
    if (typeof value === 'string') {
      const [kept, left] = value === 'ours' ? [ours, theirs] : [theirs, ours]
      const strays = strayCommentsIn(base?.value, left.value, kept.value)
      return line(value, final(kept)) + strays.map((comment) => `${' '.repeat(column)}${comment}\n`).join('')
    }
    const side = isBlock(theirs.value) && !isBlock(ours.value) ? 'theirs' : 'ours'
    const skeleton = final(side === 'ours' ? ours : theirs)
    const { head } = skeleton
    const own = skeleton.value as Collection
    if (own.flow) {
      const inline = (from: Side) => `${begin}${shifted(head, move.ours)}${flowText(value, from, move)}${comment}\n`
      return this.#both(inline('ours'), inline('theirs'))
    }
    if (!value.parts.some((inner) => isWritten(inner, this.#resolution))) {
      const empty = `${begin}${head.trimEnd()} ${own.type === 'map' ? '{}' : '[]'}${comment}\n`
      return empty + value.parts.map((inner) => strays(inner, ' '.repeat(column))).join('')
    }
    const inside = column + own.column - collection[side].column
    if (own.compact) return this.block(value, inside, begin + head)
    return `${begin}${head}${comment}\n${this.block(value, inside, undefined)}`
  }

  #both(ours: string, theirs: string): string {
    if (this.#resolution === 'ours') return ours
    if (this.#resolution === 'theirs') return theirs
    return ours === theirs ? ours : marked(ours, theirs, this.#resolution)
  }
}

type Moves = Readonly<Record<'base' | Side, number>>

/** The block that a part is laid out in. */
interface Within {
  readonly collection: MergedCollection
  readonly column: number
  /** How far the text of each side moves to the right. */
  readonly move: Moves
}

interface Both {
  readonly base: Part | undefined
  readonly ours: Part
  readonly theirs: Part
}

/** Comments that are left of a part, each in a line of its own. */
function strays({ base, ours, theirs, value }: MergedPart, begin: string): string {
  if (value !== 'gone') return ''
  return strayComments(base, (ours ?? theirs)!)
    .map((comment) => `${begin}${comment}\n`)
    .join('')
}

/** False for a part that was removed by the side that is to win. */
function isWritten({ value, ours, theirs }: MergedPart, resolution: Resolution): boolean {
  if (value === 'gone') return false
  if (value !== 'either' || typeof resolution !== 'string') return true
  return (resolution === 'ours' ? ours : theirs) !== undefined
}

/** Lines of comments of all three, where they will stand. */
function linesOf<K extends string>(
  { base, ours, theirs }: { base: Record<K, string> | undefined; ours: Record<K, string>; theirs: Record<K, string> },
  key: K,
  move: Moves,
): [base: string, ours: string, theirs: string] {
  return [
    linesShifted(base?.[key] ?? '', move.base),
    linesShifted(ours[key], move.ours),
    linesShifted(theirs[key], move.theirs),
  ]
}

/** A part as one side has it; nothing where it has none. */
function verbatim(part: Part | undefined, begin: string, by: number): string {
  if (!part) return ''
  return linesShifted(part.lead, by) + begin + shifted(bodyOf(part), by) + linesShifted(part.after, by)
}

/** A part from its key or dash to the end of its last line. */
function bodyOf({ head, value, comment }: Part): string {
  if (isBlock(value)) return value.compact ? head + value.raw : `${head}${comment}\n${value.raw}`
  return value.raw.endsWith('\n') ? head + value.raw : `${head}${value.raw}${comment}\n`
}

/** The key of a part as it is written, quotes included. */
function keyText({ key, head }: Part): string {
  return key === '' ? '' : head.slice(0, head.lastIndexOf(':'))
}

/** The head of a part with the key that both sides agree on. */
function headOf(part: Part, { base, ours, theirs }: Trio): string {
  const namesake = ours && theirs ? renamedSide({ base, ours, theirs }) : part
  return keyText(namesake) + part.head.slice(keyText(part).length)
}

/** A collection in brackets, with what one side has where they conflict. */
function flowText({ ours, parts }: MergedCollection, side: Side, move: Moves): string {
  const written = parts.filter((part) => isWritten(part, side))
  const [open, close] = ours.type === 'map' ? '{}' : '[]'
  let text = open!
  const addLines = (comments: readonly string[]) => {
    for (const comment of comments) text += `${freshLine(move.ours)}${comment}`
  }
  for (const part of parts) {
    if (part.value === 'gone') addLines(strayComments(part.base, (part.ours ?? part.theirs)!))
    if (!written.includes(part)) continue
    const value = part.value as MergedValue
    const from = value === 'theirs' || (value === 'either' && side === 'theirs') || !part.ours ? 'theirs' : 'ours'
    const own = part[from]!
    text += gap(text, own.lead, part === written[0] ? (ours.parts[0]?.lead ?? '') : ' ', move[from])
    const inner = typeof value === 'string' ? shifted(own.value.raw, move[from]) : flowText(value, side, move)
    const comma = part === written.at(-1) ? '' : ','
    text += shifted(value === 'either' ? own.head : headOf(own, part), move[from]) + inner + comma + own.comment
    const left = part[from === 'ours' ? 'theirs' : 'ours']
    if (left && (value === 'ours' || value === 'theirs')) {
      addLines(strayCommentsIn(part.base?.value, left.value, own.value))
    }
  }
  const foot = written.length === 0 ? gap(text, '', '', move.ours) : gap(text, ours.foot, ours.foot, move.ours)
  return text + foot + close
}

/** What stands before an item: its own lines where it has any, a line of its own after a comment. */
function gap(above: string, lead: string, usual: string, by: number): string {
  const isCommented = /#[^\n]*$/.test(above)
  if (lead.includes('\n')) return shifted(lead, by)
  return isCommented ? freshLine(by) : usual
}

function freshLine(by: number): string {
  return `\n${' '.repeat(Math.max(by, 0) + 8)}`
}

/** Both texts between the marks that git knows, without the lines that they have in common at either end. */
function marked(ours: string, theirs: string, { ours: here, theirs: there, size }: Marks): string {
  const [a, b] = [ours, theirs].map((text) => text.match(/.*\n/g) ?? [])
  let head = 0
  while (head < a!.length && head < b!.length && a![head] === b![head]) head++
  let foot = 0
  while (foot < Math.min(a!.length, b!.length) - head && a!.at(-1 - foot) === b!.at(-1 - foot)) foot++
  const middle = (lines: readonly string[]) => lines.slice(head, lines.length - foot).join('')
  const mark = (sign: string, label: string) => `${sign.repeat(size)}${label === '' ? '' : ` ${label}`}\n`
  return [
    ...a!.slice(0, head),
    mark('<', here),
    middle(a!),
    mark('=', ''),
    middle(b!),
    mark('>', there),
    ...a!.slice(a!.length - foot),
  ].join('')
}
