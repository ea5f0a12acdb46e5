import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Condition, ConditionFigure, FigureTerm } from '@mixwright/project'
import {
  type Access,
  type FileMeasurement,
  hasErrors,
  measureFiles,
  renderMix,
  unfinishedFolder,
} from '@mixwright/session'
import type { Revision } from './revision.ts'

/** Figures by the way a condition writes them: `truePeak(spotify)`. */
export type Figures = Record<string, number>

/** Why a revision has no such figures. */
export interface NoFigures {
  why: string
}

interface FigureOptions extends Access {
  /** Folder in which files may be written for a while. */
  scratch: string
  jobs?: number | undefined
  signal?: AbortSignal | undefined
}

const MEASURED = {
  loudness: 'integratedLufs',
  momentary: 'momentaryMaxLufs',
  shortTerm: 'shortTermMaxLufs',
  range: 'loudnessRangeLu',
  truePeak: 'truePeakDbtp',
  peak: 'samplePeakDbfs',
  plr: 'plrLu',
  rms: 'rmsDbfs',
  correlation: 'correlation',
  monoLoss: 'monoLossDb',
  width: 'width',
  duration: 'durationS',
  level: 'integratedLufs',
} as const satisfies Record<ConditionFigure, keyof FileMeasurement>

/** A figure as a condition writes it. */
export function figureName({ figure, of }: FigureTerm): string {
  return `${figure}(${/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(of) ? of : `"${of}"`})`
}

/** Renders what a condition speaks of, beside everything else, and measures it. */
export async function figuresOf(
  { song, mixFile }: Revision,
  { figures }: Condition,
  { scratch, jobs, signal, allowOutside }: FigureOptions,
): Promise<{ figures: Figures } | NoFigures> {
  const names = song.project!.deliver.map(({ name }) => name)
  const wanted = new Set(figures.filter(({ figure, of }) => figure !== 'level' && of !== 'mix').map(({ of }) => of))
  const unknown = [...wanted].find((name) => !names.includes(name))
  if (unknown !== undefined) return { why: `there is no delivery '${unknown}' (have: ${['mix', ...names].join(', ')})` }
  const out = unfinishedFolder(scratch, 'bisect')
  try {
    const stems = figures.some(({ figure }) => figure === 'level')
    const { result } = await renderMix(mixFile, {
      allowOutside,
      ...(wanted.size === 0 ? { mixOnly: true } : { deliver: [...wanted] }),
      variants: [],
      out,
      stems,
      lock: 'ignore',
      jobs,
      signal,
    })
    const errors = result.diagnostics.filter(({ severity, code }) => severity === 'error' && !isVerdict(code))
    if (!result.mix || errors.length > 0) return { why: errors[0]?.message ?? 'the mix could not be rendered' }
    const sounds = new Map<string, FileMeasurement>([['mix', result.mix]])
    for (const delivery of result.deliveries) sounds.set(delivery.name, delivery)
    const levels = new Map(
      (result.stems ?? []).map((file) => [basename(file, '.wav'), join(out, 'stems', basename(file))]),
    )
    return await read(figures, sounds, levels, { jobs, signal })
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** A missed promise or expectation says something of the sound; the sound is there all the same. */
function isVerdict(code: string): boolean {
  return code === 'DELIVERY_PROMISE_MISSED' || code.startsWith('EXPECT_')
}

async function read(
  terms: readonly FigureTerm[],
  sounds: ReadonlyMap<string, FileMeasurement>,
  stems: ReadonlyMap<string, string>,
  { jobs, signal }: Pick<FigureOptions, 'jobs' | 'signal'>,
): Promise<{ figures: Figures } | NoFigures> {
  const figures: Figures = {}
  for (const term of terms) {
    const name = figureName(term)
    let sound = sounds.get(term.of)
    if (term.figure === 'level') {
      const path = stems.get(term.of)
      if (path === undefined) {
        return { why: `${name}: no strip of that name feeds the mix bus (have: ${[...stems.keys()].join(', ')})` }
      }
      const measured = await measureFiles([path], { jobs, signal })
      if (hasErrors(measured.diagnostics)) return { why: measured.diagnostics[0]!.message }
      sound = measured.files[0]
    }
    const value = sound?.[MEASURED[term.figure]]
    if (typeof value !== 'number') return { why: `${name} says nothing of so short or so silent a sound` }
    figures[name] = value
  }
  return { figures }
}
