import { chordAt } from './harmony.ts'
import { pattern } from './notation.ts'
import type { Note } from './note.ts'
import { STEP_S } from './tempo.ts'

/** `x` a chord held to the next stroke, `s` a short one. */
const STROKES = [
  ...pattern(5, 'x.....s...x..... x.....s...x..s.. x.....s...x..... x.....s...x.s...'),
  ...pattern(9, 'x.....s...x..... x.....s...x..s.. x.....s...x..... x.......x.......'),
  ...pattern(13, 'X.....x.....x... X.....x.....x... X.....x.....x... X.....x.....x.s.'),
  ...pattern(17, 'X.....x.....x... X.....x.....x... X.....x.....x... X.....s.x...s...'),
  ...pattern(21, 'x............... x............... x............... x.......x....... x...............'),
]
/** A hand does not strike all keys at once. s from key to key. */
const ROLL_S = 0.009
const LONGEST_S = 3.2

/** The electric piano: chords with the hook's 3+3+2 in the chorus, the lowest key first. */
export const comping: Note[] = STROKES.flatMap(({ atS, velocity, sound }, index) => {
  const untilNextS = (STROKES[index + 1]?.atS ?? Number.POSITIVE_INFINITY) - atS
  const lengthS = sound === 's' ? STEP_S * 1.2 : Math.min(untilNextS * 0.96, LONGEST_S)
  return chordAt(atS).voices.map((pitch, key) => ({ atS: atS + key * ROLL_S, lengthS, pitch, velocity }))
})
