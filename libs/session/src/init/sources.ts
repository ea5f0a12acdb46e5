import { runJob } from '../threads.ts'
import { guessRole } from './guess-role.ts'
import { sideOf } from './name-words.ts'
import type { Recording, Sides, Source } from './recording.ts'

/** Sides may end as far apart, as exports of one session do. */
const MOST_APART_S = 1
/** Likeness from which on recordings called 1 and 2 are two sides of one. */
const ALIKE = 0.3
/** Likeness under which a side is upside down. */
const OPPOSITE = -0.4

/** Recordings whose names say that they belong together. */
interface Candidate {
  left: Recording
  right: Recording
  /** By the words left and right; otherwise by numbers, which their sound has to bear out. */
  isSaid: boolean
}

/** Joins recordings that are two sides of one, and guesses what each is. Names are still open. */
export async function findSources(recordings: readonly Recording[], signal?: AbortSignal): Promise<Source[]> {
  const sides = new Map<Recording, Sides>()
  for (const candidate of candidates(recordings)) {
    const found = await asSides(candidate, signal)
    if (!found) continue
    sides.set(found.left, found)
    sides.set(found.right, found)
  }
  return recordings.flatMap((recording): Source[] => {
    const pair = sides.get(recording)
    const guess = guessRole(recording)
    if (!pair) return [{ recordings: [recording], ...guess, name: '' }]
    if (recording !== pair.left) return []
    return [{ recordings: [pair.left, pair.right], sides: pair, ...guess, name: '' }]
  })
}

function candidates(recordings: readonly Recording[]): Candidate[] {
  const mono = recordings.filter(({ pcm }) => pcm.channels === 1)
  const found: Candidate[] = []
  const groups = new Map<string, { left: Recording[]; right: Recording[]; isSaid: boolean }>()
  for (const recording of mono) {
    const said = sideOf(recording.words)
    const numbered = said ? undefined : numberOf(recording.words)
    if (!said && !numbered) continue
    const { side, rest } = (said ?? numbered)!
    const key = `${said ? 'said' : 'numbered'} ${folderOf(recording.file)} ${rest.join(' ')}`
    const group = groups.get(key) ?? { left: [], right: [], isSaid: said !== undefined }
    group[side].push(recording)
    groups.set(key, group)
  }
  for (const { left, right, isSaid } of groups.values()) {
    if (left.length === 1 && right.length === 1 && isOneTake(left[0]!, right[0]!, isSaid)) {
      found.push({ left: left[0]!, right: right[0]!, isSaid })
    }
  }
  return found
}

/** `gtr 1` and `gtr 2` may be sides. */
function numberOf(words: readonly string[]): { side: 'left' | 'right'; rest: string[] } | undefined {
  const last = words.at(-1)
  if (words.length < 2 || (last !== '1' && last !== '2')) return undefined
  return { side: last === '1' ? 'left' : 'right', rest: words.slice(0, -1) }
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1)
}

function isOneTake(left: Recording, right: Recording, isSaid: boolean): boolean {
  const [a, b] = [left.pcm, right.pcm]
  if (a.sampleRateHz !== b.sampleRateHz) return false
  const apart = Math.abs(a.frames - b.frames)
  return isSaid ? apart <= MOST_APART_S * a.sampleRateHz : apart === 0
}

async function asSides({ left, right, isSaid }: Candidate, signal?: AbortSignal): Promise<Sides | undefined> {
  const [first, second] = [left, right].map(({ pcm }) => ({ pcm, channel: 0 as const }))
  const result = await runJob({ kind: 'likeness', first: first!, second: second! }, { signal })
  if ('problem' in result) return undefined
  const { correlation, isEqual } = result.likeness
  if (isEqual && !isSaid) return undefined
  if (!isSaid && (correlation === null || Math.abs(correlation) < ALIKE)) return undefined
  return { left, right, correlation, isInverted: correlation !== null && correlation < OPPOSITE }
}
