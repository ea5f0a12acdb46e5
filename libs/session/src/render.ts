import { dirname, join, resolve } from 'node:path'
import { probeWav } from '@mixwright/audio-files'
import { compareByPlace, type Diagnostic } from '@mixwright/project'
import { type Checked, checkMix, hasErrors } from './check.ts'
import { type DeliveryResult, deliverMasters } from './deliver.ts'
import { toJson } from './json.ts'
import { mixSong } from './mix-song.ts'
import { overwrittenInputs } from './overwritten-inputs.ts'
import { type PlannedMix, planMix } from './plan-mix.ts'
import { previewTrack } from './playback.ts'
import { prepareSongAudio } from './prepare-audio.ts'
import { type HashedSound, type LockMode, RenderLock } from './render-lock.ts'
import { audioPath, shownPath } from './song.ts'
import { type StageProgress, StageTimer } from './stage-timer.ts'
import type { Staging } from './staging.ts'
import { defaultThreads } from './threads.ts'
import { withStaging } from './with-staging.ts'

export const MIX_OUTPUT = 'mix.wav'
export const REPORT_OUTPUT = 'report.json'

export interface RenderOptions {
  /** Names of deliveries; all when absent. */
  deliver?: readonly string[] | undefined
  /** Folder of the outputs. Default: `out` beside the mix file. */
  out?: string | undefined
  /** Writes the mix and no deliveries. */
  mixOnly?: boolean | undefined
  /** Also writes every signal as it reaches the mix bus, into `stems/`. */
  stems?: boolean | undefined
  /** What becomes of `mix.lock`. Default: `update`. */
  lock?: LockMode | undefined
  /** Threads. Default: one a core. */
  jobs?: number | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: StageProgress) => void) | undefined
}

/** The `render` document. */
export interface RenderResult {
  dir: string
  /** null when the mix could not be made. */
  mix: HashedSound | null
  deliveries: DeliveryResult[]
  /** What was written of the signals that reach the mix bus, in the order of the sum; when asked for. */
  stems?: string[]
  /** Seconds of each stage. */
  timings: Record<string, number>
  diagnostics: Diagnostic[]
}

/** A render's document, and the texts of the mix file and its presets for showing where its diagnostics point. */
export interface Rendered {
  result: RenderResult
  texts: ReadonlyMap<string, string>
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
    const failure = await withStaging(out, (staging) => renderInto(staging, out, checked, result, options, timer))
    if (failure) diagnostics.push(failure)
  }
  diagnostics.sort(compareByPlace)
  return { result, texts: song.texts }
}

async function renderInto(
  staging: Staging,
  out: string,
  checked: Checked,
  result: RenderResult,
  options: RenderOptions,
  timer: StageTimer,
): Promise<void> {
  const { song, infos, deliveries } = checked
  const { jobs = defaultThreads(), signal } = options
  const project = song.project!
  const prepared = await timer.stage('reading audio', (onProgress) => {
    return prepareSongAudio(song, infos, { jobs, signal, onProgress })
  })
  result.diagnostics.push(...prepared.diagnostics)
  if (hasErrors(result.diagnostics)) return

  const lock = new RenderLock(checked, options.lock)
  result.diagnostics.push(...(await timer.stage('hashing', () => lock.begin(prepared.audio, { jobs, signal }))))
  if (hasErrors(result.diagnostics)) return

  const planned = planMix(project, prepared.audio)
  const { sampleRateHz, lengthFrames, stemsEndFrame } = planned.plan
  const songS = (lengthFrames ?? stemsEndFrame) / sampleRateHz
  const mixPath = staging.path(MIX_OUTPUT)
  const stems = options.stems ? stemOutputs(planned) : []
  const wanted = options.mixOnly ? [] : deliveries.filter(({ name }) => options.deliver?.includes(name) ?? true)
  const outputs = [MIX_OUTPUT, ...stems, ...wanted.map(({ outputName }) => outputName), REPORT_OUTPUT]
  const inputs = [...infos.values()].map((info) => info.path)
  result.diagnostics.push(...overwrittenInputs(inputs, out, outputs))
  if (hasErrors(result.diagnostics)) return
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
  const { measurement, pcmSha256 } = mixed.written
  result.mix = {
    file: shown(MIX_OUTPUT),
    pcmSha256,
    sampleRateHz,
    channels: 2,
    bitDepth: 32,
    ...measurement,
    playback: previewTrack(measurement),
  }
  if (options.stems) result.stems = stems.map(shown)

  const { impulses } = prepared.audio
  const mix = probeWav(mixPath)
  if ('problem' in mix) throw new Error(`the mix cannot be read back: ${mix.problem.message}`)
  const masters = await timer.stage('mastering', (onProgress) => {
    return deliverMasters(project, wanted, { jobs, signal, onProgress, mix: mix.info, impulses, staging, shown })
  })
  result.deliveries = masters.deliveries
  result.diagnostics.push(...masters.diagnostics)
  const overwritten = overwrittenInputs(inputs, out, masters.companions)
  result.diagnostics.push(...overwritten)
  if (overwritten.length > 0 || masters.deliveries.length < wanted.length) return
  const differences = lock.finish(result.mix, masters.deliveries)
  result.diagnostics.push(...differences)
  if (differences.length > 0) return
  staging.write(REPORT_OUTPUT, toJson(result))
  staging.publish([...outputs, ...masters.companions])
  result.diagnostics.push(...lock.save())
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
