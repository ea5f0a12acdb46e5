import { createHash } from 'node:crypto'
import { AudioFault, hashWhileReading, openPcm, type PcmFile } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'
import { type GrooveHistory, GrooveMeter, LowSideMeter } from '@mixwright/mastering'
import { SampleChecksum } from './sample-checksum.ts'

const PIECE_FRAMES = 8192

export interface ReadBackOptions {
  /** Of the samples that were measured on their way into the file. */
  checksum: string
  /** Also measures the side against the mid below this corner; null for no. Hz */
  lowSideHz: number | null
  /** Also reads what the groove of a record would go through. */
  groove: boolean
}

/** What came of a file that holds what was measured. */
export interface ReadBack {
  sha256: string
  pcmSha256: string
  lowSideDb?: number
  groove?: GrooveHistory
}

/**
 * Reads a finished stereo file back, once: its hashes, and what only records are measured for.
 *
 * Figures of the other meters were read while it was written. They are figures of this file because it decodes to the
 * very samples that those meters heard; where it does not, it is damaged: throws `AudioFault`.
 */
export function readBack(pcm: PcmFile, { checksum, lowSideHz, groove }: ReadBackOptions): ReadBack {
  const arena = new Arena()
  const heard = new SampleChecksum(arena)
  const lowSide = lowSideHz === null ? undefined : new LowSideMeter(lowSideHz, arena, pcm.sampleRateHz)
  const cutter = groove ? new GrooveMeter(arena, pcm.sampleRateHz) : undefined
  const samples = arena.allocFrames(PIECE_FRAMES)
  const pcmHash = createHash('sha256')
  heard.reset()
  lowSide?.reset()
  cutter?.reset()
  const sha256 = hashWhileReading(pcm, (onBytes) => {
    const reader = openPcm(pcm, arena, (bytes) => {
      pcmHash.update(bytes)
      onBytes(bytes)
    })
    try {
      for (let frame = 0; frame < pcm.frames; frame += PIECE_FRAMES) {
        const frames = Math.min(PIECE_FRAMES, pcm.frames - frame)
        reader.readInto(samples, frame, frames)
        heard.add(samples, frames)
        lowSide?.add(samples, frames)
        cutter?.add(samples, frames)
      }
    } finally {
      reader.close()
    }
  })
  if (heard.read() !== checksum) throw new AudioFault('AUDIO_DAMAGED', 'does not hold what was written to it')
  return {
    sha256,
    pcmSha256: pcmHash.digest('hex'),
    ...(lowSide ? { lowSideDb: lowSide.finish() } : {}),
    ...(cutter ? { groove: cutter.finish() } : {}),
  }
}
