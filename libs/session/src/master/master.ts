import { readFileSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { type AudioInfo, probeAudio } from '@mixwright/audio-files'
import type { Diagnostic } from '@mixwright/project'
import { hasErrors } from '../has-errors.ts'
import {
  allRepairs,
  asPcm,
  type FileMeasurement,
  fileDiagnostic,
  ofTwoChannels,
  repairsOf,
} from '../measure/measure.ts'
import { measureAlone } from '../measure/measure-alone.ts'
import { toJson } from '../output/json.ts'
import { overwrittenInputs } from '../output/overwritten-inputs.ts'
import { publish } from '../output/publish.ts'
import type { Staging } from '../output/staging.ts'
import { withStaging } from '../output/with-staging.ts'
import { expectedMasters } from '../progress/expected-stages.ts'
import { type StageProgress, StageTimer } from '../progress/stage-timer.ts'
import { REPORT_OUTPUT } from '../render.ts'
import { changeOf } from '../song/change-of-file.ts'
import { FileStamps } from '../song/file-stamps.ts'
import { sayNotNumbers } from '../song/not-numbers.ts'
import { shownPath } from '../song/song.ts'
import { unusableRate } from '../song/usable-rate.ts'
import { defaultThreads } from '../threads.ts'
import { type DeliveryResult, deliverMasters } from './deliver.ts'
import { planRequest } from './master-request.ts'
import type { DeliveryOrder, PlannedDelivery } from './plan-delivery.ts'
import { onTwoSpeakers, previewTrack } from './playback.ts'
import { requestedRelease } from './release-request.ts'

export interface MasterOptions {
  /** Names of built-in targets. */
  targets: readonly string[]
  /** Keys and texts of a delivery as they are written in a mix file, for all targets that know them: `{ side: 'A' }`. */
  settings?: Readonly<Record<string, string>> | undefined
  /** Release data as at the top of a mix file, over the tags of the file: `{ title: 'Harbour' }`. */
  release?: Readonly<Record<string, string>> | undefined
  /** Folder of the outputs. Default: `out/<name of the file>` beside the file. */
  out?: string | undefined
  /** Threads. Default: one a core. */
  jobs?: number | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: StageProgress) => void) | undefined
}

/** The `master` document. */
export interface MasterDocument {
  /** What was mastered. */
  file: string
  /** Folder of the outputs. */
  out: string
  /** What the file measures; null when it could not be read. */
  mix: FileMeasurement | null
  deliveries: DeliveryResult[]
  /** Seconds of each stage. */
  timings: Record<string, number>
  diagnostics: Diagnostic[]
}

/**
 * Masters a finished mix, mono or stereo, for built-in targets, as `renderMix` masters its own. Files appear in the
 * output folder when all of them are finished; the mix itself is never written to.
 */
export async function masterFile(path: string, options: MasterOptions): Promise<MasterDocument> {
  const timer = new StageTimer(options.onProgress)
  const folder = join(dirname(path), 'out', basename(path, extname(path)))
  const out = resolve(options.out ?? folder)
  const document: MasterDocument = {
    file: path,
    out: shownPath(out),
    mix: null,
    deliveries: [],
    timings: timer.timings,
    diagnostics: [],
  }
  const { diagnostics } = document
  const stamps = await FileStamps.ofFile(path)
  const probed = await timer.stage('checking', () => probeAudio(path))
  if ('problem' in probed) {
    diagnostics.push(fileDiagnostic(path, probed.problem))
    return document
  }
  const { info } = probed
  const unusable = unusableRate(info)
  if (unusable) {
    diagnostics.push(fileDiagnostic(path, unusable))
    return document
  }
  const { targets, settings = {}, release: written = {} } = options
  const release = await requestedRelease(info, written, settings.metadata !== 'none')
  const { order, planned, ...found } = planRequest({ targets, settings, release }, info.sampleRateHz)
  diagnostics.push(...found.diagnostics)
  const names = [...planned.map(({ outputName }) => outputName), REPORT_OUTPUT]
  diagnostics.push(...overwrittenInputs(inputsOf(path, written), out, names))
  if (!order || hasErrors(diagnostics)) return document
  if (options.out === undefined) diagnostics.push(...mastersOfAnother(path, out))
  if (hasErrors(diagnostics)) return document
  timer.expect(expectedMasters(info, planned.length), info.frames / info.sampleRateHz)
  let isWhole = false
  const failure = await withStaging(out, async (staging) => {
    const companions = await masterInto(staging, { info, out, order, planned, document, options, timer })
    if (!companions || stamps.changed().length > 0) return
    const overwritten = overwrittenInputs(inputsOf(path, written), out, companions)
    diagnostics.push(...overwritten)
    if (overwritten.length > 0) return
    staging.write(REPORT_OUTPUT, toJson(document))
    publish(staging, out, { report: REPORT_OUTPUT, names: [...names, ...companions] })
    isWhole = true
  })
  if (failure) diagnostics.push(failure)
  if (!isWhole && stamps.changed().length > 0) {
    // What was measured and made is of no one file.
    Object.assign(document, { mix: null, deliveries: [] })
    diagnostics.push(fileDiagnostic(path, changeOf(path)))
  }
  return document
}

