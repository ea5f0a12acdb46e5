import { type OnSampleBytes, openPcm, type PcmFile, type PcmReader } from '@mixwright/audio-files'
import type { Arena, Pointer } from '@mixwright/kernels'
import type { FrameSpan } from '../job.ts'

/** What a meter is fed at a time; all pairs of a file of many channels come from one window of the reader. */
const PIECE_FRAMES = { ofPair: 8192, ofMany: 1024 }
const REPORT_FRAMES = 1 << 18

/** Is fed all pairs of channels, the pair after the one at `audio` lying `pairBytes` further on. */
export interface PcmMeter {
  reset(): void
  add(audio: Pointer, frames: number, pairBytes: number): void
}

export interface MeasuringOptions {
  /** Part of the file to measure. Default: all of it. */
  span?: FrameSpan | undefined
  /** Is told the bytes of the samples on the way, in order; of one or two channels. */
  onBytes?: OnSampleBytes | undefined
}

/**
 * Feeds an uncompressed file to meters, stopping every few seconds of audio to tell which part of it is done.
 *
 * @returns the reader, closed, for what it met on the way
 */
export function* measuring(
  pcm: PcmFile,
  arena: Arena,
  meters: readonly PcmMeter[],
  { span, onBytes }: MeasuringOptions = {},
): Generator<number, PcmReader, void> {
  const { startFrame, frames: spanFrames } = span ?? { startFrame: 0, frames: pcm.frames }
  const endFrame = startFrame + spanFrames
  const reader = openPcm(pcm, arena, onBytes)
  const pieceFrames = pcm.channels > 2 ? PIECE_FRAMES.ofMany : PIECE_FRAMES.ofPair
  const pairBytes = pieceFrames * 16
  const at = arena.alloc(Math.ceil(pcm.channels / 2) * pairBytes)
  for (const meter of meters) meter.reset()
  try {
    for (let frame = startFrame; frame < endFrame; frame += pieceFrames) {
      const frames = Math.min(pieceFrames, endFrame - frame)
      readPairs(reader, at, frame, frames, pairBytes)
      for (const meter of meters) meter.add(at, frames, pairBytes)
      if ((frame - startFrame) % REPORT_FRAMES === 0) yield (frame - startFrame) / spanFrames
    }
    return reader
  } finally {
    reader.close()
  }
}

/** What work that stops on the way comes to, done in one go. */
export function finished<T>(work: Generator<number, T, void>, onProgress?: (done: number) => void): T {
  let step = work.next()
  for (; !step.done; step = work.next()) onProgress?.(step.value)
  return step.value
}

function readPairs(reader: PcmReader, at: Pointer, frame: number, frames: number, pairBytes: number): void {
  if (reader.channels <= 2) reader.readInto(at, frame, frames)
  else {
    const last = reader.channels - 1
    for (let pair = 0; 2 * pair <= last; pair++) {
      reader.readInto(at + pair * pairBytes, frame, frames, [2 * pair, Math.min(2 * pair + 1, last)])
    }
  }
}
