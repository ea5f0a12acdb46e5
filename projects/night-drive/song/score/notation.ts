import { type Note, pitchNamed } from './note.ts'
import { STEP_S, STEPS_PER_BAR, stepToSeconds } from './tempo.ts'

/** Share of its written length that a note of a phrase sounds. */
const LEGATO = 0.94

/**
 * Notes of a phrase: `F#5:6 -:2 E5:8/see | …`, pitch, length in sixteenths and, for singers, the word.
 * `-` is a rest, `~` goes on with the note before it, `|` ends a bar. A bar that is not sixteen sixteenths long throws
 * RangeError.
 */
export function phrase(firstBar: number, text: string, velocity = 0.8): Note[] {
  const notes: Note[] = []
  text.split('|').forEach((barText, index) => {
    const bar = firstBar + index
    let step = 0
    for (const token of barText.trim().split(/\s+/)) {
      const [, name = '', length, word] = /^([^:]+):(\d+)(?:\/(\w+))?$/.exec(token) ?? []
      const steps = Number(length)
      if (name === '~') notes[notes.length - 1]!.lengthS += steps * STEP_S
      else if (name !== '-') {
        const lengthS = steps * STEP_S * LEGATO
        const stress = step === 0 ? 0.08 : step % 4 === 0 ? 0.04 : 0
        const sung = word === undefined ? {} : { word }
        const note = { atS: stepToSeconds(bar, step), lengthS, pitch: pitchNamed(name), velocity: velocity + stress }
        notes.push({ ...note, ...sung })
      }
      step += steps
    }
    if (step !== STEPS_PER_BAR) throw new RangeError(`bar ${bar}: got ${step} sixteenths, allowed ${STEPS_PER_BAR}`)
  })
  return notes
}

/** A stroke of a drum: which of its sounds, and how hard. */
export interface Stroke {
  /** s from the start of the song. */
  atS: number
  /** 0 to 1. */
  velocity: number
  /** The letter in the pattern, lower case. */
  sound: string
}

/**
 * Strokes of drum bars: one character a sixteenth, `.` is silence, a letter is a sound, a capital letter is accented.
 * Bars are separated by blanks.
 */
export function pattern(firstBar: number, text: string): Stroke[] {
  const strokes: Stroke[] = []
  text
    .trim()
    .split(/\s+/)
    .forEach((barText, index) => {
      const bar = firstBar + index
      if (barText.length !== STEPS_PER_BAR) throw new RangeError(`bar ${bar}: got '${barText}', allowed 16 characters`)
      for (let step = 0; step < STEPS_PER_BAR; step++) {
        const letter = barText[step]!
        if (letter === '.') continue
        const sound = letter.toLowerCase()
        strokes.push({ atS: stepToSeconds(bar, step), velocity: letter === sound ? 0.72 : 1, sound })
      }
    })
  return strokes
}
