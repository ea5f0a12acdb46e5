import type { PcmFile, PcmReader } from '@mixwright/audio-files'
import { openPcm } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'
import { showMoment } from '@mixwright/project'

/** NaN and infinities of a recording; each is read as 0. */
export interface NotNumbers {
  samples: number
  /** When the first of them comes; null where there is none. */
  firstS: number | null
}

const NONE: NotNumbers = { samples: 0, firstS: null }
const PIECE_FRAMES = 4096

/** What a reader has met so far. */
export function notNumbersOf({ nonFiniteSamples, firstNonFiniteFrame, sampleRateHz }: PcmReader): NotNumbers {
  return { samples: nonFiniteSamples, firstS: firstNonFiniteFrame === null ? null : firstNonFiniteFrame / sampleRateHz }
}

/** Reads a file from end to end, and nothing but that; as fingerprints do, its first two channels. */
export function findNotNumbers(pcm: PcmFile): NotNumbers {
  const arena = new Arena()
  const reader = openPcm(pcm, arena)
  const at = arena.allocFrames(PIECE_FRAMES)
  try {
    for (let frame = 0; frame < pcm.frames; frame += PIECE_FRAMES) {
      reader.readInto(at, frame, Math.min(PIECE_FRAMES, pcm.frames - frame))
    }
    return notNumbersOf(reader)
  } finally {
    reader.close()
  }
}

/** A sentence about them, where there are any. */
export function sayNotNumbers({ samples, firstS }: NotNumbers = NONE): string[] {
  if (firstS === null) return []
  const when = showMoment(firstS)
  if (samples === 1) return [`1 sample that is no number (NaN, infinity), at ${when}, is read as 0`]
  return [`${samples} samples that are no numbers (NaN, infinity), the first at ${when}, are read as 0`]
}