interface MasterWork {
  info: AudioInfo
  out: string
  order: DeliveryOrder
  planned: readonly PlannedDelivery[]
  document: MasterDocument
  options: MasterOptions
  timer: StageTimer
}

/** Front left and front right: both count alike in the loudness. */
const STEREO_MASK = 3

/** Makes all masters: names of what was written beside them; undefined when one could not be made. */
async function masterInto(staging: Staging, work: MasterWork): Promise<string[] | undefined> {
  const { info, out, order, planned, document, options, timer } = work
  const { jobs = defaultThreads(), signal } = options
  const ready = await timer.stage('reading audio', () => asPcm(info, () => staging.scratch('mix'), signal))
  const repairs = 'problem' in ready ? info.repairs : allRepairs(info, ready.info)
  document.diagnostics.push(...repairsOf(document.file, repairs))
  const mix = 'problem' in ready ? ready : ofTwoChannels(ready.info)
  if ('problem' in mix) {
    document.diagnostics.push(fileDiagnostic(document.file, mix.problem))
    return undefined
  }
  const measured = await timer.stage('measuring', (onProgress) => {
    return measureAlone(mix.info, { jobs, signal, onProgress })
  })
  if ('problem' in measured) {
    document.diagnostics.push(fileDiagnostic(document.file, measured.problem))
    return undefined
  }
  document.diagnostics.push(...repairsOf(document.file, sayNotNumbers(measured.notNumbers)))
  const { sampleRateHz, channels, bitDepth } = info
  const playback = previewTrack(onTwoSpeakers(measured.measurement, channels))
  document.mix = { file: document.file, sampleRateHz, channels, bitDepth, ...measured.measurement, playback }
  const isStereo = mix.info.channels === 2 && (mix.info.channelMask ?? STEREO_MASK) === STEREO_MASK
  const known = isStereo ? { mixMeasurement: measured.measurement } : {}
  const shown = (name: string) => shownPath(join(out, name))
  const masters = await timer.stage(
    'mastering',
    (onProgress) =>
      deliverMasters(order, planned, {
        jobs,
        signal,
        onProgress,
        mix: mix.info,
        ...known,
        impulses: new Map(),
        staging,
        shown,
      }),
    measured.measurement.durationS,
  )
  document.deliveries = masters.deliveries
  document.diagnostics.push(...masters.diagnostics)
  return masters.deliveries.length === planned.length ? masters.companions : undefined
}

/** Files that are read. */
function inputsOf(path: string, { artwork }: Readonly<Record<string, string>>): string[] {
  return artwork === undefined ? [path] : [path, artwork]
}

/** An error where the folder that is named after a file holds the masters of `song.flac`, and this is `song.wav`. */
function mastersOfAnother(path: string, out: string): Diagnostic[] {
  const file = basename(path)
  const other = masteredFile(join(out, REPORT_OUTPUT))
  if (other === undefined || other === file) return []
  const message = `'${shownPath(out)}' holds the masters of '${other}', this is '${file}'`
  const fix = 'write elsewhere with --out, or delete that folder'
  return [{ code: 'OUTPUT_OF_ANOTHER', severity: 'error', message, fix }]
}

/** Name of the file that the report of a former run is about. */
function masteredFile(report: string): string | undefined {
  try {
    const { file }: { file?: unknown } = JSON.parse(readFileSync(report, 'utf8'))
    return typeof file === 'string' ? file.split(/[\\/]/).at(-1) : undefined
  } catch {
    return undefined
  }
}
