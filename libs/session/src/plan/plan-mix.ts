import { msToFrames, secondsToFrames } from '@mixwright/audio'
import type { PcmFile } from '@mixwright/audio-files'
import { type Curve, type ImpulseResponse, type InsertPlan, resampledFrames } from '@mixwright/dsp'
import type { InputPlan, InsertSlot, MixPlan, PanLaw, PanPair, StripPlan } from '@mixwright/mixer'
import type { Automation, ExplicitInsert, Pan, Project, Stem } from '@mixwright/project'
import { isMonoStem } from '../song/mono-stem.ts'
import type { SongAudio, StemAudio } from '../song/song-audio.ts'
import { glidingCurve, planCurve, planSettings } from './plan-curve.ts'
import { keyOf, type RoutedStrip, routeStrips } from './routing.ts'

/** A mix ready for the desk, and the recordings that its stems name by index. */
export interface PlannedMix {
  plan: MixPlan
  stems: StemAudio[]
}

/** Turns what the user wrote into what the desk computes: the one place where dB, seconds and names are converted. */
export function planMix(project: Project, audio: SongAudio): PlannedMix {
  const { sampleRateHz } = project
  const strips = routeStrips(project)
  const indexOf = new Map(strips.map((strip, index) => [strip.name, index]))
  const stems: StemAudio[] = []
  const planned = strips.map((strip): StripPlan => {
    const written = writtenStrip(project, strip)
    const lane = {
      name: strip.name,
      kind: strip.kind,
      inputs: strip.inputs.map(
        ({ from, tap, levelDb }): InputPlan => ({
          from: indexOf.get(from.name)!,
          tap,
          levelDb: planCurve(levelDb, sampleRateHz),
          mutes: from.mutes.map((mute) => glidingCurve(mute, sampleRateHz)),
        }),
      ),
      inserts: strip.inserts.map((insert) => planInsert(insert, indexOf, audio.impulses, sampleRateHz)),
      faderDb: planCurve(written.faderDb, sampleRateHz),
      groupsDb: strip.groupsDb.map((gainDb) => planCurve(gainDb, sampleRateHz)),
      pan: planPan(written.pan ?? 0, sampleRateHz),
      width: planCurve(written.width ?? 1, sampleRateHz),
    }
    const { stem } = written
    if (!stem) return { ...lane, stem: null, mono: false, trimDb: 0, inverted: false }
    const recording = planStem(stem, audio.stems.get(stem.file)!, sampleRateHz)
    stems.push(recording)
    return {
      ...lane,
      stem: stems.length - 1,
      mono: isMonoStem(stem, recording.pcm.channels),
      trimDb: planCurve(stem.trimDb, sampleRateHz),
      inverted: stem.polarity === 'invert',
    }
  })
  return {
    stems,
    plan: {
      sampleRateHz,
      panLaw: project.mix.panLawDb as PanLaw,
      strips: planned,
      stemsEndFrame: stems.reduce((latest, { clip }) => Math.max(latest, clip.startFrame + clip.frames), 0),
      lengthFrames: project.lengthS === undefined ? null : secondsToFrames(project.lengthS, sampleRateHz),
    },
  }
}

interface WrittenStrip {
  faderDb: Automation
  pan?: Pan
  width?: Automation
  stem?: Stem
}

function writtenStrip(project: Project, { name, kind }: RoutedStrip): WrittenStrip {
  const named = <T extends { name: string }>(list: readonly T[]) => list.find((item) => item.name === name)!
  switch (kind) {
    case 'stem': {
      const stem = named(project.stems)
      return { ...stem, stem }
    }
    case 'bus':
      return named(project.buses)
    case 'return':
      return named(project.returns)
    case 'mix':
      return project.mix
  }
}

function planStem(stem: Stem, pcm: PcmFile, sampleRateHz: number): StemAudio {
  const frames = resampledFrames(pcm.frames, { fromHz: pcm.sampleRateHz, toHz: sampleRateHz })
  const offsetFrames = Math.min(frames, secondsToFrames(stem.offsetS, sampleRateHz))
  const wanted = stem.lengthS === undefined ? frames : secondsToFrames(stem.lengthS, sampleRateHz)
  const clip = {
    startFrame: secondsToFrames(stem.startS, sampleRateHz) + msToFrames(stem.delayMs, sampleRateHz),
    offsetFrames,
    frames: Math.min(wanted, frames - offsetFrames),
    fadeInFrames: msToFrames(stem.fadeInMs, sampleRateHz),
    fadeOutFrames: msToFrames(stem.fadeOutMs, sampleRateHz),
  }
  return { pcm, pick: stem.channels, clip }
}

function planPan(pan: Pan, sampleRateHz: number): Curve | PanPair {
  if (typeof pan === 'number' || 'points' in pan) return planCurve(pan, sampleRateHz)
  return { left: planCurve(pan.left, sampleRateHz), right: planCurve(pan.right, sampleRateHz) }
}

/** An insert as the desk takes it: names become indices, files become their audio, times become frames. */
function planInsert(
  insert: ExplicitInsert,
  indexOf: ReadonlyMap<string, number>,
  impulses: ReadonlyMap<string, ImpulseResponse>,
  sampleRateHz: number,
): InsertSlot {
  const name = keyOf(insert)
  const key = name === undefined ? null : indexOf.get(name)!
  return { insert: planProcessor(insert, impulses, sampleRateHz), key }
}

/** A processor's settings as the engine takes them, for the mix and for masters alike. */
export function planProcessor(
  { bypass, ...insert }: ExplicitInsert,
  impulses: ReadonlyMap<string, ImpulseResponse>,
  sampleRateHz: number,
): InsertPlan {
  // Samples are what a file stands for: under another name the same ones make the same sound.
  const { file, ...planned } = planSettings(insert, sampleRateHz) as InsertPlan & { file?: string }
  const passing = typeof bypass === 'object' ? { bypass: glidingCurve(bypass, sampleRateHz) } : {}
  const heard = insert.kind === 'convolution' ? { impulse: impulses.get(insert.file)! } : {}
  // Delays fade from one time to another by themselves.
  const delayed = insert.kind === 'delay' ? { timeMs: planCurve(insert.timeMs, sampleRateHz) } : {}
  const late = 'predelayMs' in insert ? { predelayMs: planCurve(insert.predelayMs, sampleRateHz) } : {}
  return { ...planned, ...heard, ...delayed, ...late, ...passing } as InsertPlan
}
