import { existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { Measurement } from '@mixwright/metering'
import type { Diagnostic } from '@mixwright/project'
import { hasErrors } from '../has-errors.ts'
import { unfinishedFolder } from '../output/unfinished.ts'
import { writeFailure } from '../output/write-failure.ts'
import { expectedBalance } from '../progress/expected-stages.ts'
import { type StageProgress, StageTimer } from '../progress/stage-timer.ts'
import { MIX_FILE, shownPath } from '../song/song.ts'
import { defaultThreads } from '../threads.ts'
import { balance } from './balance.ts'
import { watchStems } from './changed-stems.ts'
import { commonRate } from './common-rate.ts'
import { type Draft, levelOf, nameStrips } from './draft.ts'
import { findDuplicates } from './duplicates.ts'
import { type FoundFile, findAudio, MOST_FILES } from './find-audio.ts'
import { finding, findings } from './findings.ts'
import { type Level, startingLevels } from './levels.ts'
import { namesMix, nameWords, sideOf, withoutShared } from './name-words.ts'
import type { Recording, Source } from './recording.ts'
import { exists, refused } from './refusal.ts'
import { ROLES, type Role } from './role.ts'
import { roleOfWords } from './role-words.ts'
import { findSources } from './sources.ts'
import { StripNames } from './strip-names.ts'
import { surveyFiles } from './survey.ts'
import { writeNew } from './write-new.ts'

export interface InitOptions {
  /** The mix file to write. Default: `mix.yaml` in the folder. */
  out?: string | undefined
  /** Writes nothing. */
  dryRun?: boolean | undefined
  /** Threads. Default: one a core. */
  jobs?: number | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: StageProgress) => void) | undefined
}

/** A stem of the first mix. */
export interface InitStem {
  name: string
  /** One, or the left and the right of a pair. */
  files: string[]
  role: Role
  toldBy: Source['toldBy']
  durationS: number
  headSilenceS: number
  sampleRateHz: number
  channels: number
  bitDepth: number | null
  integratedLufs: number
  samplePeakDbfs: number
  /** Correlation of the sides; null for mono and silence. */
  correlation: number | null
  clipRuns: number
  dcOffset: number
  image: Recording['image'] | 'pair'
  trimDb: number
  faderDb: number
}

/** The `init` document. */
export interface InitDocument {
  dir: string
  /** The file that was written, or would be; null when there is none. */
  file: string | null
  written: boolean
  stems: InitStem[]
  /** Recordings that are not in the mix. */
  leftOut: { file: string; why: string }[]
  /** What the mix measures with the values that are written. */
  mix: Measurement | null
  timings: Record<string, number>
  diagnostics: Diagnostic[]
}

export interface Initialised {
  document: InitDocument
  /** The text of the mix file; absent when there is none. */
  text?: string
}

/**
 * Writes a first mix file for the recordings of a folder and those below it: roles by name and sound, starting strips,
 * buses, sends, and levels by which the mix lies between -20 and -14 LUFS and under full scale. Never overwrites.
 */
