import { openPcm, type PcmFile } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'

/** One channel of a file. */
export interface ChannelOf {
  pcm: PcmFile
  channel: 0 | 1
}

/** How two channels compare over the length of the shorter one. */
export interface Likeness {
  /** -1 … 1; null where one of them is silent. */
  correlation: number | null
  /** True when they hold the same samples. */
  isEqual: boolean
  firstIsSilent: boolean
  secondIsSilent: boolean
}

const PIECE_FRAMES = 8192

/** Compares two channels of one rate, sample by sample. */
export function likeness(first: ChannelOf, second: ChannelOf, onProgress?: (done: number) => void): Likeness {
  const arena = new Arena()
  const ends = [first, second].map(({ pcm, channel }) => {
    const pick = channel === 0 ? ('left' as const) : ('right' as const)
    return { reader: openPcm(pcm, arena), at: arena.allocFrames(PIECE_FRAMES), pick }
  })
  const [a, b] = [ends[0]!, ends[1]!]
  const frames = Math.min(first.pcm.frames, second.pcm.frames)
  let [firstPower, secondPower, product] = [0, 0, 0]
  let isEqual = first.pcm.frames === second.pcm.frames
  try {
    for (let frame = 0; frame < frames; frame += PIECE_FRAMES) {
      const count = Math.min(PIECE_FRAMES, frames - frame)
      for (const { reader, at, pick } of ends) reader.readInto(at, frame, count, pick)
      const [xs, ys] = [arena.f64(a.at, 2 * count), arena.f64(b.at, 2 * count)]
      for (let i = 0; i < 2 * count; i += 2) {
        const [x, y] = [xs[i]!, ys[i]!]
        firstPower += x * x
        secondPower += y * y
        product += x * y
        if (x !== y) isEqual = false
      }
      onProgress?.(frame / frames)
    }
  } finally {
    for (const { reader } of ends) reader.close()
  }
  const [firstIsSilent, secondIsSilent] = [firstPower === 0, secondPower === 0]
  const correlation = firstIsSilent || secondIsSilent ? null : product / Math.sqrt(firstPower * secondPower)
  return { correlation, isEqual, firstIsSilent, secondIsSilent }
}
