import { Random } from '@mixwright/audio'
import { snareStrokes } from '../score/groove.ts'
import { humanise } from '../score/humanise.ts'
import { fallPerSample } from '../synth/envelope.ts'
import { Filter } from '../synth/filter.ts'
import { saturate } from '../synth/saturation.ts'
import { sine } from '../synth/sine.ts'
import type { Track } from '../synth/track.ts'

const LENGTH_S = 0.55
/** The room of a snare of the eighties stays open this long, then a gate slams it. s. */
const GATE_S = 0.19
/** A clap is many hands: when they meet. s. */
const HANDS_S = [0, 0.011, 0.021, 0.03]
const GHOST = 0.2

/** Two modes of the drum, the wires as filtered noise, a gated room, and claps on `c`. */
export function renderSnare(track: Track): void {
  const strokes = humanise('snare', snareStrokes, { timingMs: 3, touch: 0.08 })
  const random = Random.named('night-drive/snare-noise')
  for (const { atS, velocity, sound } of strokes) {
    const start = track.frameAt(atS)
    const level = sound === 'g' ? velocity * GHOST : velocity
    addDrum(track, random, start, level, sound !== 'g')
    if (sound === 'c') addClap(track, random, start, level * 0.8)
  }
}

function addDrum(track: Track, random: Random, start: number, level: number, hasRoom: boolean): void {
  const { left, sampleRateHz } = track
  const wires = new Filter(sampleRateHz).tune(3400, 0.5)
  const air = new Filter(sampleRateHz).tune(600, 0.7)
  const room = new Filter(sampleRateHz).tune(1700, 0.45)
  const skinFall = fallPerSample(0.2, sampleRateHz)
  const bendFall = fallPerSample(0.06, sampleRateHz)
  const wiresFall = fallPerSample(0.34, sampleRateHz)
  const gateFall = fallPerSample(0.05, sampleRateHz)
  const gateFrame = track.frameAt(GATE_S)
  const frames = track.frameAt(LENGTH_S)
  let [skin, rattle, gate, bendHz, low, high] = [level, level, hasRoom ? 0.4 * level : 0, 90, 0, 0]
  for (let i = 0; i < frames && start + i < track.frames; i++) {
    const noise = random.bipolar()
    const drum = skin * (0.75 * sine(low) + 0.4 * sine(high))
    const brightness = rattle * air.highPass(wires.bandPass(noise))
    const ambience = gate * room.bandPass(noise) * Math.min(1, i / 400)
    left[start + i] = left[start + i]! + saturate(1.3 * (drum + 1.5 * brightness + 1.8 * ambience))
    low += (184 + bendHz) / sampleRateHz
    high += (331 + bendHz) / sampleRateHz
    skin *= skinFall
    bendHz *= bendFall
    rattle *= wiresFall
    if (i > gateFrame) gate *= gateFall
  }
}

function addClap(track: Track, random: Random, start: number, level: number): void {
  const { left, sampleRateHz } = track
  const palms = new Filter(sampleRateHz).tune(1250, 1.3)
  const handFall = fallPerSample(0.03, sampleRateHz)
  const lastFall = fallPerSample(0.3, sampleRateHz)
  const hands = HANDS_S.map((atS) => track.frameAt(atS))
  const last = hands[hands.length - 1]!
  let loudness = 0
  const frames = track.frameAt(LENGTH_S)
  for (let i = 0; i < frames && start + i < track.frames; i++) {
    if (hands.includes(i)) loudness = i === last ? 0.8 * level : level
    left[start + i] = left[start + i]! + 1.6 * palms.bandPass(random.bipolar() * loudness)
    loudness *= i < last ? handFall : lastFall
  }
}
