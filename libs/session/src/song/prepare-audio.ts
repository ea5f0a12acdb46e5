import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type AudioInfo, type AudioProblem, type PcmFile, type Probed, probeAudio } from '@mixwright/audio-files'
import type { ImpulseResponse } from '@mixwright/dsp'
import { type AudioMention, type Diagnostic, type DiagnosticCode, didYouMean } from '@mixwright/project'
import type { Fingerprint } from '../job.ts'
import { rememberedReadings } from '../lock/lock-inputs.ts'
import type { OnJobProgress } from '../progress/stage-timer.ts'
import { defaultThreads, runJob, runLimited } from '../threads.ts'
import { DecodedFiles } from './decoded-files.ts'
import { FileStamps } from './file-stamps.ts'
import { checkImpulse, readImpulse } from './impulse.ts'
import { mentionsOnce } from './mentions.ts'
import { sayNotNumbers } from './not-numbers.ts'
import { orProblem } from './or-problem.ts'
import { whyOutside } from './project-folder.ts'
import { audioPath, type Song } from './song.ts'
import type { SongAudio } from './song-audio.ts'
import { unusableRate } from './usable-rate.ts'

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
    const isImpulse = song.audioFiles.some((mention) => mention.path === path && mention.use === 'impulse')
    if ('problem' in probed) problems.set(path, probed.problem)
    else {
      const unusable = unusableRate(probed.info) ?? (isImpulse ? checkImpulse(probed.info) : undefined)
      if (unusable) problems.set(path, unusable)
      else infos.set(path, probed.info)
    }
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
  const decoded = new DecodedFiles(cache)
  const tasks = [...infos].map(([path, info]) => async (signal: AbortSignal) => {
    const ready = await asPcm(decoded, info, signal)
    if ('problem' in ready) problems.set(path, ready.problem)
    else stems.set(path, ready.info)
    read.add(path)
    const items = [...infos.keys()].map((name) => ({ name: basename(name), done: read.has(name) ? 1 : 0 }))
    options.onProgress?.(read.size / infos.size, items)
  })
  await runLimited(options.jobs, tasks, options.signal)
  decoded.tidy()
  const impulses = new Map<string, ImpulseResponse>()
  for (const { path, use } of song.audioFiles) {
    const file = stems.get(path)
    if (use !== 'impulse' || !file || impulses.has(path)) continue
    // The length that a compressed file tells may be a lie.
    const tooLong = checkImpulse(file)
    const read = tooLong ? { problem: tooLong } : orProblem(() => ({ impulse: readImpulse(file) }))
    if ('problem' in read) problems.set(path, read.problem)
    else impulses.set(path, read.impulse)
  }
  const diagnostics = mentionsOnce(song.audioFiles).flatMap((mention) => {
    const problem = problems.get(mention.path)
    if (problem) return [problemDiagnostic(mention, problem)]
    const known = infos.get(mention.path)?.repairs ?? []
    const repairs = stems.get(mention.path)?.repairs.filter((repair) => !known.includes(repair)) ?? []
    return repairs.map((repair) => repaired(mention, repair))
  })
  return { audio: { stems, impulses }, diagnostics }
}

/** The file itself when it can be streamed as it is, else its decoded copy. */
export async function asPcm(
  decoded: DecodedFiles,
  info: AudioInfo,
  signal: AbortSignal | undefined,
): Promise<Probed<PcmFile>> {
  if (info.pcm) return { info: info as PcmFile }
  return decoded.get(info, (_, path, mostBytes) => runJob({ kind: 'decode', info, path, mostBytes }, { signal }))
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

/** What is said of recordings that hold what is no number. */
export function nonFiniteSamples(
  mentions: readonly AudioMention[],
  readings: ReadonlyMap<string, Pick<Fingerprint, 'notNumbers'>>,
): Diagnostic[] {
  return mentionsOnce(mentions).flatMap((mention) => {
    const reading = readings.get(mention.path)
    return reading ? sayNotNumbers(reading.notNumbers).map((said) => repaired(mention, said)) : []
  })
}

/**
 * Reads all samples of float files, which alone can hold what is no number; not of those that were read before and have
 * not changed. Compressed files are left to the render, which decodes them.
 */
export async function scanSongAudio(
  song: Pick<Song, 'folder' | 'audioFiles'>,
  { infos, stamps }: { infos: ReadonlyMap<string, AudioInfo>; stamps: FileStamps },
): Promise<Diagnostic[]> {
  const readings = new Map<string, Pick<Fingerprint, 'notNumbers'>>(rememberedReadings({ infos, stamps }, song.folder))
  const problems = new Map<string, AudioProblem>()
  const tasks = [...infos].flatMap(([path, info]) => {
    if (!info.float || info.pcm === null || readings.has(path)) return []
    return async (signal: AbortSignal) => {
      const scanned = await runJob({ kind: 'scan', pcm: info as PcmFile }, { signal })
      if ('problem' in scanned) problems.set(path, scanned.problem)
      else readings.set(path, scanned)
    }
  })
  await runLimited(defaultThreads(), tasks)
  const unreadable = mentionsOnce(song.audioFiles).flatMap((mention) => {
    const problem = problems.get(mention.path)
    return problem ? [problemDiagnostic(mention, problem)] : []
  })
  return [...unreadable, ...nonFiniteSamples(song.audioFiles, readings)]
}

/** What was wrong with a file and how it was read all the same. */
function repaired({ path, place, subject }: AudioMention, repair: string): Diagnostic {
  const message = `${subject}: '${path}' ${repair}`
  return { code: 'AUDIO_REPAIRED', severity: 'warning', subject, ...place, message }
}

function warnings(mention: AudioMention, { repairs, channels }: AudioInfo): Diagnostic[] {
  const { path, use, place, subject } = mention
  const warning = (code: DiagnosticCode, said: string): Diagnostic => {
    return { code, severity: 'warning', subject, ...place, message: `${subject}: '${path}' ${said}` }
  }
  const found = repairs.map((repair) => repaired(mention, repair))
  const isUsed = channels <= 2 || (use === 'impulse' && channels === 4)
  if (!isUsed) found.push(warning('AUDIO_CHANNELS_UNUSED', `has ${channels} channels, the first two are taken`))
  return found
}
