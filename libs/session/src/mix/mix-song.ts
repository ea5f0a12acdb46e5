import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { AudioProblem } from '@mixwright/audio-files'
import { freeBytes, isDiskFull } from '../cache/disk-room.ts'
import type { RenderCache } from '../cache/render-cache.ts'
import { isExact, keepSums, replaySums, sumsToRecord } from '../cache/sum-cache.ts'
import type { MixJob, MixShare, MixWritten } from '../job.ts'
import type { CoursePlan } from '../plan/course-plan.ts'
import type { PlannedMix } from '../plan/plan-mix.ts'
import { Gate } from '../song/gate.ts'
import { type JobOptions, runJob, runLimited } from '../threads.ts'
import { defaultMemoryMiB, mixMemory, ofBound } from './mix-memory.ts'
import type { StripCourseReading } from './strip-course.ts'
import type { HeardStrip } from './strip-meters.ts'
import type { StripTap } from './strip-taps.ts'
import type { SumRecording } from './sum-recording.ts'

export interface MixOptions extends JobOptions {
  jobs: number
  /** Where mixes are found and kept. */
  cache?: RenderCache | undefined
  /** Takes what can wait until others go on with the mix: keeping it. Default: it is done before the mix is given. */
  later?: ((work: () => void) => void) | undefined
  /** Where what reaches the mix bus is written, by the index of its input. */
  stemPaths?: string[] | undefined
  /** Strips that are measured as they reach their buses. */
  taps?: StripTap[]
  /** Follows the strips and the mix over time. */
  courses?: CoursePlan | undefined
  /** Most memory that the workers may share. MiB. Default: half of the machine's, at most 4096. */
  memoryMiB?: number | undefined
}

/** A mix that was written. */
export interface MixedSong {
  written: MixWritten
  /** Those that were to be measured. */
  strips: HeardStrip[]
  /** How the strips went, by their order in the plan; none when they were not followed. */
  courses: StripCourseReading[]
}

/** A mix with the strips that were to be measured when it was made, heard or not. */
interface KeptMix extends MixedSong {
  asked: readonly string[]
}

/** Writes a mix to `mixPath`: one that was kept, or one that is computed now. */
export async function mixSong(
  planned: PlannedMix,
  mixPath: string,
  options: MixOptions,
): Promise<MixedSong | { problem: AudioProblem }> {
  const { cache, taps = [], stemPaths } = options
  const key = cache?.mixKey(planned)
  if (!cache || key === undefined) return computeMix(planned, mixPath, options)
  const asked = taps.map(({ name }) => name)
  const kept = stemPaths ? undefined : cache.files.recall<KeptMix>(key, mixPath)
  const isFollowed = options.courses === undefined || kept?.written.course !== undefined
  if (kept && isFollowed && asked.every((name) => kept.asked.includes(name))) {
    const strips = kept.strips.filter(({ name }) => asked.includes(name))
    return { written: kept.written, strips, courses: kept.courses }
  }
  rmSync(mixPath, { force: true })
  const whole = cache.isKeeping ? recordMix : computeWhole
  const mixed = (await replayMix(cache, planned, mixPath, options)) ?? (await whole(cache, planned, mixPath, options))
  if ('written' in mixed) {
    const { written, strips, courses } = mixed
    const { later = now } = options
    later(() => cache.keepMade(key, mixPath, withFormer({ written, strips, courses, asked }, kept)))
  }
  return mixed
}

/** With what another command wanted to know of the same mix. */
function withFormer(made: KeptMix, former: KeptMix | undefined): KeptMix {
  if (!former) return made
  const isFollowed = made.written.course !== undefined || former.written.course === undefined
  const { written, courses } = isFollowed ? made : former
  const strips = former.strips.filter(({ name }) => !made.asked.includes(name))
  const asked = new Set([...made.asked, ...former.asked])
  return { written, courses, strips: [...made.strips, ...strips], asked: [...asked] }
}

/** Computes only what differs from sums that were kept; undefined where that cannot be done. */
async function replayMix(
  cache: RenderCache,
  planned: PlannedMix,
  mixPath: string,
  options: MixOptions,
): Promise<MixedSong | undefined> {
  const { stemPaths, taps = [], courses } = options
  if (stemPaths) return undefined
  const paths: string[] = []
  const pathOf = (sum: number) => {
    const path = `${mixPath}.sum-${sum}.scratch`
    paths.push(path)
    return path
  }
  try {
    const replayed = replaySums(cache, planned, pathOf, { taps, courses })
    if (!replayed) return undefined
    const mixed = await computeMix(replayed.planned, mixPath, {
      ...options,
      recordings: replayed.recordings,
      stripCount: planned.plan.strips.length,
    })
    if ('problem' in mixed) return undefined
    const { frames, latencyFrames } = mixed.written
    if (replayed.isValid({ frames, latencyFrames, ...mixed })) {
      const followed = [...mixed.courses, ...replayed.courses].sort((a, b) => a.strip - b.strip)
      return { ...mixed, courses: followed, strips: inOrder([...mixed.strips, ...replayed.strips], taps) }
    }
    rmSync(mixPath, { force: true })
    return undefined
  } finally {
    for (const path of paths) rmSync(path, { force: true })
  }
}

