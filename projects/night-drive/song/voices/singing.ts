import { Random } from '@mixwright/audio'
import type { Note } from '../score/note.ts'
import { SONG_S } from '../score/tempo.ts'
import { approachPerSample } from '../synth/envelope.ts'
import { sine } from '../synth/sine.ts'
import { lexicon } from './lexicon.ts'
import { type VowelName, vowels } from './vowel.ts'

/** Values a second in the curves of a singer. */
export const CONTROL_RATE_HZ = 1000

/** What a singer does with voice and mouth, as curves of CONTROL_RATE_HZ. */
export interface Singing {
  /** MIDI pitch, with slides, vibrato and drift. */
  pitch: Float64Array
  /** Of the voiced sound. 0 to 1. */
  loudness: Float64Array
  /** Of the noise of an s and of an f. 0 to 1. */
  hiss: Float64Array
  puff: Float64Array
  /** Three formants. Hz. */
  formantsHz: readonly [Float64Array, Float64Array, Float64Array]
}

export interface Singer {
  name: string
  vibratoHz: number
  vibratoCents: number
  /** How long a slide to the next note and a change of vowel take. s. */
  glideS: number
  /** How long the voice takes to speak. s. */
  attackS: number
}

/** A voice begins this long before its note, so that it has arrived when the note is due. s. */
const EARLY_S = 0.02
/** A note after a longer silence is scooped from below. s, semitones. */
const BREATH_S = 0.16
const SCOOP = 0.7
const CONSONANT_S = 0.12
const VIBRATO_WAIT_S = 0.22
const VIBRATO_GROWTH_S = 0.45
const DRIFT_HZ = [0.6, 1.37, 3.1]
const DRIFT_CENTS = 3.5

/** Turns a written line into the curves of a singer. Notes are in order and do not overlap. */
export function interpret({ name, vibratoHz, vibratoCents, glideS, attackS }: Singer, notes: readonly Note[]): Singing {
  const length = SONG_S * CONTROL_RATE_HZ
  const curve = () => new Float64Array(length)
  const singing: Singing = {
    pitch: curve().fill(notes[0]!.pitch),
    loudness: curve(),
    hiss: curve(),
    puff: curve(),
    formantsHz: [curve().fill(500), curve().fill(1500), curve().fill(2700)],
  }
  notes.forEach((note, index) => {
    writeNote(singing, note, notes[index - 1])
  })
  smooth(singing.pitch, glideS)
  for (const formant of singing.formantsHz) smooth(formant, glideS)
  smooth(singing.loudness, attackS)
  smooth(singing.hiss, 0.012)
  smooth(singing.puff, 0.01)
  addVibrato(singing.pitch, notes, vibratoHz, vibratoCents, Random.named(`night-drive/${name}/vibrato`))
  return singing
}

/** Targets of one note; the last of each curve hold on until the next note. */
function writeNote(singing: Singing, note: Note, before: Note | undefined): void {
  const { atS, lengthS, pitch, velocity } = note
  const word = lexicon[note.word ?? 'ah']!
  const start = controlFrame(atS - EARLY_S)
  const end = controlFrame(atS + lengthS)
  const silenceS = before === undefined ? atS : atS - before.atS - before.lengthS
  if (silenceS > BREATH_S) singing.pitch.fill(pitch - SCOOP, controlFrame(atS - silenceS / 2), start)
  singing.pitch.fill(pitch, start)
  Object.entries(word.vowels).forEach(([vowel, atShare], index) => {
    const { formantsHz, gain } = vowels[vowel as VowelName]
    const atVowelS = index === 0 ? atS - Math.min(silenceS, CONSONANT_S) : atS + lengthS * atShare
    const from = controlFrame(atVowelS)
    formantsHz.forEach((freqHz, formant) => {
      singing.formantsHz[formant]!.fill(freqHz, from)
    })
    for (let i = Math.max(from, start); i < end; i++) {
      const swell = 0.8 + 0.2 * sine((i - start) / (end - start) / 2)
      singing.loudness[i] = velocity * gain * swell
    }
  })
  if (word.consonant !== undefined) {
    const noise = word.consonant === 's' ? singing.hiss : singing.puff
    const voiceless = controlFrame(atS - CONSONANT_S)
    singing.loudness.fill(0, voiceless, controlFrame(atS))
    noise.fill(velocity, voiceless, controlFrame(atS - EARLY_S))
  }
}

/** Two passes of a first-order low-pass, started at rest on the first value. */
function smooth(curve: Float64Array, timeS: number): void {
  const approach = approachPerSample(timeS / 2, CONTROL_RATE_HZ)
  for (let pass = 0; pass < 2; pass++) {
    let value = curve[0]!
    for (let i = 0; i < curve.length; i++) {
      value += (curve[i]! - value) * approach
      curve[i] = value
    }
  }
}

/** Vibrato that comes late and grows, and the slow wandering of every human pitch. */
function addVibrato(pitch: Float64Array, notes: readonly Note[], freqHz: number, cents: number, random: Random): void {
  const wander = DRIFT_HZ.map((driftHz) => ({ driftHz, phase: random.unit() }))
  const vibratoPhase = random.unit()
  let index = 0
  for (let i = 0; i < pitch.length; i++) {
    const seconds = i / CONTROL_RATE_HZ
    while (index + 1 < notes.length && notes[index + 1]!.atS <= seconds) index++
    const growth = (seconds - notes[index]!.atS - VIBRATO_WAIT_S) / VIBRATO_GROWTH_S
    let bendCents = cents * Math.max(0, Math.min(1, growth)) * sine(seconds * freqHz + vibratoPhase)
    for (const { driftHz, phase } of wander) bendCents += DRIFT_CENTS * sine(seconds * driftHz + phase)
    pitch[i] = pitch[i]! + bendCents / 100
  }
}

function controlFrame(seconds: number): number {
  return Math.max(0, Math.floor(seconds * CONTROL_RATE_HZ + 0.5))
}
