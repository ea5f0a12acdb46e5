import { type OnSampleBytes, openPcm, type PcmFile, type PcmReader } from '@mixwright/audio-files'
import { Arena, type Pointer } from '@mixwright/kernels'
import { type GrooveHistory, GrooveMeter, LowSideMeter } from '@mixwright/mastering'
import { type ChannelLayout, channelLayout, loudnessWeights, type Measurement, Meter } from '@mixwright/metering'
import type { FrameSpan } from '../job.ts'
import { type NotNumbers, notNumbersOf } from '../song/not-numbers.ts'

/** What a meter is fed at a time; all pairs of a file of many channels come from one window of the reader. */
const PIECE_FRAMES = { ofPair: 8192, ofMany: 1024 }
const REPORT_FRAMES = 1 << 18

export interface MeasurePcmOptions {
  onProgress?: (done: number) => void
  /** Also measures the side against the mid below this corner. Hz. */
  lowSideHz?: number | null
  /** Also reads what the groove of a record would go through. */
  groove?: boolean
  /** Part of the file to measure. Default: all of it. */
  span?: FrameSpan | undefined
  /** Counts a mono file twice. */
  dualMono?: boolean | undefined
  /** Is told the bytes of the samples on the way, in order; of one or two channels. */
  onBytes?: OnSampleBytes | undefined
}

/** What came of a file. */
export interface MeasuredPcm {
  measurement: Measurement
  layout: ChannelLayout
  /** Mean squares of the gating blocks, for the loudness of an album. */
  gatingBlocks: Float64Array
  notNumbers: NotNumbers
  /** Loudness every 100 ms: of the 400 ms and of the 3 s that end there. */
  momentaryLufs: Float64Array
  shortTermLufs: Float64Array
  lowSideDb?: number
  groove?: GrooveHistory
}

/** Reads every meter on an uncompressed file whose channels have a layout; those beyond eight need a mask. */
export function measurePcm(pcm: PcmFile, { onProgress, ...options }: MeasurePcmOptions = {}): MeasuredPcm {
  const work = measuring(pcm, options)
  let step = work.next()
  for (; !step.done; step = work.next()) onProgress?.(step.value)
  return step.value
}

/** The same, stopping every few seconds of audio to tell which part of it is done. */
export function* measuring(
  pcm: PcmFile,
  options: Omit<MeasurePcmOptions, 'onProgress'>,
): Generator<number, MeasuredPcm, void> {
  const { lowSideHz = null, groove = false, dualMono, onBytes } = options
  const { channels, sampleRateHz, channelMask } = pcm
  const { startFrame, frames: spanFrames } = options.span ?? { startFrame: 0, frames: pcm.frames }
  const endFrame = startFrame + spanFrames
  const layout = channelLayout(channels, channelMask)
  if (!layout) throw new RangeError(`channels: got ${channels} without a layout`)
  const arena = new Arena()
  const reader = openPcm(pcm, arena, onBytes)
  const clipAt = clipLevel(pcm)
  const meter = new Meter(arena, sampleRateHz, channels, { weights: loudnessWeights(layout, dualMono), ...clipAt })
  const lowSide = lowSideHz === null ? undefined : new LowSideMeter(lowSideHz, arena, sampleRateHz)
  const cutter = groove ? new GrooveMeter(arena, sampleRateHz) : undefined
  const pieceFrames = channels > 2 ? PIECE_FRAMES.ofMany : PIECE_FRAMES.ofPair
  const pairBytes = pieceFrames * 16
  const at = arena.alloc(Math.ceil(channels / 2) * pairBytes)
  meter.reset()
  lowSide?.reset()
  cutter?.reset()
  try {
    for (let frame = startFrame; frame < endFrame; frame += pieceFrames) {
      const frames = Math.min(pieceFrames, endFrame - frame)
      readPairs(reader, at, frame, frames, pairBytes)
      meter.add(at, frames, pairBytes)
      lowSide?.add(at, frames)
      cutter?.add(at, frames)
      if ((frame - startFrame) % REPORT_FRAMES === 0) yield (frame - startFrame) / (endFrame - startFrame)
    }
    return {
      measurement: meter.read(),
      layout,
      notNumbers: notNumbersOf(reader),
      gatingBlocks: meter.history.gatingBlocks(),
      momentaryLufs: meter.history.momentarySeriesLufs(),
      shortTermLufs: meter.history.shortTermSeriesLufs(),
      ...(lowSide ? { lowSideDb: lowSide.finish() } : {}),
      ...(cutter ? { groove: cutter.finish() } : {}),
    }
  } finally {
    reader.close()
  }
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

/** The largest sample of a coarse format; finer ones clip at what the meter takes for full scale. */
function clipLevel({ pcm: { encoding }, bitDepth }: PcmFile): { clipAt?: number } {
  if (encoding === 'alaw' || encoding === 'mulaw') return { clipAt: 0.98 }
  return encoding === 'int' && bitDepth !== null && bitDepth < 16 ? { clipAt: 1 - 2 / 2 ** bitDepth } : {}
}
