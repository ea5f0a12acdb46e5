import { openPcm, probeWav } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'

/** A WAV file as arrays of samples; `right` equals `left` in a mono file. */
export interface Recording {
  left: Float64Array
  right: Float64Array
  channels: number
  sampleRateHz: number
  bitDepth: number | null
  lengthS: number
}

export function readRecording(path: string): Recording {
  const probed = probeWav(path)
  if ('problem' in probed) throw new Error(`${path}: ${probed.problem.message}`)
  const { info } = probed
  const arena = new Arena()
  const reader = openPcm(info, arena)
  const at = arena.allocFrames(info.frames)
  reader.readInto(at, 0, info.frames)
  reader.close()
  const frames = arena.f64(at, info.frames * 2)
  const left = new Float64Array(info.frames)
  const right = new Float64Array(info.frames)
  for (let i = 0; i < info.frames; i++) {
    left[i] = frames[2 * i]!
    right[i] = frames[2 * i + 1]!
  }
  const { channels, sampleRateHz, bitDepth } = info
  return { left, right, channels, sampleRateHz, bitDepth, lengthS: info.frames / sampleRateHz }
}

/** Level of one frequency in a Hann window of a recording's left side. dB, relative to any other such level. */
export function levelAtDb({ left, sampleRateHz }: Recording, freqHz: number, atS: number, windowS: number): number {
  const start = Math.round(atS * sampleRateHz)
  const length = Math.round(windowS * sampleRateHz)
  let [real, imaginary] = [0, 0]
  for (let i = 0; i < length; i++) {
    const value = left[start + i]! * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length))
    const angle = (2 * Math.PI * freqHz * i) / sampleRateHz
    real += value * Math.cos(angle)
    imaginary += value * Math.sin(angle)
  }
  return 10 * Math.log10(real * real + imaginary * imaginary + 1e-30)
}

/** The moment within 60 ms of `atS` at which the sound gets louder most, 4 ms against 4 ms. s. */
export function steepestRiseS({ left, sampleRateHz }: Recording, atS: number): number {
  const centre = Math.round(atS * sampleRateHz)
  const reach = Math.round(0.06 * sampleRateHz)
  const window = Math.round(0.004 * sampleRateHz)
  let [best, bestRise] = [0, 0]
  for (let frame = Math.max(window, centre - reach); frame < centre + reach; frame += 8) {
    let rise = 0
    for (let i = 0; i < window; i++) rise += left[frame + i]! ** 2 - left[frame - 1 - i]! ** 2
    if (rise > bestRise) [best, bestRise] = [frame, rise]
  }
  return best / sampleRateHz
}
