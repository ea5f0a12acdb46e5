import {
  type JoinedPlan,
  type JoinedStrip,
  joinStems,
  partOf,
  type Replay,
  replayPlan,
  type SumInputReading,
  type SumReading,
} from '@mixwright/mixer'
import type { MixShare } from '../job.ts'
import type { StripCourseReading } from '../mix/strip-course.ts'
import type { HeardStrip } from '../mix/strip-meters.ts'
import type { StripTap } from '../mix/strip-taps.ts'
import { FRAME_BYTES, type SumRecording } from '../mix/sum-recording.ts'
import type { CoursePlan } from '../plan/course-plan.ts'
import type { PlannedMix } from '../plan/plan-mix.ts'
import type { StemAudio } from '../song/song-audio.ts'
import { canonicalText } from './description-hashes.ts'
import type { RenderCache } from './render-cache.ts'

/** Sums of fewer stems are quicker to compute than to keep. */
const FEWEST_INPUTS = 4
/** Of what the disk has free, the most that recordings may fill. */
const MOST_OF_DISK = 0.25
/** Recordings are exact, and can be taken apart, while the peaks that went into them add up to less than this. */
const EXACT_BELOW = 2 ** 11

/** A sum of stems as it was computed before: its recording is the file. */
interface KeptSum {
  /** Of what each input adds. */
  members: string[]
  /** The sum, last, behind all that fed or keyed it. */
  strips: JoinedStrip[]
  /** Recordings that its strips name by index, and what names their files. */
  stems: StemAudio[]
  files: string[]
  latencyFrames: number
  inputs: SumInputReading[]
  frames: number
  isOver: boolean
  /** How the strips of that render went, by their indices in `written`, which are of all that they depend on. */
  courses: StripCourseReading[]
  written: string[]
  coursePlan: string
  /** What the strips sounded like that were measured. */
  heard: { hash: string; strip: HeardStrip }[]
}

/** What of the strips of a mix is wanted beside the mix. */
export interface Followed {
  taps: readonly StripTap[]
  courses: CoursePlan | undefined
}

/** A plan that plays recorded sums, to be computed in place of a whole one. */
export interface ReplayedMix {
  planned: PlannedMix
  /** By the index of their stem, less that of the last stem of `planned`. */
  recordings: SumRecording[]
  /** Of those strips that are not computed. */
  courses: StripCourseReading[]
  strips: HeardStrip[]
  /** Whether what came of it is what the whole plan comes to. */
  isValid(outcome: ReplayOutcome): boolean
}

export interface ReplayOutcome {
  frames: number
  /** Of the mix bus. */
  latencyFrames: number
  sums: readonly SumReading[]
  /** Earliest stream frame at which a recording was too short; null where all were long enough. */
  missedFrame: number | null
}

interface Used {
  replay: Replay
  kept: KeptSum
}

/** Sums that a render is to record, by their indices in the joined plan: none that the mix and its masters need room for. */
export function sumsToRecord(planned: PlannedMix, freeBytes: number): number[] {
  const sums = recordedSums(planned)
  const bytes = sums.length * songFrames(planned.plan) * FRAME_BYTES
  return bytes <= MOST_OF_DISK * freeBytes ? sums : []
}

/** Sums that are worth recording. */
function recordedSums({ plan }: PlannedMix): number[] {
  const { strips } = joinStems(plan)
  return strips.flatMap(({ kind, inputs }, index) => (kind === 'sum' && inputs.length >= FEWEST_INPUTS ? [index] : []))
}

/** Keeps the sums that a render has recorded. */
export function keepSums(
  cache: RenderCache,
  { plan, stems }: PlannedMix,
  { sums, recorded, courses, strips }: Pick<MixShare, 'sums' | 'recorded' | 'courses' | 'strips'>,
  followed: Followed,
): void {
  const joined = joinStems(plan)
  const hashes = cache.planHashes(joined, stems)
  const files = stems.map((stem) => cache.nameOf(stem))
  const heard = followed.taps.flatMap(({ name, bus, input }) => {
    const strip = strips.find((one) => one.name === name)
    return strip ? [{ hash: hashes.heardAt(bus, input, songFrames(plan)), strip }] : []
  })
  for (const { sum, latencyFrames, inputs } of sums) {
    const recording = recorded.get(sum)
    if (!recording || !isExact(inputs) || files.includes(undefined)) continue
    const { frames, isOver } = recording
    const members = hashes.membersOf(sum)
    const key = cache.sumKey(members)
    const former = cache.files.figures<KeptSum>(key)
    // What another command wanted to know of the same sum is as true as it was.
    const went =
      former && followed.courses === undefined
        ? { courses: former.courses, written: former.written, coursePlan: former.coursePlan }
        : { courses, written: hashes.written(), coursePlan: canonicalText(followed.courses ?? null) }
    const kept: KeptSum = {
      ...went,
      heard: [...heard, ...(former?.heard ?? []).filter(({ hash }) => heard.every((one) => one.hash !== hash))],
      members,
      strips: partOf(joined, sum),
      stems,
      files: files as string[],
      latencyFrames,
      inputs,
      frames,
      isOver,
    }
    cache.keepMade(key, recording.path, kept)
  }
}

