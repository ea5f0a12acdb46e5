import { type AudioInfo, type AudioProblem, openPcm, type PcmFile } from '@mixwright/audio-files'
import type { ImpulseResponse } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'

/** Above the longest that were ever recorded in halls; they are held in memory. */
const MOST_IMPULSE_S = 120

/** Why a file is no impulse response; undefined when it may be one. */
export function checkImpulse({ durationS }: Pick<AudioInfo, 'durationS'>): AudioProblem | undefined {
  if (durationS <= MOST_IMPULSE_S) return undefined
  const message = `is an impulse response of ${durationS.toFixed(1)} s, allowed up to ${MOST_IMPULSE_S} s`
  return { code: 'AUDIO_UNSUPPORTED', message, fix: 'cut it where it has died away' }
}

/** Reads an impulse response whole: mono, stereo, or the four channels LL, LR, RL, RR of a true-stereo one. */
export function readImpulse(file: PcmFile): ImpulseResponse {
  const arena = new Arena()
  const reader = openPcm(file, arena)
  const at = arena.allocFrames(file.frames)
  const pair = (left: number, right: number): [Float64Array, Float64Array] => {
    reader.readInto(at, 0, file.frames, [left, right])
    const frames = arena.f64(at, file.frames * 2)
    return [frames.filter((_, i) => i % 2 === 0), frames.filter((_, i) => i % 2 === 1)]
  }
  const first = pair(0, Math.min(1, file.channels - 1))
  const channels = file.channels === 1 ? first.slice(0, 1) : file.channels === 4 ? [...first, ...pair(2, 3)] : first
  reader.close()
  return { sampleRateHz: file.sampleRateHz, channels }
}
