import { Random } from '@mixwright/audio'
import { pitchToHz } from '../score/note.ts'
import { approachPerSample } from '../synth/envelope.ts'
import { Filter } from '../synth/filter.ts'
import { Oscillator } from '../synth/oscillator.ts'
import type { Track } from '../synth/track.ts'
import { Waveform } from '../synth/waveform.ts'
import { CONTROL_RATE_HZ, type Singing } from './singing.ts'
import { Throat } from './throat.ts'

/** Share of the cycle in which the glottis is open. */
const OPEN_SHARE = 0.66
/**
 * Change of the air flow through the glottis: it opens slowly and shuts at once.
 * Source: Klatt and Klatt, "Analysis, synthesis, and perception of voice quality variations among female and male
 * talkers", JASA 87(2), 1990, the flow a t^2 - b t^3.
 */
const glottis = new Waveform((phase) => {
  const open = phase / OPEN_SHARE
  return open < 1 ? 2 * open - 3 * open * open : 0
})

export interface Timbre {
  /** Size of the throat: 1 as tabled, less is longer and darker. */
  size: number
  /** Noise of breath in the buzz, and of air over the tongue, which no resonance of the throat holds back. 0 to 1. */
  breath: number
  air: number
  /** Above this the buzz of the glottis is multiplied by `presence`: under 1 is soft, above 1 is bright. Hz. */
  presenceHz: number
  presence: number
  leftGain: number
  rightGain: number
}

const QUIET = 1e-6
const HISS_GAIN = 0.8
const PUFF_GAIN = 0.16

/** Adds what a singer does to a track. */
export function sing(track: Track, name: string, singing: Singing, timbre: Timbre): void {
  const { left, right, sampleRateHz } = track
  const random = Random.named(`night-drive/${name}/breath`)
  const throat = new Throat(timbre.size, sampleRateHz)
  const cords = new Oscillator(glottis.tableFor(1000, sampleRateHz), random.unit())
  const teeth = new Filter(sampleRateHz).tune(7200, 1.1)
  const tongue = new Filter(sampleRateHz).tune(4800, 0.6)
  const lips = new Filter(sampleRateHz).tune(1800, 0.7)
  const follow = approachPerSample(1 / (2 * Math.PI * timbre.presenceHz), sampleRateHz)
  const perControl = sampleRateHz / CONTROL_RATE_HZ
  const wave = new Float64Array(perControl)
  const noise = new Float64Array(perControl)
  let [dull, loudness] = [0, 0]
  for (let control = 0; control < singing.pitch.length; control++) {
    const target = singing.loudness[control]!
    const hiss = singing.hiss[control]! * HISS_GAIN
    const puff = singing.puff[control]! * PUFF_GAIN
    if (target + loudness + hiss + puff < QUIET) continue
    const sungHz = pitchToHz(singing.pitch[control]!)
    const [first, second, third] = singing.formantsHz
    throat.shape(first[control]!, second[control]!, third[control]!, sungHz)
    cords.table = glottis.tableFor(sungHz, sampleRateHz)
    cords.fill(wave, sungHz / sampleRateHz)
    const growth = (target - loudness) / perControl
    for (let i = 0; i < perControl; i++) {
      noise[i] = random.bipolar()
      loudness += growth
      const buzz = (wave[i]! + timbre.breath * noise[i]!) * loudness
      dull += (buzz - dull) * follow
      wave[i] = dull + timbre.presence * (buzz - dull)
    }
    throat.process(wave)
    const start = control * perControl
    for (let i = 0; i < perControl; i++) {
      let value = wave[i]! + timbre.air * target * tongue.highPass(noise[i]!)
      if (hiss > QUIET) value += hiss * teeth.bandPass(noise[i]!)
      if (puff > QUIET) value += puff * lips.highPass(noise[i]!)
      left[start + i] = left[start + i]! + value * timbre.leftGain
      if (left !== right) right[start + i] = right[start + i]! + value * timbre.rightGain
    }
  }
}
