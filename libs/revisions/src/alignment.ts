/** Which items of two lists are the same thing, and which of these have changed their order. */
export interface Alignment {
  /** Places in the former and the latter list, in the order of the latter. */
  pairs: readonly { from: number; to: number; moved: boolean }[]
  removed: readonly number[]
  added: readonly number[]
}

/**
 * Pairs the items of two lists, the most alike first, and of those as alike the nearest. As few as possible count as
 * moved.
 *
 * @param likeness 0 for two that cannot be the same thing, more for the more alike
 */
export function align<T>(from: readonly T[], to: readonly T[], likeness: (a: T, b: T) => number): Alignment {
  const candidates = from.flatMap((a, i) => to.map((b, j) => ({ from: i, to: j, score: likeness(a, b) })))
  const distance = (pair: { from: number; to: number }) => Math.abs(pair.from - pair.to)
  const best = candidates
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || distance(a) - distance(b) || a.to - b.to)
  const [usedFrom, usedTo] = [new Set<number>(), new Set<number>()]
  const pairs = best.filter((pair) => {
    if (usedFrom.has(pair.from) || usedTo.has(pair.to)) return false
    usedFrom.add(pair.from)
    usedTo.add(pair.to)
    return true
  })
  pairs.sort((a, b) => a.from - b.from)
  const kept = new Set(longestRise(pairs.map((pair) => pair.to)))
  return {
    pairs: pairs
      .map((pair, index) => ({ from: pair.from, to: pair.to, moved: !kept.has(index) }))
      .sort((a, b) => a.to - b.to),
    removed: [...from.keys()].filter((index) => !usedFrom.has(index)),
    added: [...to.keys()].filter((index) => !usedTo.has(index)),
  }
}

/** Indices of the longest subsequence that rises; of several the one that begins first. */
function longestRise(values: readonly number[]): number[] {
  const next: (number | undefined)[] = []
  const length: number[] = []
  for (let i = values.length - 1; i >= 0; i--) {
    length[i] = 1
    for (let j = values.length - 1; j > i; j--) {
      if (values[j]! > values[i]! && length[j]! + 1 >= length[i]!) {
        length[i] = length[j]! + 1
        next[i] = j
      }
    }
  }
  const rise: number[] = []
  const longest = Math.max(0, ...length)
  for (let at = length.indexOf(longest) as number | undefined; at !== undefined && at >= 0; at = next[at]) rise.push(at)
  return rise
}
