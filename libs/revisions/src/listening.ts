import { join } from 'node:path'
import type { Diagnostic } from '@mixwright/project'
import { measureWav, withStaging } from '@mixwright/session'
import type { Change } from './change.ts'
import { type ComparePage, comparePage } from './compare-page.ts'
import { AUDIO_OUTPUTS, writeComparedAudio } from './compared-audio.ts'
import type { ComparedMixes } from './sound.ts'
import type { ComparedAudio, SoundDocument } from './sound-document.ts'

export const PAGE_OUTPUT = 'diff.html'

export interface ListeningOptions {
  /** Folder of the files. */
  out: string
  /** How the path of an output is told. */
  shown(path: string): string
  /** What the page tells; without it only audio is written. */
  page?: { document: SoundDocument; changes: readonly Change[]; from: string; to: string } | undefined
  signal?: AbortSignal | undefined
}

/** Files that were written, by their paths as they are told. */
export interface Listening {
  audio: ComparedAudio
  page?: string
}

/** Writes what is to be listened to, and a page to do it on. All of it appears together or not at all. */
export async function writeListening(
  mixes: ComparedMixes,
  { out, shown, page, signal }: ListeningOptions,
): Promise<{ listening: Listening } | { diagnostic: Diagnostic }> {
  let listening: Listening | undefined
  const diagnostic = await withStaging(out, async (staging) => {
    const audio = await writeComparedAudio(mixes, staging, { signal })
    if (page) staging.write(PAGE_OUTPUT, comparePage({ ...page, ...(await shownOf(mixes, signal)), audio }))
    staging.publish([...AUDIO_OUTPUTS, ...(page ? [PAGE_OUTPUT] : [])])
    listening = { audio: told(audio, out, shown), ...(page ? { page: shown(join(out, PAGE_OUTPUT)) } : {}) }
  })
  return diagnostic ? { diagnostic } : { listening: listening! }
}

/** What the page shows of the mixes themselves. */
async function shownOf(
  { from, to }: ComparedMixes,
  signal: AbortSignal | undefined,
): Promise<Pick<ComparePage, 'title' | 'courses' | 'sections'>> {
  const [before, after] = await Promise.all([from, to].map(({ heard }) => measureWav(heard.mixPath, { signal })))
  const { title = 'mix', sections } = to.audition.project
  const courses = { stepS: 0.1, offsetS: 0.4, from: [...before!.momentaryLufs], to: [...after!.momentaryLufs] }
  return { title, courses, sections }
}

function told({ from, to, difference }: ComparedAudio, out: string, shown: (path: string) => string): ComparedAudio {
  const [a, b, rest] = [from, to, difference].map(({ file }) => shown(join(out, file))) as [string, string, string]
  return { from: { ...from, file: a }, to: { ...to, file: b }, difference: { file: rest } }
}
