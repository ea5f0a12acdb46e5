import { dirname, join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { compareByPlace, type Diagnostic } from '@mixwright/project'
import { type Checked, checkMix, hasErrors } from './check.ts'
import { type DeliveryResult, deliverMasters } from './deliver.ts'
import { toJson } from './json.ts'
import type { FileMeasurement } from './measure.ts'
import { mixSong } from './mix-song.ts'
import { type PlannedMix, planMix } from './plan-mix.ts'
import { prepareSongAudio } from './prepare-audio.ts'
import { audioPath, shownPath } from './song.ts'
import { Staging } from './staging.ts'
import { defaultThreads } from './threads.ts'
import { writeFailure } from './write-failure.ts'

export const MIX_OUTPUT = 'mix.wav'
export const REPORT_OUTPUT = 'report.json'

/** How far a render has come. */
export interface RenderProgress {
  stage: string
  /** Part of the stage that is done, 0 to 1. */
  done: number
  /** Time since the stage began. */
  elapsedS: number
  /** Length of the song, where the stage works through it. */
  songS?: number
}

export interface RenderOptions {
  /** Names of deliveries; all when absent. */
  deliver?: readonly string[] | undefined
  /** Folder of the outputs. Default: `out` beside the mix file. */
  out?: string | undefined
  /** Writes the mix and no deliveries. */
  mixOnly?: boolean | undefined
  /** Also writes every signal as it reaches the mix bus, into `stems/`. */
  stems?: boolean | undefined
  /** Threads. Default: one a core. */
  jobs?: number | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: RenderProgress) => void) | undefined
}

/** The `render` document. */
export interface RenderResult {
  dir: string
  /** null when the mix could not be made. */
  mix: FileMeasurement | null
  deliveries: DeliveryResult[]
  /** What was written of the signals that reach the mix bus, in the order of the sum; when asked for. */
  stems?: string[]
  /** Seconds of each stage. */
  timings: Record<string, number>
  diagnostics: Diagnostic[]
}

/** A render's document, and the text of the mix file for showing where its diagnostics point. */
export interface Rendered {
  result: RenderResult
  text: string
}

/**
 * Mixes a song and masters its deliveries. Files appear in the output folder when all of them are finished; after an
 * error there are none, and former ones are left as they were. A master that misses a promise is written, and an
 * error says by how much it is off.
 */
export async function renderMix(path: string, options: RenderOptions = {}): Promise<Rendered> {
  const timer = new StageTimer(options.onProgress)
  const checked = await timer.stage('checking', () => checkMix(path))
  const { song } = checked
  const diagnostics = [...checked.diagnostics, ...unknownDeliveries(checked, options.deliver)]
  const result: RenderResult = {
    dir: dirname(song.file),
    mix: null,
    deliveries: [],
    timings: timer.timings,
    diagnostics,
  }
  if (!hasErrors(diagnostics)) {
    const out = options.out === undefined ? audioPath(song, 'out') : resolve(options.out)
    try {
      const staging = new Staging(out)
      try {
        await renderInto(staging, out, checked, result, options, timer)
      } finally {
        staging.remove()
      }
    } catch (error) {
      const diagnostic = writeFailure(error, out)
      if (!diagnostic) throw error
      diagnostics.push(diagnostic)
    }
  }
  diagnostics.sort(compareByPlace)
  return { result, text: song.text }
}

async function renderInto(
  staging: Staging,
  out: string,
  { song, infos, deliveries }: Checked,
  result: RenderResult,
  options: RenderOptions,
  timer: StageTimer,
): Promise<void> {
  const { jobs = defaultThreads(), signal } = options
  const project = song.project!
  const prepared = await timer.stage('reading audio', (onProgress) => {
    return prepareSongAudio(song, infos, { jobs, signal, onProgress })
  })
  result.diagnostics.push(...prepared.diagnostics)
  if (hasErrors(result.diagnostics)) return

  const planned = planMix(project, prepared.audio)
  const { sampleRateHz, lengthFrames, stemsEndFrame } = planned.plan
  const songS = (lengthFrames ?? stemsEndFrame) / sampleRateHz
  const mixPath = staging.path(MIX_OUTPUT)
  const stems = options.stems ? stemOutputs(planned) : []
  const stemPaths = options.stems ? stems.map((name) => staging.path(name)) : undefined
  const mixed = await timer.stage(
    'mixing',
    (onProgress) => mixSong(planned, mixPath, { jobs, signal, onProgress, stemPaths }),
    songS,
  )
  if ('problem' in mixed) {
    result.diagnostics.push({ ...mixed.problem, severity: 'error', message: `the mix: ${mixed.problem.message}` })
    return
  }
  const shown = (name: string) => shownPath(join(out, name))
  const measurement = mixed.written.measurement
  result.mix = { file: shown(MIX_OUTPUT), sampleRateHz, channels: 2, bitDepth: 32, ...measurement }
  if (options.stems) result.stems = stems.map(shown)

  const wanted = options.mixOnly ? [] : deliveries.filter(({ name }) => options.deliver?.includes(name) ?? true)
  const { impulses } = prepared.audio
  const masters = await timer.stage('mastering', (onProgress) => {
    return deliverMasters(project, wanted, { jobs, signal, onProgress, mixPath, impulses, staging, shown })
  })
  result.deliveries = masters.deliveries
  result.diagnostics.push(...masters.diagnostics)
  if (masters.deliveries.length < wanted.length) return
  staging.write(REPORT_OUTPUT, toJson(result))
  staging.publish([MIX_OUTPUT, ...stems, ...wanted.map(({ outputName }) => outputName), REPORT_OUTPUT])
}

/** Names of the files for what reaches the mix bus, in the written order of its sum. */
function stemOutputs({ plan: { strips } }: PlannedMix): string[] {
  return strips[strips.length - 1]!.inputs.map(({ from }) => join('stems', `${strips[from]!.name}.wav`))
}

function unknownDeliveries({ song }: Checked, wanted: readonly string[] = []): Diagnostic[] {
  const names = song.project?.deliver.map(({ name }) => name)
  if (!names) return []
  return wanted
    .filter((name) => !names.includes(name))
    .map((name) => ({
      code: 'DELIVERY_UNKNOWN_TARGET',
      severity: 'error',
      message: `--deliver: got '${name}', allowed ${names.join(', ') || 'none: the mix delivers nothing'}`,
    }))
}

/** Times the stages of a render and tells how far each has come. */
class StageTimer {
  readonly timings: Record<string, number> = {}
  readonly #onProgress: ((progress: RenderProgress) => void) | undefined

  constructor(onProgress: ((progress: RenderProgress) => void) | undefined) {
    this.#onProgress = onProgress
  }

  async stage<T>(name: string, work: (onProgress: (done: number) => void) => Promise<T>, songS?: number): Promise<T> {
    const begin = performance.now()
    const elapsedS = () => (performance.now() - begin) / 1000
    const report = (done: number) => {
      this.#onProgress?.({ stage: name, done, elapsedS: elapsedS(), ...(songS === undefined ? {} : { songS }) })
    }
    report(0)
    const value = await work(report)
    report(1)
    this.timings[`${name.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase())}S`] = elapsedS()
    return value
  }
}
