import { bassLine } from '../score/bass-line.ts'
import { humanise } from '../score/humanise.ts'
import { type Note, pitchToHz } from '../score/note.ts'
import { SECTION_BARS, stepToSeconds } from '../score/tempo.ts'
import { Envelope, fallPerSample } from '../synth/envelope.ts'
import { Filter } from '../synth/filter.ts'
import { Oscillator } from '../synth/oscillator.ts'
import { saturate } from '../synth/saturation.ts'
import { sine } from '../synth/sine.ts'
import type { Track } from '../synth/track.ts'
import { saw, square } from '../synth/waveform.ts'

const SHAPE = { attackS: 0.003, decayS: 1.6, sustain: 0.55, releaseS: 0.09 }
const RETUNE_FRAMES = 16
/** Where the filter rests, and how far a full stroke opens it: in the verse, in the chorus. Hz. */
const CLOSED_HZ = 190
const VERSE_OPENING_HZ = 1500
const CHORUS_OPENING_HZ = 3200

/** Saw, square and a sine below them, through 24 dB an octave that each note opens, and a little warmth. */
export function renderBass(track: Track): void {
  for (const note of humanise('bass', bassLine, { timingMs: 2, touch: 0.1 })) addNote(track, note)
}

function addNote(track: Track, { atS, lengthS, pitch, velocity }: Note): void {
  const { left, sampleRateHz } = track
  const freqHz = pitchToHz(pitch)
  const increment = freqHz / sampleRateHz
  const bright = new Oscillator(saw.tableFor(freqHz, sampleRateHz))
  const hollow = new Oscillator(square.tableFor(freqHz, sampleRateHz), 0.25)
  const first = new Filter(sampleRateHz)
  const second = new Filter(sampleRateHz)
  const envelope = new Envelope(SHAPE, track.frameAt(lengthS), sampleRateHz)
  const isChorus = atS >= stepToSeconds(SECTION_BARS.chorus) - 0.1 && atS < stepToSeconds(SECTION_BARS.outro) - 0.1
  const closing = fallPerSample(0.75, sampleRateHz / RETUNE_FRAMES)
  let openingHz = (isChorus ? CHORUS_OPENING_HZ : VERSE_OPENING_HZ) * velocity * velocity
  let phase = 0
  const start = track.frameAt(atS)
  for (let i = 0; start + i < track.frames && !envelope.hasEnded; i++) {
    if (i % RETUNE_FRAMES === 0) {
      first.tune(CLOSED_HZ + openingHz, 0.6)
      second.tune(CLOSED_HZ + openingHz, 1.4)
      openingHz *= closing
    }
    const raw = 0.62 * bright.next(increment) + 0.34 * hollow.next(increment * 1.002)
    const filtered = second.lowPass(first.lowPass(raw)) + 0.3 * sine(phase)
    left[start + i] = left[start + i]! + saturate(1.3 * filtered * envelope.next() * velocity)
    phase += increment
  }
}
