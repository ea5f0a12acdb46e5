import { Random } from '@mixwright/audio'
import { hatStrokes } from '../score/groove.ts'
import { humanise } from '../score/humanise.ts'
import { fallPerSample } from '../synth/envelope.ts'
import { Filter } from '../synth/filter.ts'
import { Oscillator } from '../synth/oscillator.ts'
import type { Track } from '../synth/track.ts'
import { square } from '../synth/waveform.ts'

/** Tones of struck bronze: no two in a simple ratio. Hz. */
const BRONZE_HZ = [2063, 2911, 3733, 4177, 5381, 6271]
/** Time to fall by 60 dB. s. */
const RING_S: Record<string, number> = { t: 0.11, l: 0.07, o: 0.75 }
const LEVEL: Record<string, number> = { t: 0.8, l: 0.42, o: 0.72 }
/** A pedal closes an open hat within this. s to -60 dB. */
const CLOSING_S = 0.045

/** Clashing squares and noise, high-passed; each side has its own noise. */
export function renderHats(track: Track): void {
  const strokes = humanise('hats', hatStrokes, { timingMs: 4, touch: 0.16 })
  const random = Random.named('night-drive/hats-noise')
  strokes.forEach(({ atS, velocity, sound }, index) => {
    const next = strokes[index + 1]
    const closed = next === undefined ? track.frames : track.frameAt(next.atS)
    addStroke(track, random, track.frameAt(atS), closed, velocity * LEVEL[sound]!, RING_S[sound]!)
  })
}

function addStroke(track: Track, random: Random, start: number, closed: number, level: number, ringS: number): void {
  const { left, right, sampleRateHz } = track
  const bronze = BRONZE_HZ.map((freqHz) => ({
    oscillator: new Oscillator(square.tableFor(freqHz, sampleRateHz), random.unit()),
    increment: freqHz / sampleRateHz,
  }))
  const edgeLeft = new Filter(sampleRateHz).tune(7600, 0.9)
  const edgeRight = new Filter(sampleRateHz).tune(8100, 0.9)
  const ringFall = fallPerSample(ringS, sampleRateHz)
  const closingFall = fallPerSample(CLOSING_S, sampleRateHz)
  let loudness = level
  for (let frame = start; loudness > 1e-5 && frame < track.frames; frame++) {
    let clash = 0
    for (const { oscillator, increment } of bronze) clash += oscillator.next(increment)
    const rise = Math.min(1, (frame - start + 1) / 24)
    const shared = 0.13 * clash + 0.3 * random.bipolar()
    left[frame] = left[frame]! + rise * loudness * edgeLeft.highPass(shared + 0.35 * random.bipolar())
    right[frame] = right[frame]! + rise * loudness * edgeRight.highPass(shared + 0.35 * random.bipolar())
    loudness *= frame < closed ? ringFall : closingFall
  }
}
