import type { PcmFile } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'
import {
  type ChannelLayout,
  channelLayout,
  LevelMeter,
  type LoudnessHistory,
  loudnessWeights,
  type Measurement,
  Meter,
} from '@mixwright/metering'
import { notNumbersOf } from '../song/find-not-numbers.ts'
import type { NotNumbers } from '../song/not-numbers.ts'
import { type MeasuringOptions, measuring, type PcmMeter } from './measuring.ts'

/** What came of a file. */
export interface MeasuredProgramme<Figures = Measurement> {
  measurement: Figures
  layout: ChannelLayout
  /** Mean squares of the gating blocks, for the loudness of an album. */
  gatingBlocks: Float64Array
  notNumbers: NotNumbers
  /** Loudness every 100 ms: of the 400 ms and of the 3 s that end there. */
  momentaryLufs: Float64Array
  shortTermLufs: Float64Array
}

export interface ProgrammeOptions extends MeasuringOptions {
  /** Default: one of its own. */
  arena?: Arena
  /** Counts a mono file twice. */
  dualMono?: boolean | undefined
  /** What is fed besides. */
  also?: readonly PcmMeter[]
}

/** Reads every meter on an uncompressed file whose channels have a layout; those beyond eight need a mask. */
export function measuringProgramme(pcm: PcmFile, options: ProgrammeOptions = {}) {
  return measuringBy(Meter, pcm, options)
}

/** The same but for the bands. */
export function measuringLevels(pcm: PcmFile, options: ProgrammeOptions = {}) {
  return measuringBy(LevelMeter, pcm, options)
}

type ProgrammeMeter<Figures> = new (
  ...args: ConstructorParameters<typeof LevelMeter>
) => PcmMeter & { read(): Figures; readonly history: LoudnessHistory }

function* measuringBy<Figures>(
  Kind: ProgrammeMeter<Figures>,
  pcm: PcmFile,
  { arena = new Arena(), dualMono, also = [], ...options }: ProgrammeOptions,
): Generator<number, MeasuredProgramme<Figures>, void> {
  const { channels, sampleRateHz, channelMask } = pcm
  const layout = channelLayout(channels, channelMask)
  if (!layout) throw new RangeError(`channels: got ${channels} without a layout`)
  const weights = loudnessWeights(layout, dualMono)
  const meter = new Kind(arena, sampleRateHz, channels, { weights, ...clipLevel(pcm) })
  const reader = yield* measuring(pcm, arena, [meter, ...also], options)
  return {
    measurement: meter.read(),
    layout,
    notNumbers: notNumbersOf(reader),
    gatingBlocks: meter.history.gatingBlocks(),
    momentaryLufs: meter.history.momentarySeriesLufs(),
    shortTermLufs: meter.history.shortTermSeriesLufs(),
  }
}

/** The largest sample of a coarse format; finer ones clip at what the meter takes for full scale. */
function clipLevel({ pcm: { encoding }, bitDepth }: PcmFile): { clipAt?: number } {
  if (encoding === 'alaw' || encoding === 'mulaw') return { clipAt: 0.98 }
  return encoding === 'int' && bitDepth !== null && bitDepth < 16 ? { clipAt: 1 - 2 / 2 ** bitDepth } : {}
}