/** The plan with recordings in place of sums that were computed before, wholly or mostly; undefined where there are none. */
export function replaySums(
  cache: RenderCache,
  { plan, stems }: PlannedMix,
  pathOf: (sum: number) => string,
  { taps, courses: coursePlan }: Followed,
): ReplayedMix | undefined {
  const joined = joinStems(plan)
  const hashes = cache.planHashes(joined, stems)
  const wanted = recordedSums({ plan, stems })
  if (wanted.length === 0) return undefined
  const candidates = cache.files
    .list<KeptSum>(cache.sumPrefix)
    .filter(({ figures }) => coursePlan === undefined || figures.coursePlan === canonicalText(coursePlan))
  const allStems = [...stems]
  const found: { sum: number; key: string; kept: KeptSum; firstStem: number }[] = []
  for (const sum of wanted) {
    const members = hashes.membersOf(sum)
    const best = nearest(candidates, members, (one) => isPlayable(one, members, cache))
    if (!best) continue
    found.push({ sum, key: best.key, kept: best.figures, firstStem: allStems.length })
    allStems.push(...stemsOf(best.figures, cache))
  }
  const recordings: SumRecording[] = []
  const used: Used[] = []
  for (const { sum, key, kept, firstStem } of found) {
    const path = pathOf(sum)
    if (!cache.files.recallFile(key, path)) continue
    const members = hashes.membersOf(sum)
    const held = new Set(members.flatMap((member, index) => (kept.members.includes(member) ? [index] : [])))
    const { latencyFrames } = kept
    const replay: Replay = {
      sum,
      held,
      recording: allStems.length + recordings.length,
      latencyFrames,
      gapFrames: Math.max(0, ...heldInputs(kept, members).map((input) => input.gapFrames)),
      former: kept.strips,
      firstStem,
      removed: removedFrom(kept, members),
      moved: movedStrips(joined, hashes, { sum, held, kept, removed: removedFrom(kept, members) }, cache),
    }
    recordings.push({ path, frames: kept.frames, isOver: kept.isOver })
    used.push({ replay, kept })
  }
  if (used.length === 0) return undefined
  const replayed = replayPlan(
    joined,
    used.map(({ replay }) => replay),
  )
  const courses = coursePlan === undefined ? [] : formerCourses(replayed, hashes.written(), used)
  const heardAt = ({ bus, input }: StripTap) => hashes.heardAt(bus, input, songFrames(plan))
  const heard = formerlyHeard(replayed, taps, heardAt, used)
  if (courses === undefined || heard === undefined) return undefined
  return {
    courses,
    strips: heard,
    planned: { plan: replayed, stems: allStems },
    recordings,
    isValid: (outcome) => isValid(replayed, used, hashes.membersOf, outcome),
  }
}

/** Former strips of which only what comes after their inserts has changed, and what they are now. */
function movedStrips(
  joined: JoinedPlan,
  now: ReturnType<RenderCache['planHashes']>,
  { sum, held, kept, removed }: Pick<Replay, 'sum' | 'held' | 'removed'> & { kept: KeptSum },
  cache: RenderCache,
): Map<number, number> {
  const before = cache.planHashes({ ...joined, strips: kept.strips }, stemsOf(kept, cache))
  const changed = joined.strips[sum]!.inputs.filter((_, input) => !held.has(input))
  const present = new Map(changed.map(({ from }) => [now.aheadOf(from), from]))
  const former = kept.strips.at(-1)!.inputs
  return new Map(
    removed.flatMap((input): [number, number][] => {
      const { from } = former[input]!
      const same = present.get(before.aheadOf(from))
      return same === undefined ? [] : [[from, same]]
    }),
  )
}

