import { CD_RATE_HZ, SECTOR_FRAMES } from '@mixwright/audio'
import { encodePcm, hashFile, hashPcm, openPcm, type PcmFile, probeWav, WavWriter } from '@mixwright/audio-files'
import { gainToDb } from '@mixwright/dsp'
import { Arena } from '@mixwright/kernels'
import type { DiscLayout, TrackPlace } from '@mixwright/mastering'
import { LoudnessMeter, TruePeakMeter } from '@mixwright/metering'
import type { DiscJob, DiscWritten, TrackReading } from '../job.ts'
import { measurePcm } from '../measure/measure-pcm.ts'
import { writeDiscFiles } from './disc-files.ts'

const PIECE_FRAMES = 8192
const CD_FORMAT = '16'

/** Writes a whole disc and reads it back. */
export function discShare(job: DiscJob, onProgress: (done: number) => void): DiscWritten {
  const { disc, layout, paths, audioPath } = job
  writeStream(job, (done) => onProgress(done / 3))
  const probed = probeWav(audioPath)
  if ('problem' in probed) throw new Error(`the album cannot be read back: ${probed.problem.message}`)
  const audio = probed.info
  const { measurement } = measurePcm(audio, { onProgress: (done) => onProgress((1 + done) / 3) })
  const tracks = measureTracks(audio, layout)
  const files = writeDiscFiles({ audio, disc, paths }, (done) => onProgress((2 + done) / 3))
  const hashes = { sha256: hashFile(audioPath), pcmSha256: hashPcm(audio) }
  return { measurement, tracks, ...hashes, ...files }
}

/** Tracks and gaps in one WAV file, from the start of the first track to the last sector's end. */
function writeStream({ tracks, layout, audioPath }: DiscJob, onProgress: (done: number) => void): void {
  const arena = new Arena()
  const writer = new WavWriter(audioPath, { format: CD_FORMAT, channels: 2, sampleRateHz: CD_RATE_HZ })
  const samples = arena.allocFrames(PIECE_FRAMES)
  const bytes = arena.alloc(PIECE_FRAMES * 4)
  const endFrame = layout.sectors * SECTOR_FRAMES
  const put = (frames: number) => {
    encodePcm(arena, CD_FORMAT, samples, bytes, 2 * frames)
    writer.write(arena, bytes, frames)
    onProgress(writer.frames / endFrame)
  }
  const silenceUntil = (frame: number) => {
    while (writer.frames < frame) {
      const piece = Math.min(PIECE_FRAMES, frame - writer.frames)
      arena.kernels.clear(samples, piece)
      put(piece)
    }
  }
  try {
    tracks.forEach((track, index) => {
      silenceUntil(layout.tracks[index]!.startFrame)
      const mark = arena.mark()
      const reader = openPcm(track, arena)
      for (let frame = 0; frame < track.frames; frame += PIECE_FRAMES) {
        const piece = Math.min(PIECE_FRAMES, track.frames - frame)
        reader.readInto(samples, frame, piece)
        put(piece)
      }
      reader.close()
      arena.release(mark)
    })
    silenceUntil(endFrame)
    writer.finish()
  } finally {
    writer.abort()
  }
}

/** Each track by itself, from its index 01 to the end of its audio. */
function measureTracks(audio: PcmFile, { tracks, sectors }: DiscLayout): TrackReading[] {
  const arena = new Arena()
  const reader = openPcm(audio, arena)
  const samples = arena.allocFrames(PIECE_FRAMES)
  const loudness = new LoudnessMeter(arena, CD_RATE_HZ)
  const peaks = new TruePeakMeter(arena)
  const readings = tracks.map((place, index) => {
    const next: TrackPlace | undefined = tracks[index + 1]
    const endFrame = next ? next.startFrame - next.gapSectors * SECTOR_FRAMES : sectors * SECTOR_FRAMES
    loudness.reset()
    peaks.reset()
    for (let frame = place.startFrame; frame < endFrame; frame += PIECE_FRAMES) {
      const piece = Math.min(PIECE_FRAMES, endFrame - frame)
      reader.readInto(samples, frame, piece)
      loudness.add(samples, piece)
      peaks.add(samples, piece)
    }
    const { sample, true: truePeak } = peaks.read()
    const integratedLufs = loudness.history.integratedLufs()
    return { integratedLufs, truePeakDbtp: gainToDb(truePeak), samplePeakDbfs: gainToDb(sample) }
  })
  reader.close()
  return readings
}
