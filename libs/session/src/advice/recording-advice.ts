import type { Diagnostic, Project, Stem } from '@mixwright/project'
import type { Fingerprint } from '../job.ts'
import { advice } from './advice.ts'
import { lostLow } from './lost-low.ts'
import { lowestStrong } from './lowest-strong.ts'

/** Advice on the recordings of a mix, from what was measured when they were read. */
export function recordingAdvice(project: Project, readings: ReadonlyMap<string, Fingerprint>): Diagnostic[] {
  return project.stems.flatMap((stem) => {
    const reading = readings.get(stem.file)
    return reading
      ? [
          ...clipped(project, stem, reading),
          ...silent(project, stem, reading),
          ...thinned(project, stem, reading),
          ...stemLows(project, stem, reading),
        ]
      : []
  })
}

function clipped(project: Project, { name }: Stem, { clips }: Fingerprint): Diagnostic[] {
  if (clips.runs === 0) return []
  const times = clips.runs === 1 ? 'once' : `${clips.runs} times`
  const longest = `the longest ${clips.longestFrames} samples at ${clips.longestAtS!.toFixed(2)} s`
  return [
    advice(project, {
      code: 'ADVICE_STEM_CLIPPED',
      subject: `stem '${name}'`,
      message: `file: the recording is clipped ${times}, ${longest}`,
      fix: 'export or record it again with more headroom',
      at: ['stems', name, 'file'],
    }),
  ]
}

function silent(project: Project, { name }: Stem, { isSilent }: Fingerprint): Diagnostic[] {
  if (!isSilent) return []
  return [
    advice(project, {
      code: 'ADVICE_SILENT_STEM',
      subject: `stem '${name}'`,
      message: 'never sounds: the recording is silent',
      fix: 'export the recording again, or remove the stem',
      at: ['stems', name, 'file'],
    }),
  ]
}

/** A high-pass whose corner lies above the lowest octave that carries a good part of the sound. */
function thinned(project: Project, { name, inserts }: Stem, { bandsDb }: Fingerprint): Diagnostic[] {
  const lowest = lowestStrong(bandsDb)
  if (!lowest) return []
  return highPasses(inserts).flatMap(({ hz, at }) => {
    if (hz <= lowest.topHz) return []
    return [
      advice(project, {
        code: 'ADVICE_HIGH_PASS',
        subject: `stem '${name}'`,
        message: `eq highPass: ${shownHz(hz)} lies above the lowest strong octave of the recording, around ${lowest.name}`,
        fix: `lower it to ${shownHz(Math.max(10, Math.round(lowest.centreHz * Math.SQRT1_2)))}, or allow ADVICE_HIGH_PASS`,
        at: ['stems', name, 'inserts', ...at],
      }),
    ]
  })
}

function shownHz(hz: number): string {
  return hz < 1000 ? `${hz} Hz` : `${hz / 1000} kHz`
}

/** High-passes that work for the whole song and on the whole sound, and where they are written. */
function highPasses(inserts: Stem['inserts']): { hz: number; at: (string | number)[] }[] {
  return inserts.flatMap((insert, index) => {
    if (insert.kind !== 'eq' || insert.bypass !== false) return []
    return insert.bands.flatMap((band, place) => {
      if (band.type !== 'highPass' || band.on !== 'stereo' || typeof band.freqHz !== 'number') return []
      const at =
        insert.phase === 'minimum' ? [index, 'eq', place, 'highPass'] : [index, 'eq', 'bands', place, 'highPass']
      return [{ hz: band.freqHz, at }]
    })
  })
}

function stemLows(project: Project, { name, channels }: Stem, reading: Fingerprint): Diagnostic[] {
  const low = channels === 'stereo' || channels === 'swap' ? lostLow(reading) : undefined
  if (!low) return []
  return [
    advice(project, {
      code: 'ADVICE_LOWS_OUT_OF_PHASE',
      subject: `stem '${name}'`,
      message: `file: left and right are out of phase around ${low}, which is lost in mono`,
      fix: 'take one side with `channels: left`, or add `stereo: { monoBelow: 120 Hz }`',
      at: ['stems', name, 'file'],
    }),
  ]
}
