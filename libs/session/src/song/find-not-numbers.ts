import { openPcm, type PcmFile, type PcmReader } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'
import type { NotNumbers } from './not-numbers.ts'

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
