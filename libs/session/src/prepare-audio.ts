import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type AudioInfo, type AudioProblem, hashFile, type PcmFile, probeAudio, probeWav } from '@mixwright/audio-files'
import type { ImpulseResponse } from '@mixwright/dsp'
import type { Diagnostic, Project } from '@mixwright/project'
import { readImpulse } from './impulse.ts'
import { audioPath, type Song } from './song.ts'
import type { SongAudio } from './song-audio.ts'
import { runJob, runLimited } from './threads.ts'

/** An audio file that the mix file names, and where it names it. */
interface Mention {
  written: string
  at: (string | number)[]
  subject: string
  purpose: 'stem' | 'impulse'
}

/** Looks at every audio file of a mix: what each is, or what is wrong with it. Decodes nothing. */
export async function probeSongAudio(
  song: Song,
): Promise<{ infos: Map<string, AudioInfo>; diagnostics: Diagnostic[] }> {
  const infos = new Map<string, AudioInfo>()
  const diagnostics: Diagnostic[] = []
  const problems = new Map<string, AudioProblem>()
  for (const mention of mentionsOf(song.project!)) {
    const { written } = mention
    if (!infos.has(written) && !problems.has(written)) {
      const probed = await probeAudio(audioPath(song, written))
      if ('problem' in probed) problems.set(written, probed.problem)
      else infos.set(written, probed.info)
    }
    const problem = problems.get(written)
    const info = infos.get(written)
    if (problem) diagnostics.push(problemDiagnostic(song, mention, problem))
    else if (info) diagnostics.push(...repairDiagnostics(song, mention, info))
  }
  return { infos, diagnostics }
}

/** Makes all audio ready to be streamed: compressed files are decoded once, into the mix's cache. */
export async function prepareSongAudio(
  song: Song,
  infos: ReadonlyMap<string, AudioInfo>,
  options: { jobs: number; signal?: AbortSignal | undefined; onProgress?: (done: number) => void },
): Promise<{ audio: SongAudio; diagnostics: Diagnostic[] }> {
  const mentions = mentionsOf(song.project!)
  const pcm = new Map<string, PcmFile>()
  const problems = new Map<string, AudioProblem>()
  let done = 0
  const tasks = [...infos].map(([written, info]) => async () => {
    const ready = await asPcm(song, info, options.signal)
    if ('problem' in ready) problems.set(written, ready.problem)
    else pcm.set(written, ready.info)
    options.onProgress?.(++done / infos.size)
  })
  await runLimited(options.jobs, tasks)
  const diagnostics: Diagnostic[] = []
  const impulses = new Map<string, ImpulseResponse>()
  for (const mention of mentions) {
    const problem = problems.get(mention.written)
    const file = pcm.get(mention.written)
    if (problem) diagnostics.push(problemDiagnostic(song, mention, problem))
    else if (file && mention.purpose === 'impulse') impulses.set(mention.written, readImpulse(file))
  }
  return { audio: { stems: pcm, impulses }, diagnostics }
}

type Ready = { info: PcmFile } | { problem: AudioProblem }

/** The file itself when it can be streamed as it is, else its decoded copy, named after the hash of its bytes. */
async function asPcm(song: Song, info: AudioInfo, signal: AbortSignal | undefined): Promise<Ready> {
  if (info.pcm) return { info: info as PcmFile }
  const folder = join(song.folder, '.mixwright', 'decoded')
  const path = join(folder, `${hashFile(info.path)}.wav`)
  if (existsSync(path)) {
    const cached = probeWav(path)
    if ('info' in cached && (!info.isLengthExact || cached.info.frames === info.frames)) return cached
  }
  mkdirSync(folder, { recursive: true })
  return runJob({ kind: 'decode', info, path }, { signal })
}

function mentionsOf(project: Project): Mention[] {
  const stems = project.stems.map(({ name, file }): Mention => {
    return { written: file, at: ['stems', name, 'file'], subject: `stem '${name}'`, purpose: 'stem' }
  })
  return [...stems, ...impulseMentions(project)]
}

function impulseMentions(project: Project): Mention[] {
  const strips = [
    ...project.stems.map((strip) => ({ ...strip, at: ['stems', strip.name] })),
    ...project.buses.map((strip) => ({ ...strip, at: ['buses', strip.name] })),
    ...project.returns.map((strip) => ({ ...strip, at: ['returns', strip.name] })),
    { ...project.mix, at: ['mix'] },
    { ...project.master, at: ['master'] },
    ...project.deliver.map((delivery) => ({ ...delivery, at: ['deliver', delivery.name] })),
  ]
  return strips.flatMap(({ inserts, at }) =>
    inserts.flatMap((insert, index): Mention[] => {
      if (insert.kind !== 'convolution' || insert.bypass) return []
      const path = [...at, 'inserts', index, 'convolution', 'file']
      return [{ written: insert.file, at: path, subject: 'impulse response', purpose: 'impulse' }]
    }),
  )
}

function problemDiagnostic(song: Song, { written, at, subject }: Mention, problem: AudioProblem): Diagnostic {
  return {
    severity: 'error',
    subject,
    ...song.project!.place(at),
    ...problem,
    message: `${subject}: '${written}' ${problem.message}`,
  }
}

function repairDiagnostics(song: Song, { written, at, subject }: Mention, { repairs }: AudioInfo): Diagnostic[] {
  return repairs.map((repair) => ({
    code: 'AUDIO_REPAIRED',
    severity: 'warning',
    subject,
    ...song.project!.place(at),
    message: `${subject}: '${written}' ${repair}`,
  }))
}
