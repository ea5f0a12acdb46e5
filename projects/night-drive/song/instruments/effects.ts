import { Random } from '@mixwright/audio'
import { SECTION_BARS, stepToSeconds } from '../score/tempo.ts'
import { fallPerSample } from '../synth/envelope.ts'
import { Filter } from '../synth/filter.ts'
import { Oscillator } from '../synth/oscillator.ts'
import { sine } from '../synth/sine.ts'
import type { Track } from '../synth/track.ts'
import { square } from '../synth/waveform.ts'

const RETUNE_FRAMES = 32
const CYMBAL_HZ = [1187, 1613, 2297, 3121, 4297, 5801]

/** What is not an instrument: winds that rise into a section, cymbals and a boom where it starts. */
export function renderEffects(track: Track): void {
  const random = Random.named('night-drive/effects')
  const verseS = stepToSeconds(SECTION_BARS.verse)
  const chorusS = stepToSeconds(SECTION_BARS.chorus)
  const outroS = stepToSeconds(SECTION_BARS.outro)
  addWind(track, random, { fromS: stepToSeconds(3), toS: verseS, lowHz: 350, highHz: 4000, level: 0.3 })
  addWind(track, random, { fromS: stepToSeconds(11), toS: chorusS, lowHz: 300, highHz: 9000, level: 0.6 })
  addWind(track, random, { fromS: stepToSeconds(20), toS: outroS, lowHz: 2000, highHz: 6000, level: 0.25 })
  addCymbal(track, random, verseS, 0.5)
  addCymbal(track, random, chorusS, 0.9)
  addCymbal(track, random, stepToSeconds(17), 0.75)
  addCymbal(track, random, outroS, 0.7)
  addCymbal(track, random, stepToSeconds(SECTION_BARS.ending), 0.45)
  addBoom(track, chorusS, 0.75)
  addBoom(track, outroS, 0.6)
  addBoom(track, stepToSeconds(SECTION_BARS.ending), 0.5)
}

interface Wind {
  fromS: number
  toS: number
  lowHz: number
  highHz: number
  level: number
}

/** Noise through a band that climbs, loudest where it breaks off. */
function addWind(track: Track, random: Random, { fromS, toS, lowHz, highHz, level }: Wind): void {
  const { left, right, sampleRateHz } = track
  const bandLeft = new Filter(sampleRateHz)
  const bandRight = new Filter(sampleRateHz)
  const start = track.frameAt(fromS)
  const end = track.frameAt(toS)
  const stopFrames = track.frameAt(0.03)
  for (let frame = start; frame < end; frame++) {
    const progress = (frame - start) / (end - start)
    if ((frame - start) % RETUNE_FRAMES === 0) {
      const centreHz = lowHz + (highHz - lowHz) * progress * progress
      const sway = sine(((frame - start) / sampleRateHz) * 0.9)
      bandLeft.tune(centreHz * (1 + 0.12 * sway), 1.6)
      bandRight.tune(centreHz * (1 - 0.12 * sway), 1.6)
    }
    const loudness = level * progress * progress * Math.min(1, (end - frame) / stopFrames)
    left[frame] = left[frame]! + loudness * bandLeft.bandPass(random.bipolar())
    right[frame] = right[frame]! + loudness * bandRight.bandPass(random.bipolar())
  }
}

function addCymbal(track: Track, random: Random, atS: number, level: number): void {
  const { left, right, sampleRateHz } = track
  const bronze = CYMBAL_HZ.map((freqHz) => ({
    oscillator: new Oscillator(square.tableFor(freqHz, sampleRateHz), random.unit()),
    increment: freqHz / sampleRateHz,
  }))
  const edgeLeft = new Filter(sampleRateHz).tune(4300, 0.6)
  const edgeRight = new Filter(sampleRateHz).tune(4700, 0.6)
  const strikeFall = fallPerSample(0.35, sampleRateHz)
  const ringFall = fallPerSample(3.1, sampleRateHz)
  let strike = 0.5 * level
  let ring = 0.4 * level
  for (let frame = track.frameAt(atS); ring > 1e-5 && frame < track.frames; frame++) {
    let clash = 0
    for (const { oscillator, increment } of bronze) clash += oscillator.next(increment)
    const loudness = strike + ring
    left[frame] = left[frame]! + loudness * edgeLeft.highPass(0.05 * clash + 0.55 * random.bipolar())
    right[frame] = right[frame]! + loudness * edgeRight.highPass(0.05 * clash + 0.55 * random.bipolar())
    strike *= strikeFall
    ring *= ringFall
  }
}

/** A low sine that sinks under the kick. */
function addBoom(track: Track, atS: number, level: number): void {
  const { left, right, sampleRateHz } = track
  const bendFall = fallPerSample(1.4, sampleRateHz)
  const fall = fallPerSample(2, sampleRateHz)
  const rise = track.frameAt(0.012)
  const start = track.frameAt(atS)
  let [loudness, bendHz, phase] = [level, 48, 0]
  for (let frame = start; loudness > 1e-5 && frame < track.frames; frame++) {
    const boom = loudness * Math.min(1, (frame - start) / rise) * sine(phase)
    left[frame] = left[frame]! + boom
    right[frame] = right[frame]! + boom
    phase += (34 + bendHz) / sampleRateHz
    bendHz *= bendFall
    loudness *= fall
  }
}
