import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { chordAt, chords } from '../song/score/harmony.ts'
import { bellMelody, leadMelody, voiceMelody } from '../song/score/melody.ts'
import { phrase } from '../song/score/notation.ts'
import { pitchNamed, pitchToHz } from '../song/score/note.ts'
import { SECTION_BARS, SONG_S, stepToSeconds, TEMPO_BPM } from '../song/score/tempo.ts'
import { stems } from '../song/song.ts'
import { lexicon } from '../song/voices/lexicon.ts'

const mix = readFileSync(new URL('../mix.yaml', import.meta.url), 'utf8')

/** A voice that leaps further than this between chords is no longer one voice. */
const WIDEST_STEP = 7

describe('score', () => {
  test('A4 is MIDI 69 and 440 Hz, F#1 is 46.25 Hz', () => {
    expect(pitchNamed('A4')).toBe(69)
    expect(pitchToHz(69)).toBe(440)
    expect(pitchToHz(pitchNamed('F#1'))).toBeCloseTo(46.249, 3)
  })

  test('a bar of fifteen sixteenths is refused', () => {
    expect(() => phrase(3, 'A4:8 B4:7')).toThrow(RangeError)
  })

  test('a tie makes the note before it longer', () => {
    const [tied] = phrase(1, 'A4:16 | ~:8 -:8')
    const [single] = phrase(1, 'A4:16')
    expect(tied!.lengthS - single!.lengthS).toBeCloseTo(8 * 0.15, 9)
  })

  test('chords follow each other without gaps, and no voice moves by more than a fifth', () => {
    for (let i = 1; i < chords.length; i++) {
      const [before, chord] = [chords[i - 1]!, chords[i]!]
      expect(before.atS + before.lengthS).toBeCloseTo(chord.atS, 9)
      const steps = chord.voices.map((pitch, voice) => Math.abs(pitch - before.voices[voice]!))
      expect(Math.max(...steps)).toBeLessThanOrEqual(WIDEST_STEP)
    }
  })

  test('no note of a melody that is held half a second or longer rubs a semitone against its chord', () => {
    for (const { atS, lengthS, pitch } of [...leadMelody, ...voiceMelody, ...bellMelody]) {
      if (lengthS < 0.5) continue
      const { root, voices } = chordAt(atS)
      const classes = [root, ...voices].map((chordPitch) => (pitch - chordPitch + 120) % 12)
      if (!classes.includes(0)) expect(classes, `note ${pitch} at ${atS} s`).not.toContain(1)
      if (!classes.includes(0)) expect(classes, `note ${pitch} at ${atS} s`).not.toContain(11)
    }
  })

  test('every sung word is in the lexicon', () => {
    for (const { word } of voiceMelody) expect(Object.keys(lexicon)).toContain(word)
  })
})

describe('mix.yaml', () => {
  test('has the tempo and sections of the score', () => {
    expect(mix).toMatch(new RegExp(`^tempo: ${TEMPO_BPM}\\b`, 'm'))
    const { verse, chorus, outro } = SECTION_BARS
    expect(mix).toContain(`verse: bar ${verse}, chorus: bar ${chorus}, outro: bar ${outro}`)
    expect(stepToSeconds(SECTION_BARS.ending)).toBeLessThan(SONG_S)
  })

  test('uses every stem of the song, and no other', () => {
    const used = [...mix.matchAll(/file: stems\/(\w+)\.wav/g)].map(([, name]) => name)
    expect(used.sort()).toEqual(stems.map(({ name }) => name).sort())
  })
})
