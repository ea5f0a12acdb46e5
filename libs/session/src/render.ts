import { dirname, join, resolve } from 'node:path'
import type { ReportDocument } from '@mixwright/audio'
import { compareByPlace, type Diagnostic, didYouMean } from '@mixwright/project'
import { withoutAllowed } from './advice/advice.ts'
import { madeAdvice } from './advice/made-advice.ts'
import { recordingAdvice } from './advice/recording-advice.ts'
import { FormerRender } from './cache/former-render.ts'
import { nameRecordings, RenderCache, rendersIn } from './cache/render-cache.ts'
import { type Checked, checkMix } from './check.ts'
import { hasErrors } from './has-errors.ts'
import { holdVersions } from './hold-versions.ts'
import { toJson } from './output/json.ts'
import { overwrittenInputs } from './output/overwritten-inputs.ts'
import { publish } from './output/publish.ts'
import type { Staging } from './output/staging.ts'
import { clearAbandoned } from './output/unfinished.ts'
import { withStaging } from './output/with-staging.ts'
import { expectedRender } from './progress/expected-stages.ts'
import { type StageProgress, StageTimer } from './progress/stage-timer.ts'
import { type HashedSound, type LockMode, RenderLock } from './render-lock.ts'
import {
  masterVersions,
  mixVersions,
  ofVersion,
  planOutputs,
  type VariantResult,
  type VersionChoice,
  type VersionResult,
} from './render-version.ts'
import { drawnMix, reportOf } from './report/report.ts'
import { changedAudio } from './song/changed-audio.ts'
import { nonFiniteSamples, prepareSongAudio } from './song/prepare-audio.ts'
import { type Access, outsideFolder } from './song/project-folder.ts'
import { audioPath, shownPath } from './song/song.ts'
import { unheard } from './song/unheard.ts'
import { outputIn, type Version } from './song/version.ts'
import { defaultThreads } from './threads.ts'

export const REPORT_OUTPUT = 'report.json'
export const REPORT_PAGE = 'report.html'

export interface RenderOptions extends VersionChoice, Access {
  /** Names of variants that are made beside the mix itself; all when absent. */
  variants?: readonly string[] | undefined
  /** Folder of the outputs. Default: `out` beside the mix file. */
  out?: string | undefined
  /** What becomes of `mix.lock`. Default: `update`. */
  lock?: LockMode | undefined
  /**
   * Takes from the cache in the song's folder what was computed before, and keeps there what is computed now. Default:
   * true, but false where the lock is `frozen`.
   */
  cache?: boolean | undefined
  /**
   * Leaves all outputs as they are where the same program made them of the same, as far as the cache in the song's folder
   * can tell; for callers whose `drawReport` belongs to the program. Default: false.
   */
  keepUnchanged?: boolean | undefined
  /** Draws `report.html` from what was followed; without it there is none, and nothing is followed. */
  drawReport?: ((report: ReportDocument) => string | Promise<string>) | undefined
  /** Threads. Default: one a core. */
  jobs?: number | undefined
  /** Most memory that the mix may hold. MiB. Default: half of the machine's or container's, at most 4096. */
  memoryMiB?: number | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: StageProgress) => void) | undefined
}

