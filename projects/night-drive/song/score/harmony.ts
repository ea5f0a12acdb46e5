import { pitchNamed } from './note.ts'
import { STEP_S, stepToSeconds } from './tempo.ts'

/** A chord of the song: what the bass stands on, and four voices over it. */
export interface Chord {
  name: string
  /** s from the start of the song. */
  atS: number
  lengthS: number
  /** MIDI pitch of the bass note. */
  root: number
  /** MIDI pitches, low to high. Each voice moves as little as it can from chord to chord. */
  voices: number[]
}

/** F sharp minor, the key of the night, leaning on A major. One line a chord: bar, sixteenths, name, bass, voices. */
const CHART = `
  1  16  F#m9     F#1  A3  C#4 E4  G#4
  2  16  Dmaj9    D2   A3  C#4 E4  F#4
  3  16  Aadd9    A1   B3  C#4 E4  A4
  4  16  E6       E1   B3  C#4 E4  G#4

  5  16  F#m9     F#1  A3  C#4 E4  G#4
  6  16  Dmaj9    D2   A3  C#4 E4  F#4
  7  16  Aadd9    A1   B3  C#4 E4  A4
  8  16  E6       E1   B3  C#4 E4  G#4
  9  16  F#m9     F#1  A3  C#4 E4  G#4
  10 16  Dmaj9    D2   A3  C#4 E4  F#4
  11 16  Bm7      B1   A3  B3  D4  F#4
  12 8   C#7sus4  C#2  B3  C#4 F#4 G#4
  12 8   C#7      C#2  B3  C#4 F4  G#4

  13 16  Dmaj9    D2   C#4 E4  F#4 A4
  14 16  E        E2   B3  E4  G#4 B4
  15 16  C#m7     C#2  B3  E4  G#4 C#5
  16 16  F#m7     F#1  C#4 E4  A4  C#5
  17 16  Dmaj7    D2   C#4 F#4 A4  D5
  18 16  E        E2   B3  G#4 B4  E5
  19 16  A/C#     C#2  C#4 A4  C#5 E5
  20 8   Bm7      B1   D4  F#4 A4  D5
  20 8   E        E1   E4  G#4 B4  E5

  21 16  F#m9     F#1  C#4 E4  G#4 A4
  22 16  Dmaj9    D2   C#4 E4  F#4 A4
  23 16  Bm9      B1   C#4 D4  F#4 A4
  24 8   Esus4    E1   B3  E4  A4  B4
  24 8   E        E1   B3  E4  G#4 B4
  25 28  Aadd9    A1   B3  C#4 E4  A4
`

/** Every chord in order, without gaps. */
export const chords: Chord[] = readChart(CHART)

/** The chord that sounds at a moment. */
export function chordAt(seconds: number): Chord {
  const reached = chords.filter((chord) => chord.atS <= seconds + STEP_S / 2)
  return reached[reached.length - 1] ?? chords[0]!
}

function readChart(chart: string): Chord[] {
  const read: Chord[] = []
  let lastBar = 0
  let step = 0
  for (const line of chart.split('\n').filter((each) => each.trim() !== '')) {
    const [bar, steps, name = '', root = '', ...voices] = line.trim().split(/\s+/)
    step = Number(bar) === lastBar ? step : 0
    lastBar = Number(bar)
    const atS = stepToSeconds(lastBar, step)
    read.push({ name, atS, lengthS: Number(steps) * STEP_S, root: pitchNamed(root), voices: voices.map(pitchNamed) })
    step += Number(steps)
  }
  return read
}
