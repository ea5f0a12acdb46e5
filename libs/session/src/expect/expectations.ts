import type { AudioProblem } from '@mixwright/audio-files'
import { albumLufs } from '@mixwright/metering'
import type { Diagnostic, Expectation } from '@mixwright/project'
import type { HeardStrip } from '../mix/strip-meters.ts'
import { type StripTap, stripTaps } from '../mix/strip-taps.ts'
import type { PlannedMix } from '../plan/plan-mix.ts'
import type { Version } from '../song/version.ts'
import { difference, figureOf, isKnown, probedFigure } from './expect-figure.ts'
import { type ExpectationResult, failure, judged } from './expectation-result.ts'
import { type ProbeOptions, Probes, type SoundFile } from './probes.ts'

/** Deliveries that are asked about. */
export function askedAbout({ project }: Version): Set<string> {
  return new Set(project.expect.filter(({ measure }) => measure !== 'level').flatMap(({ of }) => of))
}

/** The strips to listen to for the levels that are asked about. */
export function askedTaps({ project }: Version, planned: PlannedMix): StripTap[] {
  const levels = project.expect.filter(({ measure }) => measure === 'level')
  return stripTaps(project, planned, new Set(levels.flatMap(({ of, over = [] }) => [...of, ...over])))
}

/** What was made of a version, for holding it against what is expected. */
export interface MadeSounds {
  durationS: number
  /** The mix and the deliveries that were made, by name. */
  files: ReadonlyMap<string, SoundFile>
  /** Those that are asked about and heard. */
  strips: readonly HeardStrip[]
}

/**
 * Holds a version against all that is expected of it. A failed expectation is an error; what is expected of a delivery
 * that was not made is left out.
 */
export async function checkExpectations(
  { project }: Version,
  sounds: MadeSounds,
  options: ProbeOptions,
): Promise<{ expectations: ExpectationResult[]; diagnostics: Diagnostic[] } | { problem: AudioProblem }> {
  const expectations: ExpectationResult[] = []
  const diagnostics: Diagnostic[] = []
  const probes = new Probes(options)
  for (const [index, expectation] of project.expect.entries()) {
    const measured = await measure(expectation, sounds, probes)
    if (measured === undefined) continue
    if ('problem' in measured) return measured
    const place = project.place(['expect', index])!
    const result = judged(expectation, measured.value, place)
    expectations.push(result)
    if (!result.ok) diagnostics.push(failure(result, place))
  }
  return { expectations, diagnostics }
}

/** What is asked for; undefined where nothing was made that could be measured. */
async function measure(
  expectation: Expectation,
  { files, strips, durationS }: MadeSounds,
  probes: Probes,
): Promise<{ value: number | null } | { problem: AudioProblem } | undefined> {
  if (expectation.measure === 'level') return { value: levelOf(expectation, strips, durationS) }
  const file = files.get(expectation.of[0]!)
  if (!file) return undefined
  if (isKnown(expectation)) return { value: figureOf(file.measurement, expectation) }
  const probed = await probes.look(file, expectation)
  return 'problem' in probed ? probed : { value: probedFigure(probed.probe, expectation) }
}

/** Seconds from one gating block to the next, and of a block. */
const STEP_S = 0.1
const BLOCK_S = 0.4
/** Times in seconds are sums of fractions. */
const TIME_SLACK_S = 1e-6

/** Gated loudness of strips taken together, or what it has over that of others. Strips are added by power. */
function levelOf({ of, over, in: stretch }: Expectation, strips: readonly HeardStrip[], durationS: number) {
  const toS = Math.min(stretch?.toS ?? durationS, durationS)
  const first = Math.ceil((stretch?.fromS ?? 0) / STEP_S - TIME_SLACK_S)
  const end = Math.floor((toS - BLOCK_S) / STEP_S + TIME_SLACK_S) + 1
  const together = (names: readonly string[]) => {
    const heard = strips.filter(({ name }) => names.includes(name))
    const sum = Float64Array.from({ length: Math.max(0, end - first) }, (_, block) => {
      return heard.reduce((power, { gatingBlocks }) => power + (gatingBlocks[first + block] ?? 0), 0)
    })
    return albumLufs([sum])
  }
  return over === undefined ? together(of) : difference(together(of), together(over))
}
