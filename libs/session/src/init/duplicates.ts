import { runJob } from '../threads.ts'
import type { Recording } from './recording.ts'

/** Recordings that hold the same samples as one before them, each with that one. */
export async function findDuplicates(
  recordings: readonly Recording[],
  signal?: AbortSignal,
): Promise<Map<Recording, Recording>> {
  const found = new Map<Recording, Recording>()
  const seen = new Map<string, Recording[]>()
  for (const recording of recordings) {
    const { pcm, measurement } = recording
    const { samplePeakDbfs, rmsDbfs } = measurement
    if (samplePeakDbfs === Number.NEGATIVE_INFINITY) continue
    const key = [pcm.frames, pcm.sampleRateHz, pcm.channels, samplePeakDbfs, rmsDbfs].join(' ')
    const alike = seen.get(key) ?? []
    const same = await firstEqual(recording, alike, signal)
    if (same) found.set(recording, same)
    else seen.set(key, [...alike, recording])
  }
  return found
}

async function firstEqual({ pcm }: Recording, others: readonly Recording[], signal?: AbortSignal) {
  for (const other of others) {
    const channels = Array.from({ length: Math.min(2, pcm.channels) }, (_, channel) => channel as 0 | 1)
    const results = await Promise.all(
      channels.map((channel) => {
        const ends = { first: { pcm: other.pcm, channel }, second: { pcm, channel } }
        return runJob({ kind: 'likeness', ...ends }, { signal })
      }),
    )
    if (results.every((result) => 'likeness' in result && result.likeness.isEqual)) return other
  }
  return undefined
}
