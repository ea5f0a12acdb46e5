import { dbToGain } from '@mixwright/kernels'
import type { TrackGain } from './audio-tags.ts'

/** ReplayGain 2.0: what a track is raised by to play at this level. LUFS */
const REPLAY_GAIN_LUFS = -18
/** RFC 7845, section 5.2.1: the level that R128_TRACK_GAIN leads to. LUFS */
const R128_LUFS = -23

/** Names and texts of ReplayGain 2.0 tags. Nothing for silence, which has no loudness. */
export function replayGainTags({ integratedLufs, truePeakDbtp }: TrackGain): (readonly [string, string])[] {
  if (!Number.isFinite(integratedLufs)) return []
  const gain = `${signless((REPLAY_GAIN_LUFS - integratedLufs).toFixed(2))} dB`
  const peak = dbToGain(truePeakDbtp).toFixed(6)
  return [
    ['REPLAYGAIN_TRACK_GAIN', gain],
    ['REPLAYGAIN_TRACK_PEAK', peak],
  ]
}

/** Opus: the gain to -23 LUFS in 1/256 dB, a whole number in 16 bits. Nothing for silence. */
export function r128Tags({ integratedLufs }: TrackGain): (readonly [string, string])[] {
  if (!Number.isFinite(integratedLufs)) return []
  const steps = Math.floor((R128_LUFS - integratedLufs) * 256 + 0.5)
  return [['R128_TRACK_GAIN', `${Math.max(-32768, Math.min(32767, steps))}`]]
}

function signless(text: string): string {
  return Number(text) === 0 ? text.replace('-', '') : text
}