/** How the strips that a replay does not compute went before; undefined where that is not known of all. */
function formerCourses(
  { strips }: JoinedPlan,
  written: readonly string[],
  used: readonly Used[],
): StripCourseReading[] | undefined {
  const computed = new Set(strips.map(({ origin }) => origin))
  const found: StripCourseReading[] = []
  for (const [strip, hash] of written.entries()) {
    if (computed.has(strip)) continue
    const former = used.flatMap(({ kept }) => kept.courses.filter((one) => kept.written[one.strip] === hash))[0]
    if (!former) return undefined
    found.push({ ...former, strip })
  }
  return found
}

/** What strips sounded like before that a replay does not compute; undefined where that is not known of all. */
function formerlyHeard(
  { strips }: JoinedPlan,
  taps: readonly StripTap[],
  hashOf: (tap: StripTap) => string,
  used: readonly Used[],
): HeardStrip[] | undefined {
  const found: HeardStrip[] = []
  for (const tap of taps) {
    if (strips.find(({ origin }) => origin === tap.bus)?.heard[tap.input]) continue
    const hash = hashOf(tap)
    const former = used.flatMap(({ kept }) => kept.heard.filter((one) => one.hash === hash))[0]
    if (!former) return undefined
    found.push({ ...former.strip, name: tap.name })
  }
  return found
}

function songFrames({ lengthFrames, stemsEndFrame }: PlannedMix['plan']): number {
  return lengthFrames ?? stemsEndFrame
}

/** The kept sum that differs least; none where computing the differences costs as much as computing it all. */
function nearest(
  candidates: readonly { key: string; figures: KeptSum }[],
  members: readonly string[],
  isGood: (kept: KeptSum) => boolean,
) {
  let best: { key: string; figures: KeptSum } | undefined
  let least = 0.75 * members.length
  for (const one of candidates) {
    const { members: former } = one.figures
    const changes = removedFrom(one.figures, members).length + members.filter((hash) => !former.includes(hash)).length
    if (changes < least && isGood(one.figures)) {
      best = one
      least = changes
    }
  }
  return best
}

/** Whether all that is to be taken away can still be computed, and no input comes twice. */
function isPlayable(kept: KeptSum, members: readonly string[], cache: RenderCache): boolean {
  if (new Set(kept.members).size < kept.members.length || new Set(members).size < members.length) return false
  if (removedFrom(kept, members).length === 0) return true
  return kept.stems.every((stem, index) => cache.found(stem, kept.files[index]!) !== undefined)
}

/** The stems of a kept sum with the recordings of today: those that are gone are not played. */
function stemsOf({ stems, files }: KeptSum, cache: RenderCache): StemAudio[] {
  return stems.map((stem, index) => cache.found(stem, files[index]!) ?? stem)
}

function removedFrom(kept: KeptSum, members: readonly string[]): number[] {
  return kept.members.flatMap((hash, index) => (members.includes(hash) ? [] : [index]))
}

function heldInputs(kept: KeptSum, members: readonly string[]): SumInputReading[] {
  return kept.inputs.filter((_, index) => members.includes(kept.members[index]!))
}

/** Whether a sum was exact with what was added: no order of adding changes a bit of it. */
export function isExact(inputs: readonly SumInputReading[]): boolean {
  return inputs.reduce((sum, { peak }) => sum + peak, 0) < EXACT_BELOW
}

/**
 * A replay holds when every sum is exact with what was added, lags the song as the whole one would, and its recording
 * was long enough.
 */
function isValid(
  { strips }: JoinedPlan,
  used: readonly Used[],
  membersOf: (sum: number) => string[],
  { frames, latencyFrames, sums, missedFrame }: ReplayOutcome,
): boolean {
  if (missedFrame !== null && missedFrame < frames + latencyFrames) return false
  return used.every(({ replay, kept }) => {
    const reading = sums.find(({ sum }) => {
      return strips[sum]!.inputs.some(({ from }) => strips[from]!.stem === replay.recording)
    })
    if (!reading) return false
    const added = reading.inputs.slice(1 + replay.removed.length)
    const whole = [...heldInputs(kept, membersOf(replay.sum)), ...added]
    return isExact(whole) && reading.latencyFrames === Math.max(...whole.map((input) => input.latencyFrames))
  })
}
