import { mergedOrder } from './order.ts'

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