/** The `render` document. */
export interface RenderResult extends Omit<VersionResult, 'mix'> {
  dir: string
  /** null when the mix could not be made. */
  mix: HashedSound | null
  /** Those that were made, in the order of the file. */
  variants: VariantResult[]
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
  const former = FormerRender.open(path, options)
  const checked = await timer.stage('checking', async () => former?.recall() ?? checkMix(path, options))
  if ('result' in checked) return { ...checked, result: { ...checked.result, timings: timer.timings } }
  const { song } = checked
  const outside = options.out === undefined ? outsideFolder('out', song.folder, song.within) : []
  const diagnostics = [...checked.diagnostics, ...unknownNames(checked, options), ...outside]
  const result: RenderResult = {
    dir: dirname(song.file),
    mix: null,
    deliveries: [],
    variants: [],
    expectations: [],
    timings: timer.timings,
    diagnostics,
  }
  if (!hasErrors(diagnostics)) {
    clearAbandoned(song.folder)
    const { stages, songS } = expectedRender(chosenVersions(checked, options), checked.infos, {
      deliver: options.deliver,
      mixOnly: options.mixOnly,
      isDrawn: options.drawReport !== undefined,
      isLocked: options.lock !== 'ignore',
    })
    timer.expect(stages, songS)
    const out = options.out === undefined ? audioPath(song, 'out') : resolve(options.out)
    let published: readonly string[] | undefined
    const failure = await withStaging(out, async (staging) => {
      published = await renderInto(staging, out, checked, result, options, timer)
    })
    if (failure) diagnostics.push(failure)
    else if (published) {
      diagnostics.sort(compareByPlace)
      // Only now: while former outputs are held in the staging folder, those that are the same files have other times.
      await former?.keep(checked, { result, paths: published.map((name) => join(out, name)) })
    }
    if (result.mix === null) diagnostics.push(...changedAudio(song, checked.stamps))
  }
  diagnostics.sort(compareByPlace)
  return { result, texts: song.texts }
}

/** Gives the names of what was published with nothing left undone. */
async function renderInto(
  staging: Staging,
  out: string,
  checked: Checked,
  result: RenderResult,
  options: RenderOptions,
  timer: StageTimer,
): Promise<readonly string[] | undefined> {
  const { song, infos } = checked
  const { jobs = defaultThreads(), signal, memoryMiB } = options
  const prepared = await timer.stage('reading audio', (onProgress) => {
    return prepareSongAudio(song, infos, { jobs, signal, onProgress })
  })
  const { audio } = prepared
  result.diagnostics.push(...prepared.diagnostics)
  if (hasErrors(result.diagnostics)) return undefined

  const { cache: isCached = options.lock !== 'frozen' } = options
  const lock = new RenderLock(checked, options.lock, options.lock === 'frozen' && !isCached)
  result.diagnostics.push(...(await timer.stage('hashing', () => lock.begin(audio, { jobs, signal }))))
  result.diagnostics.push(...nonFiniteSamples(song.audioFiles, lock.readings))
  if (hasErrors(result.diagnostics)) return undefined

  const { drawReport } = options
  const choice = { ...options, followed: drawReport !== undefined }
  const versions = chosenVersions(checked, options).map((version) => planOutputs(version, audio, choice))
  for (const { version, songS } of versions) {
    const silent = unheard(version.project, songS)
    if (silent) result.diagnostics.push(ofVersion(version, silent))
  }
  const pages = drawReport ? versions.map(({ version }) => outputIn(version, REPORT_PAGE)) : []
  const outputs = [...versions.flatMap((version) => version.outputs), ...pages, REPORT_OUTPUT]
  const inputs = [...infos.values()].map((info) => info.path)
  result.diagnostics.push(...overwrittenInputs(inputs, out, outputs))
  if (hasErrors(result.diagnostics)) return undefined
  const songS = versions.reduce((sum, version) => sum + version.songS, 0)
  const shown = (name: string) => shownPath(join(out, name))
  const recordings = nameRecordings(infos, audio.stems, lock.hashes())
  const isCurrent = () => checked.stamps.changed().length === 0
  const cache = isCached
    ? RenderCache.open(rendersIn(join(song.folder, '.mixwright')), recordings, isCurrent)
    : undefined
  const rest = { jobs, signal, staging, shown, cache, memoryMiB }
  const afterMixing: (() => void)[] = []
  const later = (work: () => void) => void afterMixing.push(work)
  const mixed = await timer.stage(
    'mixing',
    (onProgress) => mixVersions(versions, { ...rest, onProgress, later }),
    songS,
  )
  if ('problem' in mixed) {
    const message = `the mix: ${mixed.problem.message}`
    result.diagnostics.push(ofVersion(mixed.version, { ...mixed.problem, severity: 'error', message }))
    return undefined
  }
  // What was read at the start, and what was read for the mix, would be of two files.
  if (!isCurrent()) return undefined
  const [masters, drawn] = await timer.stage('mastering', (onProgress) => {
    const mastering = masterVersions(versions, mixed.mixes, audio, { ...rest, onProgress })
    // Other threads are at work meanwhile.
    const besides = async () => {
      for (const work of afterMixing) work()
      return drawReport ? versions.map((version, index) => drawnMix(version, mixed.mixes[index]!)) : []
    }
    return Promise.all([mastering, besides()])
  })
  const { project } = song
  const made = masters.made.flatMap(({ version, result: { mix, deliveries } }) => {
    return version.variant === null ? madeAdvice(version.project, mix, deliveries) : []
  })
  result.diagnostics.push(
    ...withoutAllowed([...masters.diagnostics, ...made, ...recordingAdvice(project!, lock.readings)], project),
  )
  const isAsked = versions.some(({ version }) => version.project.expect.length > 0)
  const held = isAsked
    ? await timer.stage('measuring', (onProgress) => {
        return holdVersions(versions, mixed.mixes, masters.made, { ...rest, onProgress })
      })
    : { diagnostics: [] }
  if ('problem' in held) throw new Error(`an output cannot be read back: ${held.problem.message}`)
  result.diagnostics.push(...held.diagnostics)
  for (const { version, result: made } of masters.made) {
    if (version.variant === null) Object.assign(result, made)
    else result.variants.push({ name: version.variant, ...made })
  }
  cache?.files.tidy()
  const overwritten = overwrittenInputs(inputs, out, masters.companions)
  result.diagnostics.push(...overwritten)
  const isWhole = masters.made.every(
    ({ version, result: made }) => made.deliveries.length === version.deliveries.length,
  )
  if (overwritten.length > 0 || !isWhole) return undefined
  const differences = lock.finish(masters.made)
  result.diagnostics.push(...differences)
  if (differences.length > 0) return undefined
  const reports = drawReport ? masters.made.map((made, index) => reportOf(versions[index]!, drawn[index]!, made)) : []
  if (drawReport) {
    await timer.stage('drawing', async () => {
      for (const [index, report] of reports.entries()) staging.write(pages[index]!, await drawReport(report))
    })
  }
  signal?.throwIfAborted()
  staging.write(REPORT_OUTPUT, toJson(result, { reports }))
  const former = drawReport ? [] : versions.map(({ version }) => outputIn(version, REPORT_PAGE))
  const names = [...outputs, ...masters.companions]
  publish(staging, out, { report: REPORT_OUTPUT, names, formerPages: former })
  const unsaved = lock.save()
  result.diagnostics.push(...unsaved)
  return unsaved.length === 0 ? names : undefined
}

