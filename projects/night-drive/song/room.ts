import { Random } from '@mixwright/audio'
import { maths } from '@mixwright/kernels'
import { fallPerSample } from './synth/envelope.ts'
import { Filter } from './synth/filter.ts'
import { panGains, Track } from './synth/track.ts'

/** Length of the impulse response. s. */
export const ROOM_S = 1.9
const PEAK_DBFS = -6

/** First echoes off walls, pillars and ceiling. */
const REFLECTIONS = 26
const NEAREST_S = 0.006
const FARTHEST_S = 0.085
/** Two bare walls throw the sound to and fro. s, times, loss per crossing. */
const FLUTTER_S = 0.0313
const FLUTTERS = 14
const FLUTTER_LOSS = 0.72

/** The many later echoes, band by band: stone keeps the low notes, air eats the high ones. */
const TAIL_BANDS = [
  { centreHz: 180, sixtyDbS: 1.7, level: 0.5 },
  { centreHz: 600, sixtyDbS: 1.5, level: 0.45 },
  { centreHz: 1900, sixtyDbS: 1.15, level: 0.4 },
  { centreHz: 5200, sixtyDbS: 0.65, level: 0.3 },
]
const TAIL_RISE_S = 0.045

/** The impulse response of an underpass that does not exist: reflections, a flutter echo and a tail. */
export function renderUnderpass(sampleRateHz: number): Track {
  const track = new Track(2, sampleRateHz, ROOM_S)
  const random = Random.named('night-drive/underpass')
  addReflections(track, random)
  addFlutter(track, random)
  addTail(track.left, random, sampleRateHz)
  addTail(track.right, random, sampleRateHz)
  return track.finish(PEAK_DBFS)
}

function addReflections(track: Track, random: Random): void {
  for (let i = 0; i < REFLECTIONS; i++) {
    const share = (i + random.unit()) / REFLECTIONS
    const delayS = NEAREST_S * maths.pow(FARTHEST_S / NEAREST_S, share)
    const level = (0.9 * NEAREST_S) / delayS + 0.09
    addEcho(track, delayS, level * (random.unit() < 0.5 ? -1 : 1), 0.95 * random.bipolar(), 9000 - 6000 * share)
  }
}

function addFlutter(track: Track, random: Random): void {
  let level = 0.32
  for (let crossing = 1; crossing <= FLUTTERS; crossing++) {
    const delayS = crossing * FLUTTER_S + 0.0004 * random.bipolar()
    addEcho(track, delayS, level, crossing % 2 === 0 ? 0.8 : -0.8, 4200 - 180 * crossing)
    level *= FLUTTER_LOSS
  }
}

/** One echo: a click dulled by the stone it came from. */
function addEcho(track: Track, delayS: number, level: number, pan: number, cornerHz: number): void {
  const { left, right, sampleRateHz } = track
  const stone = new Filter(sampleRateHz).tune(cornerHz, 0.6)
  const gains = panGains(pan)
  const start = track.frameAt(delayS)
  const frames = track.frameAt(0.004)
  for (let i = 0; i < frames && start + i < track.frames; i++) {
    const value = level * stone.lowPass(i === 0 ? 1 : 0)
    left[start + i] = left[start + i]! + value * gains.left
    right[start + i] = right[start + i]! + value * gains.right
  }
}

/** Noise that grows while the echoes thicken and then falls, each band at its own pace. */
function addTail(side: Float64Array, random: Random, sampleRateHz: number): void {
  for (const { centreHz, sixtyDbS, level } of TAIL_BANDS) {
    const band = new Filter(sampleRateHz).tune(centreHz, 0.7)
    const fall = fallPerSample(sixtyDbS, sampleRateHz)
    const riseFrames = TAIL_RISE_S * sampleRateHz
    let loudness = level * 0.16
    for (let i = 0; i < side.length; i++) {
      side[i] = side[i]! + loudness * Math.min(1, i / riseFrames) * band.bandPass(random.bipolar())
      loudness *= fall
    }
  }
}