/** Computes a whole mix of which nothing is kept. */
function computeWhole(_: RenderCache, ...mix: Parameters<typeof computeMix>) {
  return computeMix(...mix)
}

/** Computes a whole mix and keeps its sums of stems. */
async function recordMix(
  cache: RenderCache,
  planned: PlannedMix,
  mixPath: string,
  options: MixOptions,
): Promise<ComputedMix | { problem: AudioProblem }> {
  const { taps = [], courses, later = now } = options
  const sumPaths = new Map(
    sumsToRecord(planned, freeBytes(dirname(mixPath))).map((sum) => [sum, `${mixPath}.sum-${sum}`]),
  )
  const remove = () => {
    for (const path of sumPaths.values()) rmSync(path, { force: true })
  }
  try {
    const mixed = await computeMix(planned, mixPath, { ...options, sumPaths })
    if ('written' in mixed) {
      later(() => {
        keepSums(cache, planned, mixed, { taps, courses })
        remove()
      })
    } else remove()
    return mixed
  } catch (error) {
    remove()
    if (!isDiskFull(error)) throw error
    // What filled the disk may have been the recordings, which nobody needs.
    rmSync(mixPath, { force: true })
    return await computeMix(planned, mixPath, options)
  }
}

function now(work: () => void): void {
  work()
}

/** A mix with what its sums of stems came to. */
interface ComputedMix extends MixedSong, Omit<MixShare, 'written' | 'strips' | 'courses'> {}

interface ComputeOptions extends MixOptions {
  stripCount?: number
  recordings?: SumRecording[]
  sumPaths?: ReadonlyMap<number, string>
}

/** Computes a mix with several workers on one shared memory. */
async function computeMix(
  planned: PlannedMix,
  mixPath: string,
  options: ComputeOptions,
): Promise<ComputedMix | { problem: AudioProblem }> {
  const { plan, stems } = planned
  const {
    jobs,
    signal,
    onProgress,
    stemPaths,
    taps = [],
    courses,
    memoryMiB = defaultMemoryMiB(),
    stripCount = plan.strips.length,
    recordings = [],
    sumPaths = new Map(),
  } = options
  const workers = Math.min(jobs, plan.strips.length)
  const share = {
    kind: 'mix',
    workers,
    memory: mixMemory(memoryMiB),
    gate: Gate.memory(),
    plan,
    stems,
    mixPath,
    stemPaths,
    taps,
    courses,
    stripCount,
    recordings,
    sumPaths,
  } as const
  const run = async (worker: number, stopped: AbortSignal) => {
    const job: MixJob = { ...share, worker }
    const result = await runJob(job, { signal: stopped, onProgress: worker === 0 ? onProgress : undefined })
    // The others would wait for ever for what this one cannot compute.
    if ('problem' in result) throw new MixStopped(result.problem)
    return result
  }
  try {
    const runs = Array.from({ length: workers }, (_, worker) => (stopped: AbortSignal) => run(worker, stopped))
    const shares = await runLimited(workers, runs, signal)
    const written = shares.find((result) => result.written !== null)?.written
    const sums = shares.flatMap((result) => result.sums)
    if (workers > 1 && !sums.every(({ inputs }) => isExact(inputs))) {
      // Far over full scale the order of adding tells, and that of one worker is the written one.
      rmSync(mixPath, { force: true })
      return await computeMix(planned, mixPath, { ...options, jobs: 1 })
    }
    if (written) {
      const followed = shares.flatMap((result) => result.courses)
      followed.sort((a, b) => a.strip - b.strip)
      const missed = shares.flatMap(({ missedFrame }) => missedFrame ?? [])
      return {
        written,
        strips: inOrder(
          shares.flatMap((result) => result.strips),
          taps,
        ),
        courses: followed,
        sums,
        recorded: new Map(shares.flatMap((result) => [...result.recorded])),
        missedFrame: missed.length > 0 ? Math.min(...missed) : null,
      }
    }
  } catch (error) {
    if (error instanceof MixStopped) return { problem: error.problem }
    throw ofBound(error, memoryMiB)
  }
  throw new Error('no worker wrote the mix')
}

/** Strips in the order of their taps, whichever worker heard them. */
function inOrder(strips: readonly HeardStrip[], taps: readonly StripTap[]): HeardStrip[] {
  return taps.flatMap(({ name }) => strips.find((one) => one.name === name) ?? [])
}

class MixStopped extends Error {
  readonly problem: AudioProblem

  constructor(problem: AudioProblem) {
    super(problem.message)
    this.problem = problem
  }
}
