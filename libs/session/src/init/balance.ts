import { builtInTargets } from '@mixwright/mastering'
import type { Measurement } from '@mixwright/metering'
import { mixText, parseProject } from '@mixwright/project'
import { auditionMix } from '../measure/audition.ts'
import { type Draft, draftEntries } from './draft.ts'
import { FIRST_MIX, rounded, roundedDown } from './levels.ts'

export interface BalanceOptions {
  mixPath: string
  jobs: number
  signal?: AbortSignal | undefined
  onProgress?: ((done: number) => void) | undefined
}

/** A first mix file, and what its mix measures where it was rendered with these very values. */
export interface Balanced {
  text: string
  /** The draft that it is the text of. */
  draft: Draft
  mix: Measurement | null
}

/** Twice as a rule: the second time to see that loudness and peak lie where they should. */
const MOST_RENDERS = 6
const NEAR_DB = 0.75

/** Sets all faders together so that the mix has the loudness of a first mix and no peak near full scale. */
export async function balance(draft: Draft, options: BalanceOptions): Promise<Balanced> {
  let current = draft
  for (let round = 1; ; round++) {
    const text = mixText(draftEntries(current))
    const mix = await hear(text, current, {
      ...options,
      onProgress: (done) => options.onProgress?.(Math.min(1, (round - 1 + done) / 2)),
    })
    const isLoud = mix !== null && Number.isFinite(mix.integratedLufs)
    const next = isLoud && round < MOST_RENDERS ? corrected(current, mix) : current
    if (next === current) return { text, draft: current, mix }
    current = next
  }
}

/** The draft with its faders moved; itself where nothing has to move. */
function corrected(draft: Draft, { integratedLufs, truePeakDbtp }: Measurement): Draft {
  const wantedDb = FIRST_MIX.loudnessLufs - integratedLufs
  const allowedDb = FIRST_MIX.peakDbfs - truePeakDbtp
  if (draft.hasLimiter) return moved(draft, wantedDb, wantedDb)
  const stepDb = Math.min(rounded(wantedDb), roundedDown(allowedDb))
  if (integratedLufs + stepDb < FIRST_MIX.quietestLufs) return { ...moved(draft, wantedDb, wantedDb), hasLimiter: true }
  return moved(draft, stepDb, Math.min(wantedDb, allowedDb))
}

function moved(draft: Draft, byDb: number, wantedDb: number): Draft {
  const stepDb = rounded(byDb)
  const isNear = Math.abs(wantedDb) <= NEAR_DB && wantedDb >= 0
  const isJustOver = wantedDb < 0 && wantedDb > -NEAR_DB && draft.hasLimiter
  return isNear || isJustOver || stepDb === 0 ? draft : { ...draft, offsetDb: draft.offsetDb + stepDb }
}

async function hear(
  text: string,
  { sources }: Draft,
  { mixPath, ...options }: BalanceOptions,
): Promise<Measurement | null> {
  const { project, diagnostics } = parseProject(text, 'mix.yaml', { targets: builtInTargets() })
  if (!project)
    throw new Error(`the first mix file is wrong: ${diagnostics.map(({ message }) => message).join('; ')}\n${text}`)
  const recordings = sources.flatMap((source) => [...source.recordings])
  const stems = new Map(recordings.map(({ file, pcm }) => [file, pcm]))
  const result = await auditionMix(project, { stems, impulses: new Map() }, mixPath, options)
  return 'mixed' in result ? result.mixed.measurement : null
}
