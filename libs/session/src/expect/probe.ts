import { openPcm, type PcmFile } from '@mixwright/audio-files'
import { createProcessor, dbToGain } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'
import { type Measurement, Meter } from '@mixwright/metering'
import { notNumbersOf } from '../song/find-not-numbers.ts'
import type { NotNumbers } from '../song/not-numbers.ts'

/** What of a file is looked at. */
export interface ProbeWindow {
  fromFrame: number
  frames: number
  /** Only what lies below this corner. Hz */
  belowHz?: number | undefined
}

/** Figures of a part of a file. */
export interface Probe {
  measurement: Measurement
  notNumbers: NotNumbers
  /** Time before the first sample over -60 dBFS, and after the last; each the whole part where there is none. */
  headSilenceS: number
  tailSilenceS: number
}

const SILENCE_DBFS = -60
const PIECE_FRAMES = 8192
const SLOPE_DB_PER_OCT = 48

/** Reads every meter on a part of a mono or stereo file. */
export function probePcm(pcm: PcmFile, { fromFrame, frames, belowHz }: ProbeWindow): Probe {
  const arena = new Arena()
  const { sampleRateHz } = pcm
  const reader = openPcm(pcm, arena)
  const meter = new Meter(arena, sampleRateHz, Math.min(2, pcm.channels))
  const lowPass =
    belowHz === undefined
      ? undefined
      : createProcessor(
          {
            kind: 'eq',
            phase: 'minimum',
            bands: [{ type: 'lowPass', freqHz: belowHz, slopeDbPerOct: SLOPE_DB_PER_OCT }],
          },
          arena,
          sampleRateHz,
        )
  const at = arena.allocFrames(PIECE_FRAMES)
  const silence = dbToGain(SILENCE_DBFS)
  meter.reset()
  lowPass?.reset()
  let first = frames
  let last = -1
  try {
    for (let done = 0; done < frames; done += PIECE_FRAMES) {
      const piece = Math.min(PIECE_FRAMES, frames - done)
      reader.readInto(at, fromFrame + done, piece)
      const loudFrom = arena.kernels.firstAbove(at, piece, silence)
      if (loudFrom >= 0) {
        first = Math.min(first, done + loudFrom)
        last = done + arena.kernels.lastAbove(at, piece, silence)
      }
      lowPass?.process(at, piece)
      meter.add(at, piece)
    }
    const headSilenceS = first / sampleRateHz
    const tailSilenceS = (frames - 1 - last) / sampleRateHz
    return { measurement: meter.read(), notNumbers: notNumbersOf(reader), headSilenceS, tailSilenceS }
  } finally {
    reader.close()
  }
}
