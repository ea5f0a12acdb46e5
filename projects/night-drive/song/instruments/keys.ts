import { comping } from '../score/comping.ts'
import { humanise } from '../score/humanise.ts'
import { type Note, pitchToHz } from '../score/note.ts'
import { Envelope, fallPerSample } from '../synth/envelope.ts'
import { sine } from '../synth/sine.ts'
import { panGains, type Track } from '../synth/track.ts'

const SHAPE = { attackS: 0.002, decayS: 5.5, sustain: 0, releaseS: 0.32 }
const TREMOLO_HZ = 3.6
const TREMOLO_WIDTH = 0.55

/** An electric piano of frequency modulation: a warm body that dulls as it rings, and the tine of its hammer. */
export function renderKeys(track: Track): void {
  for (const note of humanise('keys', comping, { timingMs: 6, touch: 0.14 })) addNote(track, note)
}

function addNote(track: Track, { atS, lengthS, pitch, velocity }: Note): void {
  const { left, right, sampleRateHz } = track
  const increment = pitchToHz(pitch) / sampleRateHz
  const envelope = new Envelope(SHAPE, track.frameAt(lengthS), sampleRateHz)
  const bodyFall = fallPerSample(2.4, sampleRateHz)
  const tineFall = fallPerSample(0.5, sampleRateHz)
  let bodyIndex = 0.24 * velocity
  let tineIndex = 0.09 * velocity * velocity
  let phase = 0
  let place = panGains(0)
  for (let frame = track.frameAt(atS); frame < track.frames && !envelope.hasEnded; frame++) {
    if (frame % 64 === 0) place = panGains(TREMOLO_WIDTH * sine((frame / sampleRateHz) * TREMOLO_HZ))
    const body = sine(phase + bodyIndex * sine(phase))
    const tine = sine(phase + tineIndex * sine(14 * phase))
    const value = envelope.next() * velocity * (0.7 * body + 0.4 * tine)
    left[frame] = left[frame]! + value * place.left
    right[frame] = right[frame]! + value * place.right
    phase += increment
    bodyIndex *= bodyFall
    tineIndex *= tineFall
  }
}
