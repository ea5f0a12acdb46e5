import { msToFrames, secondsToFrames } from '@mixwright/audio'
import type { PcmFile } from '@mixwright/audio-files'
import { type ImpulseResponse, type InsertPlan, resampledFrames } from '@mixwright/dsp'
import { dbToGain } from '@mixwright/kernels'
import type { Curve, InputPlan, InsertSlot, MixPlan, PanLaw, PanPair, StripPlan } from '@mixwright/mixer'
import type { Automation, Insert, Pan, Project, Stem } from '@mixwright/project'
import { isMonoStem } from './mono-stem.ts'
import { keyOf, type RoutedStrip, routeStrips } from './routing.ts'
import type { SongAudio, StemAudio } from './song-audio.ts'

/** A mix ready for the desk, and the recordings that its stems name by index. */
export interface PlannedMix {
  plan: MixPlan
  stems: StemAudio[]
}

/** Turns what the user wrote into what the desk computes: the one place where dB, seconds and names are converted. */
export function planMix(project: Project, audio: SongAudio): PlannedMix {
  const { sampleRateHz } = project
  const toFrames = (seconds: number) => secondsToFrames(seconds, sampleRateHz)
  const strips = routeStrips(project)
  const indexOf = new Map(strips.map((strip, index) => [strip.name, index]))
  const stems: StemAudio[] = []
  const planned = strips.map((strip): StripPlan => {
    const written = writtenStrip(project, strip)
    const lane = {
      name: strip.name,
      kind: strip.kind,
      inputs: strip.inputs.map(({ from, tap, levelDb }): InputPlan => {
        return { from: indexOf.get(from.name)!, tap, levelDb: planCurve(levelDb, toFrames) }
      }),
      inserts: strip.inserts.map((insert) => planInsert(insert, indexOf, audio.impulses)),
      faderDb: planCurve(written.faderDb, toFrames),
      groupsDb: strip.groupsDb.map((gainDb) => planCurve(gainDb, toFrames)),
      pan: planPan(written.pan ?? 0, toFrames),
      width: planCurve(written.width ?? 1, toFrames),
    }
    const { stem } = written
    if (!stem) return { ...lane, stem: null, mono: false, trimGain: 1 }
    const recording = planStem(stem, audio.stems.get(stem.file)!, sampleRateHz)
    stems.push(recording)
    const gain = dbToGain(stem.trimDb)
    return {
      ...lane,
      stem: stems.length - 1,
      mono: isMonoStem(stem, recording.pcm.channels),
      trimGain: stem.polarity === 'invert' ? -gain : gain,
    }
  })
  return {
    stems,
    plan: {
      sampleRateHz,
      panLaw: project.mix.panLawDb as PanLaw,
      strips: planned,
      stemsEndFrame: stems.reduce((latest, { clip }) => Math.max(latest, clip.startFrame + clip.frames), 0),
      lengthFrames: project.lengthS === undefined ? null : toFrames(project.lengthS),
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

function planCurve(automation: Automation, toFrames: (seconds: number) => number): Curve {
  if (typeof automation === 'number') return automation
  return automation.points.map(({ atS, value, shape }) => ({ atFrame: toFrames(atS), value, shape }))
}

function planPan(pan: Pan, toFrames: (seconds: number) => number): Curve | PanPair {
  if (typeof pan === 'number' || 'points' in pan) return planCurve(pan, toFrames)
  return { left: planCurve(pan.left, toFrames), right: planCurve(pan.right, toFrames) }
}

/** An insert as the desk takes it: names become indices, files become their audio. */
function planInsert(
  insert: Insert,
  indexOf: ReadonlyMap<string, number>,
  impulses: ReadonlyMap<string, ImpulseResponse>,
): InsertSlot {
  const name = keyOf(insert)
  const key = name === undefined ? null : indexOf.get(name)!
  return { insert: planProcessor(insert, impulses), key }
}

/** A processor's settings as the engine takes them, for the mix and for masters alike. */
export function planProcessor(insert: Insert, impulses: ReadonlyMap<string, ImpulseResponse>): InsertPlan {
  return insert.kind === 'convolution' ? { ...insert, impulse: impulses.get(insert.file)! } : insert
}
