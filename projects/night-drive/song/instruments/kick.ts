import { Random } from '@mixwright/audio'
import { kickStrokes } from '../score/groove.ts'
import { fallPerSample } from '../synth/envelope.ts'
import { Filter } from '../synth/filter.ts'
import { saturate } from '../synth/saturation.ts'
import { sine } from '../synth/sine.ts'
import type { Track } from '../synth/track.ts'

/** F sharp, the key of the song. Hz. */
const RESTING_HZ = 46.25
const LENGTH_S = 0.6

/** A skin that is struck tight and falls to its note: a sine with two falls of pitch, and the knock of the beater. */
export function renderKick(track: Track): void {
  const { left, sampleRateHz } = track
  const random = Random.named('night-drive/kick')
  const knock = new Filter(sampleRateHz).tune(2600, 0.8)
  const snapFall = fallPerSample(0.05, sampleRateHz)
  const bendFall = fallPerSample(0.24, sampleRateHz)
  const bodyFall = fallPerSample(0.52, sampleRateHz)
  const knockFall = fallPerSample(0.014, sampleRateHz)
  const frames = track.frameAt(LENGTH_S)
  for (const { atS, velocity } of kickStrokes) {
    const start = track.frameAt(atS)
    let [snapHz, bendHz, body, beater, phase] = [230, 70, velocity, velocity, 0]
    for (let i = 0; i < frames && start + i < track.frames; i++) {
      const fade = Math.min(1, (frames - i) / (frames * 0.25))
      const skin = saturate(1.9 * body * sine(phase)) * fade
      left[start + i] = left[start + i]! + skin + knock.bandPass(random.bipolar() * beater)
      phase += (RESTING_HZ + snapHz + bendHz) / sampleRateHz
      snapHz *= snapFall
      bendHz *= bendFall
      body *= bodyFall
      beater *= knockFall
    }
  }
}
