import { quoted } from './printable.ts'

const LONGEST_COMPARED = 64
const MOST_LISTED = 12

/** `did you mean 'gain'?` when one of `known` is close to what was written, else nothing. */
export function didYouMean(written: string, known: Iterable<string>): string | undefined {
  const nearest = nearestWord(written, known)
  return nearest === undefined ? undefined : `did you mean ${quoted(nearest)}?`
}

/** `(have: hall, slap)`, cut after a dozen. */
export function listed(known: readonly string[]): string {
  if (known.length === 0) return '(there is none)'
  const shown = known.slice(0, MOST_LISTED).join(', ')
  return known.length > MOST_LISTED ? `(have: ${shown} and ${known.length - MOST_LISTED} more)` : `(have: ${shown})`
}

/** The words of `known` that could be typing errors of what was written, the nearest first. */
export function nearWords(written: string, known: readonly string[]): string[] {
  const wanted = written.toLowerCase()
  const most = Math.max(1, Math.floor(wanted.length / 3))
  return known
    .map((word) => ({ word, errors: typingErrors(wanted, word.toLowerCase()) }))
    .filter(({ errors }) => errors <= most)
    .sort((a, b) => a.errors - b.errors)
    .map(({ word }) => word)
}

/** The word of `known` with the fewest typing errors against `written`; none when that would be guessing. */
function nearestWord(written: string, known: Iterable<string>): string | undefined {
  if (written.length > LONGEST_COMPARED) return undefined
  const wanted = written.toLowerCase()
  let best: string | undefined
  let bestErrors = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const word of known) {
    if (Math.abs(word.length - wanted.length) >= bestErrors) continue
    const errors = typingErrors(wanted, word.toLowerCase())
    if (errors >= bestErrors || errors >= wanted.length) continue
    best = word
    bestErrors = errors
  }
  return best
}

/** Letters added, dropped, replaced or swapped with their neighbour: the restricted Damerau-Levenshtein distance. */
function typingErrors(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let errors = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        errors = Math.min(errors, beforeLast[j - 2]! + 1)
      }
      row.push(errors)
    }
    beforeLast = last
    last = row
  }
  return last[b.length]!
}