/** The mix itself, and the variants that are wanted. */
function chosenVersions({ versions }: Checked, { variants, expectedOnly = false }: RenderOptions): Version[] {
  const wanted = versions.filter(({ variant }) => variant === null || (variants?.includes(variant) ?? true))
  return expectedOnly ? wanted.filter(({ project }) => project.expect.length > 0) : wanted
}

/** Names on the command line that the mix does not have. */
function unknownNames(checked: Checked, options: RenderOptions): Diagnostic[] {
  const { project, variants: known } = checked.song
  if (!project) return []
  const { deliver = [], variants = [] } = options
  const deliveries = chosenVersions(checked, options).flatMap((version) => version.project.deliver)
  return [
    ...unknownIn('deliver', deliver, [...new Set(deliveries.map(({ name }) => name))], 'DELIVERY_UNKNOWN_TARGET'),
    ...unknownIn(
      'variants',
      variants,
      known.map(({ name }) => name),
      'VARIANT_UNKNOWN_NAME',
    ),
  ]
}

function unknownIn(
  option: string,
  wanted: readonly string[],
  known: readonly string[],
  code: Diagnostic['code'],
): Diagnostic[] {
  const none = option === 'deliver' ? 'none: the mix delivers nothing' : 'none: the mix has no variants'
  const allowed = known.join(', ') || none
  return wanted
    .filter((name) => !known.includes(name))
    .map((name) => {
      const fix = didYouMean(name, known) ?? `name what \`${option}\` of the mix file has, or leave --${option} out`
      return { code, severity: 'error', message: `--${option}: got '${name}', allowed ${allowed}`, fix }
    })
}
