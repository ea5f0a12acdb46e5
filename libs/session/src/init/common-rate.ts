import type { Source } from './recording.ts'

/** The rate that most of the sound has; of two, the higher one. Hz */
export function commonRate(sources: readonly Source[]): number {
  const seconds = new Map<number, number>()
  for (const { recordings } of sources) {
    for (const { pcm, measurement } of recordings) {
      seconds.set(pcm.sampleRateHz, (seconds.get(pcm.sampleRateHz) ?? 0) + measurement.durationS)
    }
  }
  return [...seconds].sort(([rateA, a], [rateB, b]) => b - a || rateB - rateA)[0]![0]
}
