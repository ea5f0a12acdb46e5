import { humanise } from '../score/humanise.ts'
import { bellMelody } from '../score/melody.ts'
import { type Note, pitchToHz } from '../score/note.ts'
import { Envelope, fallPerSample } from '../synth/envelope.ts'
import { sine } from '../synth/sine.ts'
import { panGains, type Track } from '../synth/track.ts'

const SHAPE = { attackS: 0.003, decayS: 3.4, sustain: 0, releaseS: 1.6 }
const SPREAD = 0.4
/** Frequency of the modulators to the note: the first sounds like glass, the second like a struck bar. */
const GLASS_RATIO = 3.5
const BAR_RATIO = 7.07

/** Bells of frequency modulation, each to the other side of the one before. */
export function renderBells(track: Track): void {
  const notes = humanise('bells', bellMelody, { timingMs: 5, touch: 0.12 })
  notes.forEach((note, index) => {
    addNote(track, note, index % 2 === 0 ? -SPREAD : SPREAD)
  })
}

function addNote(track: Track, { atS, lengthS, pitch, velocity }: Note, pan: number): void {
  const { left, right, sampleRateHz } = track
  const increment = pitchToHz(pitch) / sampleRateHz
  const envelope = new Envelope(SHAPE, track.frameAt(lengthS), sampleRateHz)
  const glassFall = fallPerSample(1.5, sampleRateHz)
  const barFall = fallPerSample(0.35, sampleRateHz)
  const gains = panGains(pan)
  let glassIndex = 0.2 * velocity
  let barIndex = 0.12 * velocity
  let phase = 0
  for (let frame = track.frameAt(atS); frame < track.frames && !envelope.hasEnded; frame++) {
    const glass = sine(phase + glassIndex * sine(GLASS_RATIO * phase) + barIndex * sine(BAR_RATIO * phase))
    const shimmer = sine(2.003 * phase)
    const value = envelope.next() * velocity * (0.8 * glass + 0.14 * shimmer)
    left[frame] = left[frame]! + value * gains.left
    right[frame] = right[frame]! + value * gains.right
    phase += increment
    glassIndex *= glassFall
    barIndex *= barFall
  }
}
