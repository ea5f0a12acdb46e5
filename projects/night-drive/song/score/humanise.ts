import { Random } from '@mixwright/audio'

/** How far a player strays from the score. */
export interface Looseness {
  /** Largest shift of a start, early or late. ms. */
  timingMs: number
  /** Largest relative change of a velocity. 0 to 1. */
  touch: number
}

/** The same notes or strokes as a person plays them: small seeded errors, never before the start of the song. */
export function humanise<T extends { atS: number; velocity: number }>(
  player: string,
  notes: readonly T[],
  { timingMs, touch }: Looseness,
): T[] {
  const random = Random.named(`night-drive/${player}`)
  return notes.map((note) => {
    const atS = Math.max(0, note.atS + (triangular(random) * timingMs) / 1000)
    const velocity = Math.min(1, note.velocity * (1 + triangular(random) * touch))
    return { ...note, atS, velocity }
  })
}

/** -1 to 1, small values likelier than large ones. */
function triangular(random: Random): number {
  return (random.bipolar() + random.bipolar()) / 2
}
