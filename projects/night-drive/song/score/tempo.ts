/** Quarter notes per minute. `tempo:` in mix.yaml says the same. */
export const TEMPO_BPM = 100

/** The score is written on a grid of sixteenths. */
export const STEPS_PER_BAR = 16

/** Length of a sixteenth. s. */
export const STEP_S = 60 / TEMPO_BPM / 4

/** Length of every stem. s. Twenty-six bars, and a moment for the last notes to fall silent. */
export const SONG_S = 64

/** First bars of the sections, as in mix.yaml. */
export const SECTION_BARS = { intro: 1, verse: 5, chorus: 13, outro: 21, ending: 25 }

/** Moment of a sixteenth. s from the start of the song; bars count from 1, steps from 0. */
export function stepToSeconds(bar: number, step = 0): number {
  return ((bar - 1) * STEPS_PER_BAR + step) * STEP_S
}
