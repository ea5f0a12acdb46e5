import { mergedOrder } from './order.ts'
import type { Part, Piece } from './piece.ts'

/** The comment at the end of a line, from both sides: where both changed it, one after the other. */
export function mergedComment(base: string, ours: string, theirs: string): string {
  const [was, here, there] = [base, ours, theirs].map((comment) => comment.trim())
  if (here === there || there === was) return ours
  if (here === was) return theirs
  return here === '' ? theirs : there === '' ? ours : `${ours} ${there}`
}

/** Lines of comments and blank lines from both sides: what a side added or removed is added and removed. */
export function mergedLines(base: string, ours: string, theirs: string): string {
  if (ours === theirs || theirs === base) return ours
  if (ours === base) return theirs
  const [was, here, there] = [base, ours, theirs].map(chunksOf)
  const isKept = (name: string) => (here!.has(name) && there!.has(name)) || !was!.has(name)
  const kept = (side: Map<string, string>) => [...side.keys()].filter(isKept)
  const order = mergedOrder(kept(was!), kept(here!), kept(there!)) ?? [...new Set([...kept(here!), ...kept(there!)])]
  // The blank lines above a comment are those of the side that changed them.
  const chunk = (name: string) => (here!.get(name) === was!.get(name) ? there! : here!).get(name) ?? there!.get(name)!
  return order.map(chunk).join('')
}

/** Comments that a side added to a part which does not stay as it is there, and that the result has nowhere else. */
export function strayComments(base: Part | undefined, from: Part, kept?: Part): string[] {
  return without(without(commentsOf(from), base), kept)
}

/** The same for comments within a value; those around it have been merged. */
export function strayCommentsIn(base: Piece | undefined, from: Piece, kept: Piece): string[] {
  const [was, there, here] = [base, from, kept].map((value) => value && { ...BARE, value })
  return strayComments(was, there!, here)
}

const BARE = { key: '', lead: '', head: '', comment: '', after: '' }

function without(comments: readonly string[], part: Part | undefined): string[] {
  const rest = [...comments]
  for (const comment of part ? commentsOf(part) : []) {
    const at = rest.indexOf(comment)
    if (at >= 0) rest.splice(at, 1)
  }
  return rest
}

/** What a part's comments say, in the order of the lines. */
function commentsOf({ lead, value, comment, after }: Part): string[] {
  const isLine = value.type === 'leaf' || value.flow
  const [inside, beside] = [commentsIn(value), linesOf(comment)]
  return [...linesOf(lead), ...(isLine ? [...inside, ...beside] : [...beside, ...inside]), ...linesOf(after)]
}

function commentsIn(value: Piece): string[] {
  if (value.type !== 'leaf') return [...value.parts.flatMap(commentsOf), ...linesOf(value.foot)]
  return /^[[{]/.test(value.raw) ? linesOf(value.raw) : []
}

function linesOf(text: string): string[] {
  return [...text.matchAll(/(?:^|\s)(#.*)$/gm)].map(([, comment]) => comment!.trimEnd())
}

/** Each comment line with the blank lines above it, by what it says and how often it was said before. */
function chunksOf(lines: string): Map<string, string> {
  const chunks = new Map<string, string>()
  for (const [chunk] of lines.matchAll(/(?:[ \t]*\n)*[ \t]*#.*\n|(?:[ \t]*\n)+/g)) {
    let name = chunk.trim()
    while (chunks.has(name)) name += '\0'
    chunks.set(name, chunk)
  }
  return chunks
}
