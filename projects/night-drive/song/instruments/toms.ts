import { Random } from '@mixwright/audio'
import { tomStrokes } from '../score/groove.ts'
import { humanise } from '../score/humanise.ts'
import { fallPerSample } from '../synth/envelope.ts'
import { Filter } from '../synth/filter.ts'
import { saturate } from '../synth/saturation.ts'
import { sine } from '../synth/sine.ts'
import { panGains, type Track } from '../synth/track.ts'

/** Four drums around the player, tuned to F sharp, C sharp, G sharp and E. */
const DRUMS: Record<string, { freqHz: number; pan: number }> = {
  h: { freqHz: 185, pan: -0.55 },
  m: { freqHz: 138.6, pan: -0.2 },
  l: { freqHz: 103.8, pan: 0.2 },
  f: { freqHz: 82.4, pan: 0.55 },
}
const LENGTH_S = 0.9

/** Electronic toms: a sine that falls a sixth to its note, and a puff of noise. */
export function renderToms(track: Track): void {
  const { left, right, sampleRateHz } = track
  const random = Random.named('night-drive/toms-noise')
  const bendFall = fallPerSample(0.3, sampleRateHz)
  const skinFall = fallPerSample(0.62, sampleRateHz)
  const puffFall = fallPerSample(0.12, sampleRateHz)
  const frames = track.frameAt(LENGTH_S)
  for (const { atS, velocity, sound } of humanise('toms', tomStrokes, { timingMs: 4, touch: 0.1 })) {
    const { freqHz, pan } = DRUMS[sound]!
    const gains = panGains(pan)
    const puffFilter = new Filter(sampleRateHz).tune(freqHz * 9, 0.6)
    const start = track.frameAt(atS)
    let [skin, puff, bend, phase] = [velocity, velocity, 0.7, 0]
    for (let i = 0; i < frames && start + i < track.frames; i++) {
      const fade = Math.min(1, (frames - i) / (frames * 0.3))
      const drum = saturate(1.3 * skin * sine(phase)) * fade + 0.5 * puffFilter.bandPass(random.bipolar() * puff)
      left[start + i] = left[start + i]! + drum * gains.left
      right[start + i] = right[start + i]! + drum * gains.right
      phase += (freqHz * (1 + bend)) / sampleRateHz
      skin *= skinFall
      puff *= puffFall
      bend *= bendFall
    }
  }
}
