/**
 * Two orders that were made of one, as one: what a side moved is moved, and what it added follows what it follows
 * there, ours before theirs. All three hold names that are to be kept, each once. Undefined where the sides moved
 * things past each other in ways that contradict.
 */
export function mergedOrder(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): string[] | undefined {
  const ranks = ranksOf(ours, theirs)
  const chains = new Edges()
  for (const side of [ours, theirs]) for (let i = 1; i < side.length; i++) chains.add(side[i - 1]!, side[i]!)
  return chains.sorted(ranks) ?? movesOf(base, ours, theirs).sorted(ranks)
}

/** Which of each two comes first, by the side that changed it. */
function movesOf(base: readonly string[], ours: readonly string[], theirs: readonly string[]): Edges {
  const [inBase, inOurs, inTheirs] = [base, ours, theirs].map((side) => new Map(side.map((name, at) => [name, at])))
  const edges = new Edges()
  const before = (places: Map<string, number>, a: string, b: string): boolean | undefined => {
    const [atA, atB] = [places.get(a), places.get(b)]
    return atA === undefined || atB === undefined ? undefined : atA < atB
  }
  const all = [...new Set([...ours, ...theirs])]
  for (const [index, a] of all.entries()) {
    for (const b of all.slice(index + 1)) {
      const [was, here, there] = [before(inBase!, a, b), before(inOurs!, a, b), before(inTheirs!, a, b)]
      const first = here === undefined || here === was ? (there ?? here) : here
      if (first !== undefined) edges.add(first ? a : b, first ? b : a)
    }
  }
  return edges
}

/** Where each would like to stand: ours as they are, theirs after what they follow and what we added there. */
function ranksOf(ours: readonly string[], theirs: readonly string[]): Map<string, number> {
  const ranks = new Map(ours.map((name, at) => [name, at]))
  const known = new Set(theirs)
  let anchor = -1
  let step = 0
  for (const name of theirs) {
    const at = ranks.get(name)
    if (at !== undefined) {
      anchor = at
      step = 0
      continue
    }
    while (anchor + 1 < ours.length && !known.has(ours[anchor + 1]!)) anchor++
    step++
    ranks.set(name, anchor + step / (theirs.length + 1))
  }
  return ranks
}

class Edges {
  readonly #after = new Map<string, Set<string>>()

  add(first: string, then: string): void {
    const after = this.#after.get(first) ?? new Set()
    this.#after.set(first, after.add(then))
  }

  /** All names of `ranks` so that each edge leads forward, as near to their ranks as that allows. */
  sorted(ranks: ReadonlyMap<string, number>): string[] | undefined {
    const waits = new Map([...ranks.keys()].map((name) => [name, 0]))
    for (const after of this.#after.values()) for (const name of after) waits.set(name, waits.get(name)! + 1)
    const ready = [...waits].filter(([, count]) => count === 0).map(([name]) => name)
    const order: string[] = []
    while (ready.length > 0) {
      let next = 0
      for (let i = 1; i < ready.length; i++) if (ranks.get(ready[i]!)! < ranks.get(ready[next]!)!) next = i
      const [name] = ready.splice(next, 1)
      order.push(name!)
      for (const then of this.#after.get(name!) ?? []) {
        const left = waits.get(then)! - 1
        waits.set(then, left)
        if (left === 0) ready.push(then)
      }
    }
    return order.length === ranks.size ? order : undefined
  }
}
