import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import {
  AsideFile,
  AudioFault,
  type AudioInfo,
  type AudioProblem,
  hashFile,
  type PcmFile,
  probeAudio,
  probeWav,
} from '@mixwright/audio-files'
import type { ImpulseResponse } from '@mixwright/dsp'
import { type AudioMention, type Diagnostic, type DiagnosticCode, didYouMean } from '@mixwright/project'
import { FileStamps } from './file-stamps.ts'
import { readImpulse } from './impulse.ts'
import { mentionsOnce } from './mentions.ts'
import { whyOutside } from './project-folder.ts'
import { audioPath, type Song } from './song.ts'
import type { SongAudio } from './song-audio.ts'
import type { OnJobProgress } from './stage-timer.ts'
import { runJob, runLimited } from './threads.ts'

/**
 * Looks at every audio file that a mix or album names: what each is, or what is wrong with it. Those
 * outside the project are passed over: reading the text has told them. Decodes nothing.
 */
export async function probeSongAudio(
  song: Pick<Song, 'folder' | 'within' | 'audioFiles'>,
): Promise<{ infos: Map<string, AudioInfo>; stamps: FileStamps; diagnostics: Diagnostic[] }> {
  const infos = new Map<string, AudioInfo>()
  const problems = new Map<string, AudioProblem>()
  const named = [...new Set(song.audioFiles.map((mention) => mention.path))]
  const paths = named.filter((path) => !whyOutside(path, song.folder, song.within))
  const stamps = new FileStamps()
  for (const path of paths) stamps.note(path, audioPath(song, path))
  await stamps.settle()
  for (const path of paths) {
    const probed = await probeAudio(audioPath(song, path))
    if ('problem' in probed) problems.set(path, probed.problem)
    else infos.set(path, probed.info)
  }
  const diagnostics = mentionsOnce(song.audioFiles).flatMap((mention) => {
    const problem = problems.get(mention.path)
    const info = infos.get(mention.path)
    if (problem)
      return [problemDiagnostic(mention, withNeighbour(problem, audioPath(song, mention.path), mention.path))]
    return info ? warnings(mention, info) : []
  })
  return { infos, stamps, diagnostics }
}

/** Makes all audio ready to be streamed: compressed files are decoded once, into the mix's cache. */
export async function prepareSongAudio(
  song: Song,
  infos: ReadonlyMap<string, AudioInfo>,
  options: {
    jobs: number
    /** Where what compressed files decode to is kept. Default: the cache in the folder of the mix file. */
    cache?: string | undefined
    signal?: AbortSignal | undefined
    onProgress?: OnJobProgress | undefined
  },
): Promise<{ audio: SongAudio; diagnostics: Diagnostic[] }> {
  const stems = new Map<string, PcmFile>()
  const problems = new Map<string, AudioProblem>()
  const { cache = join(song.folder, '.mixwright') } = options
  const read = new Set<string>()
  const tasks = [...infos].map(([path, info]) => async (signal: AbortSignal) => {
    const ready = await asPcm(cache, info, signal)
    if ('problem' in ready) problems.set(path, ready.problem)
    else stems.set(path, ready.info)
    read.add(path)
    const items = [...infos.keys()].map((name) => ({ name: basename(name), done: read.has(name) ? 1 : 0 }))
    options.onProgress?.(read.size / infos.size, items)
  })
  await runLimited(options.jobs, tasks, options.signal)
  const impulses = new Map<string, ImpulseResponse>()
  for (const { path, use } of song.audioFiles) {
    const file = stems.get(path)
    if (use !== 'impulse' || !file || impulses.has(path)) continue
    const read = orProblem(() => ({ impulse: readImpulse(file) }))
    if ('problem' in read) problems.set(path, read.problem)
    else impulses.set(path, read.impulse)
  }
  const diagnostics = mentionsOnce(song.audioFiles).flatMap((mention) => {
    const problem = problems.get(mention.path)
    return problem ? [problemDiagnostic(mention, problem)] : []
  })
  return { audio: { stems, impulses }, diagnostics }
}

type Ready = { info: PcmFile } | { problem: AudioProblem }

/** The file itself when it can be streamed as it is, else its decoded copy, named after the hash of its bytes. */
export async function asPcm(cache: string, info: AudioInfo, signal: AbortSignal | undefined): Promise<Ready> {
  if (info.pcm) return { info: info as PcmFile }
  const folder = join(cache, 'decoded')
  const stamps = new FileStamps()
  stamps.note('file', info.path)
  const hashed = orProblem(() => ({ sha256: hashFile(info.path) }))
  if ('problem' in hashed) return hashed
  const path = join(folder, `${hashed.sha256}.wav`)
  if (existsSync(path)) {
    const cached = probeWav(path)
    if ('info' in cached && (!info.isLengthExact || cached.info.frames === info.frames)) return cached
  }
  mkdirSync(folder, { recursive: true })
  const aside = new AsideFile(path)
  try {
    const decoded = await runJob({ kind: 'decode', info, path: aside.path }, { signal })
    if ('problem' in decoded) return decoded
    // Else what another file decodes to would bear the name of this one for good.
    if (stamps.changed().length > 0) return { problem: { code: 'AUDIO_CHANGED', message: 'changed while it was read' } }
    aside.commit()
    return { info: { ...decoded.info, path } }
  } finally {
    aside.abort()
  }
}

/** What reading a file comes to; that it has vanished, or is no longer what it was, is an answer. */
function orProblem<T extends object>(read: () => T): T | { problem: AudioProblem } {
  try {
    return read()
  } catch (error) {
    if (error instanceof AudioFault) return { problem: error.problem }
    throw error
  }
}

/** A problem with a file that is not there, with the name of one beside it that may have been meant. */
function withNeighbour(problem: AudioProblem, path: string, written: string): AudioProblem {
  if (problem.code !== 'AUDIO_FILE_MISSING' || problem.fix !== undefined) return problem
  const beside = namesIn(dirname(path)).map(
    (name) => `${written.slice(0, written.length - basename(written).length)}${name}`,
  )
  const fix = didYouMean(written, beside)
  return fix === undefined ? problem : { ...problem, fix }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function problemDiagnostic({ path, place, subject }: AudioMention, problem: AudioProblem): Diagnostic {
  return { severity: 'error', subject, ...place, ...problem, message: `${subject}: '${path}' ${problem.message}` }
}

function warnings({ path, use, place, subject }: AudioMention, { repairs, channels }: AudioInfo): Diagnostic[] {
  const warning = (code: DiagnosticCode, said: string): Diagnostic => {
    return { code, severity: 'warning', subject, ...place, message: `${subject}: '${path}' ${said}` }
  }
  const found = repairs.map((repair) => warning('AUDIO_REPAIRED', repair))
  const isUsed = channels <= 2 || (use === 'impulse' && channels === 4)
  if (!isUsed) found.push(warning('AUDIO_CHANNELS_UNUSED', `has ${channels} channels, the first two are taken`))
  return found
}
