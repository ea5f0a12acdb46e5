import { chordAt } from './harmony.ts'
import type { Note } from './note.ts'
import { SECTION_BARS, STEP_S, STEPS_PER_BAR, stepToSeconds } from './tempo.ts'

/** Which voice of the chord each sixteenth plays; 4 and up are the voices an octave higher. */
const FIGURES = [
  [0, 2, 1, 3, 4, 2, 3, 1, 0, 2, 3, 4, 5, 4, 3, 2],
  [0, 1, 3, 2, 4, 3, 5, 4, 0, 1, 3, 2, 6, 5, 4, 3],
]
const ACCENTS = [1, 0.5, 0.62, 0.85, 0.55, 0.62, 0.9, 0.5, 0.8, 0.5, 0.62, 0.85, 0.55, 0.9, 0.62, 0.55]

/** Sixteenths over the chords. It leaves the first half of the verse to the voice, and thins out at the end. */
export const arpeggio: Note[] = readFigure()

function readFigure(): Note[] {
  const notes: Note[] = []
  for (let bar = 1; bar <= SECTION_BARS.ending; bar++) {
    if (bar >= SECTION_BARS.verse && bar < 9) continue
    for (let step = 0; step < STEPS_PER_BAR; step++) {
      if (isRest(bar, step)) continue
      const atS = stepToSeconds(bar, step)
      const { voices } = chordAt(atS)
      const figure = FIGURES[(bar - 1) % FIGURES.length]!
      const degree = figure[step]!
      const pitch = voices[degree % 4]! + 12 * Math.floor(degree / 4)
      notes.push({ atS, lengthS: STEP_S * 0.7, pitch, velocity: ACCENTS[step]! })
    }
  }
  return notes
}

/** The intro starts with every other note, the last bars lose more and more of them. */
function isRest(bar: number, step: number): boolean {
  if (bar <= 2) return step % 2 === 1
  if (bar === 12) return step >= 12
  if (bar === 23 || bar === 24) return step % 2 === 1
  return bar === SECTION_BARS.ending && (step % 2 === 1 || step > 8)
}
