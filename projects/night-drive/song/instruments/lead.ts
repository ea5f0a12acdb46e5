import { humanise } from '../score/humanise.ts'
import { leadMelody } from '../score/melody.ts'
import { type Note, pitchToHz } from '../score/note.ts'
import { Envelope, fallPerSample } from '../synth/envelope.ts'
import { Filter } from '../synth/filter.ts'
import { Oscillator } from '../synth/oscillator.ts'
import { saturate } from '../synth/saturation.ts'
import { sine } from '../synth/sine.ts'
import type { Track } from '../synth/track.ts'
import { saw, square } from '../synth/waveform.ts'

const SHAPE = { attackS: 0.008, decayS: 2.5, sustain: 0.7, releaseS: 0.2 }
const RETUNE_FRAMES = 16
/** A note slides in from the one before it when that has only just ended. */
const SLUR_S = 0.1
/** Time for a slide to come within a thousandth of its way. s. */
const SLIDE_S = 0.11
const VIBRATO_HZ = 5.3
const VIBRATO_CENTS = 17
/** Vibrato waits, then takes this long to grow. s. */
const VIBRATO_WAIT_S = 0.28
const VIBRATO_GROWTH_S = 0.35
const RESTING_HZ = 2100
const OPENING_HZ = 5200

/** Two saws a few cents apart, a square an octave below, slides and a vibrato that comes late. */
export function renderLead(track: Track): void {
  const notes = humanise('lead', leadMelody, { timingMs: 4, touch: 0.06 })
  notes.forEach((note, index) => {
    const before = notes[index - 1]
    const isSlurred = before !== undefined && note.atS - (before.atS + before.lengthS) < SLUR_S
    addNote(track, note, isSlurred ? before.pitch - note.pitch : 0)
  })
}

/** `slide` is how far above its pitch the note begins, in semitones. */
function addNote(track: Track, { atS, lengthS, pitch, velocity }: Note, slide: number): void {
  const { left, sampleRateHz } = track
  const highestHz = pitchToHz(pitch + Math.max(0, slide) + 0.3)
  const sawTable = saw.tableFor(highestHz, sampleRateHz)
  const [flat, sharp] = [new Oscillator(sawTable), new Oscillator(sawTable, 0.4)]
  const below = new Oscillator(square.tableFor(highestHz / 2, sampleRateHz), 0.1)
  const envelope = new Envelope(SHAPE, track.frameAt(lengthS), sampleRateHz)
  const [first, second] = [new Filter(sampleRateHz), new Filter(sampleRateHz)]
  const controlRateHz = sampleRateHz / RETUNE_FRAMES
  const closing = fallPerSample(0.9, controlRateHz)
  const sliding = fallPerSample(SLIDE_S, controlRateHz)
  let openingHz = OPENING_HZ * velocity * velocity
  let increment = 0
  let remaining = slide
  const start = track.frameAt(atS)
  for (let i = 0; start + i < track.frames && !envelope.hasEnded; i++) {
    if (i % RETUNE_FRAMES === 0) {
      const seconds = i / sampleRateHz
      const growth = Math.max(0, Math.min(1, (seconds - VIBRATO_WAIT_S) / VIBRATO_GROWTH_S))
      const vibrato = (VIBRATO_CENTS / 100) * growth * sine(seconds * VIBRATO_HZ)
      increment = pitchToHz(pitch + remaining + vibrato) / sampleRateHz
      first.tune(RESTING_HZ + openingHz, 0.6)
      second.tune(RESTING_HZ + openingHz, 1.1)
      openingHz *= closing
      remaining *= sliding
    }
    const raw = 0.42 * (flat.next(increment * 0.9975) + sharp.next(increment * 1.0025))
    const filtered = second.lowPass(first.lowPass(raw + 0.3 * below.next(increment / 2)))
    left[start + i] = left[start + i]! + saturate(1.15 * filtered) * envelope.next() * velocity
  }
}
