import { arpeggio } from '../score/arpeggio.ts'
import { humanise } from '../score/humanise.ts'
import { type Note, pitchToHz } from '../score/note.ts'
import { stepToSeconds } from '../score/tempo.ts'
import { type Curve, curveAt } from '../synth/curve.ts'
import { Envelope, fallPerSample } from '../synth/envelope.ts'
import { Filter } from '../synth/filter.ts'
import { Oscillator } from '../synth/oscillator.ts'
import type { Track } from '../synth/track.ts'
import { pulse, saw } from '../synth/waveform.ts'

const SHAPE = { attackS: 0.002, decayS: 0.55, sustain: 0, releaseS: 0.16 }
const RETUNE_FRAMES = 16
const CLOSED_HZ = 320
/** How far a full stroke opens the filter as the song goes on. Hz. */
const OPENING_HZ: Curve = [
  [0, 500],
  [stepToSeconds(5), 2600],
  [stepToSeconds(9), 1300],
  [stepToSeconds(13), 6500],
  [stepToSeconds(21), 4500],
  [stepToSeconds(25), 700],
]

/** Plucked sixteenths: a saw and a narrow pulse, each note a filter that snaps shut. */
export function renderArp(track: Track): void {
  for (const note of humanise('arp', arpeggio, { timingMs: 3, touch: 0.12 })) addNote(track, note)
}

function addNote(track: Track, { atS, lengthS, pitch, velocity }: Note): void {
  const { left, sampleRateHz } = track
  const freqHz = pitchToHz(pitch)
  const increment = freqHz / sampleRateHz
  const bright = new Oscillator(saw.tableFor(freqHz, sampleRateHz))
  const narrow = new Oscillator(pulse.tableFor(freqHz, sampleRateHz), 0.3)
  const envelope = new Envelope(SHAPE, track.frameAt(lengthS), sampleRateHz)
  const filter = new Filter(sampleRateHz)
  const closing = fallPerSample(0.3, sampleRateHz / RETUNE_FRAMES)
  let openingHz = curveAt(OPENING_HZ, atS) * (0.35 + 0.65 * velocity)
  const start = track.frameAt(atS)
  for (let i = 0; start + i < track.frames && !envelope.hasEnded; i++) {
    if (i % RETUNE_FRAMES === 0) {
      filter.tune(CLOSED_HZ + openingHz, 1.8)
      openingHz *= closing
    }
    const raw = 0.55 * bright.next(increment) + 0.4 * narrow.next(increment * 1.003)
    left[start + i] = left[start + i]! + filter.lowPass(raw) * envelope.next() * velocity
  }
}
