import { chordAt } from './harmony.ts'
import { pattern } from './notation.ts'
import type { Note } from './note.ts'

/** `r` the root, `o` its octave, `f` the fifth. */
const VERSE = 'R.r.r.r.R.r.r.o. R.r.r.r.R.r.f.o. R.r.r.r.R.r.r.o. R.r.r.r.R.f.o.r.'
const LIFT = 'R.r.r.r.R.r.r.o. R.r.r.r.R.r.f.o. R.r.r.r.R.r.f.o. R.r.r.r.R...r.o.'
const CHORUS = 'R.o.r.o.R.o.r.o. R.o.r.o.R.o.r.oo R.o.r.o.R.o.r.o. R.o.r.o.R.o.f.o.'
const TURN = 'R.o.r.o.R.o.r.o. R.o.r.o.R.o.r.oo R.o.r.o.R.o.r.o. R.o.r.o.R.o.r.o.'
const OUTRO = 'R.......r.....o. R.......r.....f. R.......r.....o. R.......R.....o. R...............'

const DEGREES: Record<string, number> = { r: 0, f: 7, o: 12 }
const LONGEST_S = 3
/** Share of the way to the next note that a note is held: short in the verses, so that the line walks. */
const HOLD = 0.78

/** The bass: eighths under the verse, octaves under the chorus, long notes home. */
export const bassLine: Note[] = readLine()

function readLine(): Note[] {
  const strokes = [
    ...pattern(5, VERSE),
    ...pattern(9, LIFT),
    ...pattern(13, CHORUS),
    ...pattern(17, TURN),
    ...pattern(21, OUTRO),
  ]
  return strokes.map(({ atS, velocity, sound }, index) => {
    const untilNextS = (strokes[index + 1]?.atS ?? Number.POSITIVE_INFINITY) - atS
    const pitch = chordAt(atS).root + DEGREES[sound]!
    return { atS, lengthS: Math.min(untilNextS * HOLD, LONGEST_S), pitch, velocity }
  })
}