export async function initMix(dir: string, options: InitOptions = {}): Promise<Initialised> {
  const folder = resolve(dir)
  const out = options.out === undefined ? join(folder, MIX_FILE) : resolve(options.out)
  const timer = new StageTimer(options.onProgress)
  const document: InitDocument = {
    dir: folder,
    file: null,
    written: false,
    stems: [],
    leftOut: [],
    mix: null,
    timings: timer.timings,
    diagnostics: [],
  }
  const refusal = refused(folder, out, options)
  if (refusal) {
    document.diagnostics.push(refusal)
    return { document }
  }
  const scratch = unfinishedFolder(tmpdir(), 'mixwright-init')
  try {
    return await build({ folder, out, scratch, document, timer, options })
  } catch (error) {
    const failure = writeFailure(error, out, 'mix file')
    if (!failure) throw error
    document.diagnostics.push(failure)
    return { document }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

interface Work {
  folder: string
  out: string
  scratch: string
  document: InitDocument
  timer: StageTimer
  options: InitOptions
}

async function build(work: Work): Promise<Initialised> {
  const { out, scratch, document, timer, options } = work
  const { jobs = defaultThreads(), signal, dryRun } = options
  const { diagnostics } = document
  const stems = stemFiles(work)
  if (stems.length === 0 || hasErrors(diagnostics)) return { document: nothing(work) }
  const changedStems = await watchStems(stems)
  const cache = dryRun ? scratch : join(dirname(out), '.mixwright')
  const surveyed = await timer.stage('listening to stems', (onProgress) => {
    return surveyFiles(stems, { jobs, cache, signal, onProgress })
  })
  const words = wordsOf(stems)
  const recordings: Recording[] = []
  for (const one of surveyed) {
    const { shown } = one.file
    if ('problem' in one) {
      const { code, message, fix } = one.problem
      leaveOut(
        document,
        shown,
        message,
        finding(shown, code, 'warning', `cannot be read: ${message}; it is left out`, fix),
      )
    } else recordings.push({ ...one.recording, file: fromFile(work, one.file), words: words.get(one.file)! })
  }
  const unlike = await withoutDuplicates(recordings, document, signal)
  if (unlike.length === 0) return { document: nothing(work) }
  const sources = await findSources(unlike, signal)
  const draft = draftOf(sources, work)
  diagnostics.push(...findings(sources, draft.sampleRateHz))
  const songS = Math.max(...unlike.map(({ measurement }) => measurement.durationS))
  timer.expect(expectedBalance(unlike.reduce((sum, { measurement }) => sum + measurement.durationS, 0)), songS)
  const mixPath = join(scratch, 'mix.wav')
  const {
    text,
    mix,
    draft: balanced,
  } = await timer.stage('setting levels', (onProgress) => balance(draft, { mixPath, jobs, signal, onProgress }), songS)
  document.file = shownPath(out)
  document.mix = mix
  document.stems = sources.map((source) => initStem(source, levelOf(source, balanced)))
  signal?.throwIfAborted()
  const changed = changedStems()
  diagnostics.push(...changed)
  if (changed.length > 0) return { document: { ...document, file: null } }
  if (dryRun) return { document, text }
  mkdirSync(dirname(out), { recursive: true })
  if (writeNew(out, text)) document.written = true
  else diagnostics.push(exists(out))
  return { document, text }
}

/** Files that may be stems; those that are not are left out, and said. */
function stemFiles({ folder, document }: Work): FoundFile[] {
  const { files, leftOut, isCutShort } = findAudio(folder)
  if (isCutShort || files.length > MOST_FILES) {
    const message = `${shownPath(folder)}: got more than ${MOST_FILES} recordings, or too many files to look through`
    document.diagnostics.push({ code: 'INIT_TOO_MANY', severity: 'error', message, fix: 'name the folder of one song' })
    return []
  }
  for (const { shown, why, fix } of leftOut) {
    leaveOut(document, shown, why, finding(printed(shown), 'INIT_LEFT_OUT', 'warning', `is left out: ${why}`, fix))
  }
  const mixes = files.filter(({ shown }) => isMix(shown))
  // A folder of nothing but mixes may be just the song to work on.
  const isAllMixes = mixes.length === files.length
  for (const { shown } of isAllMixes ? [] : mixes) {
    const why = 'its name is that of a finished mix or a reference'
    leaveOut(
      document,
      shown,
      why,
      finding(shown, 'INIT_LEFT_OUT', 'info', `is left out: ${why}`, 'add it by hand if it is a stem'),
    )
  }
  return isAllMixes ? files : files.filter((file) => !mixes.includes(file))
}

function printed(text: string): string {
  return text.replace(/\p{Cc}/gu, '?')
}

function isMix(shown: string): boolean {
  const steps = shown.split('/')
  const folders = steps.slice(0, -1).map((step) => nameWords(step))
  return namesMix(nameWords(steps.at(-1)!)) || folders.some((words) => words.length > 0 && namesMix(words))
}

function leaveOut({ leftOut, diagnostics }: InitDocument, shown: string, why: string, said: Diagnostic): void {
  leftOut.push({ file: printed(shown), why })
  diagnostics.push(said)
}

function nothing({ folder, document }: Work): InitDocument {
  if (!hasErrors(document.diagnostics)) {
    const message = `${shownPath(folder)}: it holds no recordings that can be mixed`
    const fix = 'put your stems there: wav, flac, aiff, mp3, ogg, m4a …'
    document.diagnostics.push({ code: 'INIT_NO_AUDIO', severity: 'error', message, fix })
  }
  return document
}

/** Path of a file as the mix file has it. */
function fromFile({ folder, out }: Work, { path, shown }: FoundFile): string {
  const base = dirname(out)
  // A name such as `a: take 1.wav` would be a place on a drive.
  if (base === folder) return /^[a-z]:/i.test(shown) ? `./${shown}` : shown
  const [from, to] = existsSync(base) ? [realpathSync(base), realpathSync(path)] : [base, path]
  return relative(from, to).split(sep).join('/')
}

/** The words of each name without what all share; those of the folder before them where the name names no instrument. */
function wordsOf(files: readonly FoundFile[]): Map<FoundFile, string[]> {
  const split = files.map(({ shown }) => shown.split('/'))
  const own = withoutShared(split.map((steps) => nameWords(steps.at(-1)!)))
  return new Map(
    files.map((file, index) => {
      const words = own[index]!
      const folder = nameWords(`${split[index]!.at(-2) ?? ''}.`)
      const isTold = roleOfWords(words) === undefined && roleOfWords(folder) !== undefined
      return [file, isTold ? [...folder, ...words] : words]
    }),
  )
}

async function withoutDuplicates(
  recordings: readonly Recording[],
  document: InitDocument,
  signal?: AbortSignal,
): Promise<Recording[]> {
  const duplicates = await findDuplicates(recordings, signal)
  // Two sides of a pair may be the same; they are a pair all the same.
  return recordings.filter((recording) => {
    const original = duplicates.get(recording)
    if (!original || sideOf(recording.words)) return true
    const why = `it holds the same sound as '${original.file}'`
    const said = finding(recording.file, 'STEM_DUPLICATE', 'warning', `is left out: ${why}`, 'remove one of them')
    leaveOut(document, recording.file, why, said)
    return false
  })
}

function draftOf(sources: Source[], { folder, document }: Work): Draft {
  const names = new StripNames()
  for (const source of sources) {
    const [{ words }] = source.recordings
    source.name = names.take(source.sides ? (sideOf(words)?.rest ?? words.slice(0, -1)) : words)
    if (source.sides) for (const side of ['left', 'right']) names.take([source.name, side])
  }
  return {
    title: titleOf(folder),
    sampleRateHz: commonRate(sources),
    sources,
    levels: startingLevels(sources),
    names: nameStrips(sources, names),
    offsetDb: 0,
    hasLimiter: false,
    leftOut: document.leftOut.map(({ file, why }) => `${file}: ${why}`),
  }
}

/** The name of the folder; of the one around it where it is called `stems`. */
function titleOf(folder: string): string {
  const isGeneral = /^(?:stems|audio|tracks|multitracks?|wavs?|files|bounces|spuren|pistas)$/i.test(basename(folder))
  const name = basename(isGeneral ? dirname(folder) : folder).replace(/[\p{C}]+/gu, ' ')
  const title = name.replace(/[_-]+/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 200)
  return title === '' ? 'Untitled' : title
}

function initStem(source: Source, { trimDb, faderDb }: Level): InitStem {
  const { recordings, sides, name, role, toldBy } = source
  const [{ pcm, bitDepth, measurement, headSilenceS, image }] = recordings
  const { durationS, integratedLufs, samplePeakDbfs, correlation, clips, dcOffset } = measurement
  return {
    name,
    files: recordings.map(({ file }) => file),
    role,
    toldBy,
    durationS,
    headSilenceS,
    sampleRateHz: pcm.sampleRateHz,
    channels: pcm.channels,
    bitDepth,
    integratedLufs,
    samplePeakDbfs,
    correlation: sides ? sides.correlation : pcm.channels === 1 ? null : correlation,
    clipRuns: clips.runs,
    dcOffset,
    image: sides ? 'pair' : image,
    trimDb,
    faderDb,
  }
}

export function roleTitle(role: Role): string {
  return ROLES[role].title
}
