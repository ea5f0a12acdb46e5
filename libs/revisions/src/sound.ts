import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnostic } from '@mixwright/project'
import {
  type Access,
  type Audition,
  compareWavs,
  openAudition,
  rendersIn,
  type StageProgress,
  StageTimer,
  unfinishedFolder,
} from '@mixwright/session'
import { pairAuditions } from './audition-pair.ts'
import { type CauseOptions, type Heard, hearCauses, residualOf } from './causes.ts'
import type { Change } from './change.ts'
import { compareFigures, compareNamed, type StripChange, tailRise } from './figure-change.ts'
import { hearSong, lengthsOf } from './heard-song.ts'
import type { RevisionNames } from './revision-names.ts'
import { SoundCache } from './sound-cache.ts'
import type { Residual, SoundDocument } from './sound-document.ts'
import { hearVariants, type VariantOptions, type VariedSong } from './variant-sounds.ts'

/** A mix to be compared. */
export interface Side {
  /** What the revision is called. */
  name: string
  /** Path of the mix file. */
  mixFile: string
  /** How its files are called, where they lie elsewhere than they are called. */
  names?: RevisionNames | undefined
}

export interface SoundOptions extends Access {
  /** Folder of the song of today; renders are remembered in `.mixwright/` there. */
  folder: string
  /** What changed in words, to name the causes by. */
  changes?: readonly Change[] | undefined
  /** Whether each change is heard alone. Default: while that takes no more than half an hour of music. */
  causes?: boolean | undefined
  /** Whether variants that changed are heard too. Default: while that takes no more than half an hour of music. */
  variants?: boolean | undefined
  /** Threads. Default: one a core. */
  jobs?: number | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: StageProgress) => void) | undefined
}

/** Both mixes on disk, until the next comparison of this song. */
export interface ComparedMixes {
  from: Heard
  to: Heard
}

export interface ComparedSound {
  /** Absent when one side cannot be rendered. */
  document?: SoundDocument
  mixes?: ComparedMixes
  diagnostics: Diagnostic[]
  /** What was read of each side, for showing where diagnostics point. */
  texts: ReadonlyMap<string, string>
}

/**
 * Renders two revisions of a song and measures what differs: the mix, its stems, buses and returns, its sections,
 * deliveries and variants, the null, and what each change does alone. What the same sources came to before is used again.
 */
export async function compareSound(from: Side, to: Side, options: SoundOptions): Promise<ComparedSound> {
  const { folder, changes = [], causes = 'auto', variants = 'auto', jobs, signal, onProgress, allowOutside } = options
  const home = join(folder, '.mixwright')
  const scratch = unfinishedFolder(home, 'comparing')
  const timer = new StageTimer(onProgress)
  const cache = new SoundCache(join(home, 'sounds'))
  const renders = rendersIn(home)
  const shared: CauseOptions & VariantOptions = { cache, scratch, timer, jobs, signal, changes, causes, variants }
  const diagnostics: Diagnostic[] = []
  const texts = new Map<string, string>()
  try {
    const sides: (Heard & VariedSong)[] = []
    for (const { name, mixFile, names } of [from, to]) {
      const { opened, ...read } = await timer.stage(`reading ${name}`, (report) =>
        openAudition(mixFile, { jobs, signal, home, renders, onProgress: report, allowOutside }),
      )
      const heard = opened && (await hearSong(opened.audition, name, shared))
      const told = { texts: read.song.texts, diagnostics: [...read.diagnostics, ...(heard?.diagnostics ?? [])] }
      const called = names?.of(told) ?? told
      for (const [file, text] of called.texts) texts.set(file, text)
      diagnostics.push(...called.diagnostics)
      if (opened && heard?.heard) sides.push({ ...opened, name, names, heard: heard.heard })
    }
    const [a, b] = sides
    if (!a || !b) return { diagnostics: withoutAdvice(diagnostics), texts }
    const residual = await timer.stage('nulling', (report) => nullOf(a, b, { signal, onProgress: report }))
    const found = await hearCauses(a, b, shared)
    const varied = await hearVariants(a, b, shared)
    diagnostics.push(...varied.diagnostics)
    const changed = [a, b].flatMap(({ audition }) => audition.changed())
    if (changed.length > 0) return { diagnostics: [...withoutAdvice(diagnostics), ...changed], texts }
    const document: SoundDocument = {
      sound: { ...(await soundOf(a, b)), variants: varied.variants },
      null: residual,
      ...(causes === false ? {} : { causes: found.causes }),
      notes: [...notesOn(a.audition, b.audition), ...found.notes, ...varied.notes],
    }
    return { document, mixes: { from: a, to: b }, diagnostics: withoutAdvice(diagnostics), texts }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
    cache.tidy()
    renders.tidy()
  }
}

async function soundOf(a: Heard, b: Heard): Promise<Omit<SoundDocument['sound'], 'variants'>> {
  const [from, to] = [a.heard, b.heard]
  const { renames, sections } = await pairAuditions(a.audition, b.audition)
  const tailRiseDb = tailRise(lengthsOf(from.mix), lengthsOf(to.mix))
  return {
    mix: compareFigures(from.mix.measurement, to.mix.measurement, tailRiseDb),
    stems: withMutes(compareNamed(from.mix.strips, to.mix.strips, { renames: renames.strips }), a, b, renames.strips),
    sections: compareNamed(from.sections, to.sections, { renames: sections }),
    deliveries: compareNamed(from.deliveries, to.deliveries, { renames: renames.deliveries, tailRiseDb }),
  }
}

/** Says of strips that are in both revisions, but heard in one alone, that they are not gone or new. */
function withMutes(
  strips: Record<string, StripChange>,
  a: Heard,
  b: Heard,
  renames: ReadonlyMap<string, string>,
): Record<string, StripChange> {
  const namesOf = ({ audition: { project } }: Heard) => {
    return [...project.stems, ...project.buses, ...project.returns].map(({ name }) => name)
  }
  const before = new Set(namesOf(a).map((name) => renames.get(name) ?? name))
  const after = new Set(namesOf(b))
  const entries = Object.entries(strips).map(([name, change]): [string, StripChange] => {
    if (!change.from && before.has(name)) return [name, { ...change, mute: 'unmuted' }]
    if (!change.to && after.has(name)) return [name, { ...change, mute: 'muted' }]
    return [name, change]
  })
  return Object.fromEntries(entries)
}

async function nullOf(from: Heard, to: Heard, options: Parameters<typeof compareWavs>[2]): Promise<Residual> {
  if (from.heard.mix.pcmSha256 === to.heard.mix.pcmSha256)
    return { residualPeakDbfs: -Infinity, residualRmsDbfs: -Infinity }
  return residualOf(await compareWavs(from.heard.mixPath, to.heard.mixPath, options))
}

function notesOn({ project: from }: Audition, { project: to }: Audition): string[] {
  if (from.sampleRateHz === to.sampleRateHz) return []
  return [
    `the sample rate changed: for the null the former mix was converted from ${from.sampleRateHz} to ${to.sampleRateHz} Hz`,
  ]
}

/** Advice is for those who render a song, not for those who compare two. */
function withoutAdvice(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity !== 'info')
}
