import { phrase } from './notation.ts'
import type { Note } from './note.ts'

/** The hook: three falling notes in 3+3+2, answered a step further each time. Then a long way home. */
export const leadMelody: Note[] = [
  ...phrase(
    13,
    `F#5:6 E5:6 C#5:4         | B4:6 C#5:6 E5:4
    | G#5:6 F#5:4 E5:2 C#5:4   | C#5:10 -:2 C#5:2 E5:2
    | F#5:6 E5:6 A5:4          | G#5:6 E5:6 B4:4
    | C#5:4 E5:4 A5:6 G#5:2    | F#5:4 D5:4 E5:6 G#5:2`,
    0.85,
  ),
  ...phrase(
    21,
    `A5:8 G#5:4 E5:4 | F#5:14 -:2
    | D5:6 C#5:6 B4:4 | A4:6 B4:6 E5:4
    | C#5:16 | ~:8 -:8`,
    0.68,
  ),
]

/** The hook on bells, far off, before the song begins; later its echo in the gaps of the lead. */
export const bellMelody: Note[] = [
  ...phrase(
    1,
    `A5:6 G#5:6 E5:4 | F#5:6 E5:6 C#5:4
    | B4:6 C#5:6 E5:4 | G#5:10 -:6`,
    0.7,
  ),
  ...phrase(
    16,
    `-:10 C#6:2 A5:2 E5:2 | -:16 | -:16
    | -:12 E6:2 C#6:2 | -:16`,
    0.55,
  ),
  ...phrase(
    22,
    `-:4 C#6:4 A5:4 F#5:4 | -:4 D6:4 B5:4 F#5:4
    | -:4 E6:4 B5:4 G#5:4 | E6:6 C#6:6 A5:4 | E6:12 -:4`,
    0.5,
  ),
]

/** The verse: "I see you, so far away", twice, the second time reaching higher; two calls in the chorus; a farewell. */
export const voiceMelody: Note[] = [
  ...phrase(
    5,
    `-:4 C#4:4/I E4:4/see F#4:4/you | ~:8 -:4 E4:4/so
    | A4:6/far G#4:2/a E4:8/way    | ~:8 -:8
    | -:4 C#4:4/I E4:4/see A4:4/you | ~:4 G#4:2/oh F#4:4/oh -:2 F#4:4/so
    | B4:6/far A4:2/a F#4:8/way    | G#4:12/oh -:4`,
    0.8,
  ),
  ...phrase(
    17,
    `C#5:14/oh -:2              | B4:10/oh -:2 E4:4/so
    | A4:6/far B4:2/a C#5:8/way  | D5:8/oh B4:7/oh -:1`,
    0.85,
  ),
  ...phrase(22, '-:4 C#4:4/I E4:4/see F#4:4/you | ~:12 -:4 | -:16 | C#4:14/oo -:2', 0.66),
]
