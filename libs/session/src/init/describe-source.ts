import type { Recording, Source } from './recording.ts'
import { ROLES } from './role.ts'

/** Later than this a recording is said to come in. */
const LATE_S = 1

/** What a recording is and measures, as it stands above its strip. */
export function describeSource({ recordings, role, toldBy, sides }: Source): string {
  const [first] = recordings
  const { title } = ROLES[role]
  const told = { name: 'by its name', sound: 'by its sound', nothing: 'known by neither name nor sound' }[toldBy]
  const what = toldBy === 'nothing' ? told : `${title}, ${told}`
  const said = [`${upper(what)}. ${figures(first)}.`]
  if (sides) said[0] = `${upper(what)}: two files, left and right. ${figures(first)}.`
  if (first.headSilenceS > LATE_S && first.headSilenceS < durationOf(first)) {
    said.push(`Comes in at ${clockText(first.headSilenceS)}.`)
  }
  return said.join(' ')
}

function figures({ measurement, pcm }: Recording): string {
  const shape = pcm.channels === 1 ? 'mono' : pcm.channels === 2 ? 'stereo' : `${pcm.channels} channels`
  const { integratedLufs, samplePeakDbfs } = measurement
  const loud = Number.isFinite(integratedLufs) ? `${integratedLufs.toFixed(1)} LUFS` : 'no loudness'
  const peak = Number.isFinite(samplePeakDbfs) ? `peak ${samplePeakDbfs.toFixed(1)} dBFS` : 'silent'
  return `${clockText(measurement.durationS)}, ${shape}, ${loud}, ${peak}`
}

function durationOf({ measurement }: Recording): number {
  return measurement.durationS
}

/** `3:07.5` */
export function clockText(seconds: number): string {
  const tenths = Math.round(seconds * 10)
  const rest = tenths % 600
  return `${Math.floor(tenths / 600)}:${String(Math.floor(rest / 10)).padStart(2, '0')}.${rest % 10}`
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
