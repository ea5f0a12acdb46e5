import { maths } from '@mixwright/kernels'

/** One played or sung note. */
export interface Note {
  /** When it starts. s from the start of the song. */
  atS: number
  /** How long it is held, before its release. s. */
  lengthS: number
  /** MIDI number: 60 is middle C, 69 is A at 440 Hz; fractions are cents. */
  pitch: number
  /** How hard. 0 (silent) to 1. */
  velocity: number
  /** What is sung, for voices: a word of the lexicon. */
  word?: string
}

/** Frequency of a MIDI pitch in equal temperament at A = 440 Hz. */
export function pitchToHz(pitch: number): number {
  return 440 * maths.pow(2, (pitch - 69) / 12)
}

const SEMITONES = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }

/** MIDI pitch of a name such as `F#4`. Throws RangeError on anything else. */
export function pitchNamed(name: string): number {
  const [, letter, accidental, octave] = /^([A-G])([#b]?)(-?\d)$/.exec(name) ?? []
  if (letter === undefined) throw new RangeError(`pitch: got '${name}', allowed a letter, # or b, and an octave`)
  const bend = accidental === '#' ? 1 : accidental === 'b' ? -1 : 0
  return 12 * (Number(octave) + 1) + SEMITONES[letter as keyof typeof SEMITONES] + bend
}
