import { hashFile, hashWhileReading, type OnSampleBytes, openPcm, type PcmFile } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'
import { BANDS, BandMeter, type BandName, ClipMeter, FULL_SCALE, LoudnessMeter } from '@mixwright/metering'
import type { Fingerprint, FingerprintOrder } from '../job.ts'
import { notNumbersOf } from '../song/find-not-numbers.ts'

const PIECE_FRAMES = 8192

/** Hashes a file and reads the loudness of the first two channels of what is in it; what it can, in one reading. */
export function fingerprint({ path, pcm }: FingerprintOrder): Fingerprint {
  let reading: Omit<Fingerprint, 'sha256'> | undefined
  const measure = (onBytes?: OnSampleBytes) => {
    reading = readingOf(pcm, onBytes)
  }
  const isPlain = path === pcm.path
  if (!isPlain) measure()
  const sha256 = isPlain ? hashWhileReading(pcm, measure) : hashFile(path)
  return { sha256, ...reading! }
}

/** One piece of so many that sound is looked at for the spectrum: enough for advice, and cheap. */
const SPECTRUM_EVERY = 8

function readingOf(pcm: PcmFile, onBytes: OnSampleBytes | undefined): Omit<Fingerprint, 'sha256'> {
  const arena = new Arena()
  const reader = openPcm(pcm, arena, onBytes)
  const weights = pcm.channels === 1 ? [1, 0] : [1, 1]
  const meter = new LoudnessMeter(arena, pcm.sampleRateHz, weights, { averages: false })
  const at = arena.allocFrames(PIECE_FRAMES)
  const bands = new BandMeter(arena, pcm.sampleRateHz)
  const clips = new ClipMeter(arena, pcm.sampleRateHz, Math.min(2, pcm.channels), FULL_SCALE)
  meter.reset()
  bands.reset()
  clips.reset()
  let sounding = 0
  try {
    for (let frame = 0; frame < pcm.frames; frame += PIECE_FRAMES) {
      const frames = Math.min(PIECE_FRAMES, pcm.frames - frame)
      reader.readInto(at, frame, frames)
      const largest = meter.add(at, frames)
      clips.add(at, frames, largest)
      if (largest > 0 && sounding++ % SPECTRUM_EVERY === 0) bands.add(at, frames)
    }
  } finally {
    reader.close()
  }
  const integratedLufs = meter.history.integratedLufs()
  const heard = bands.read()
  const byBand = <T>(figure: (band: number) => T) => {
    return Object.fromEntries(BANDS.map(({ name }, band) => [name, figure(band)])) as Record<BandName, T>
  }
  return {
    integratedLufs: finite(integratedLufs),
    isSilent: sounding === 0,
    notNumbers: notNumbersOf(reader),
    clips: clips.read(),
    bandsDb: byBand((band) => finite(10 * Math.log10(heard[band]!.power))),
    bandsWidth: byBand((band) => heard[band]!.width),
  }
}

function finite(level: number): number | null {
  return Number.isFinite(level) ? level : null
}
