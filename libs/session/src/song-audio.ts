import type { ChannelPick, PcmFile } from '@mixwright/audio-files'
import type { ImpulseResponse } from '@mixwright/dsp'

/** A stem's recording, ready to be streamed: uncompressed, with its place on the timeline. */
export interface StemAudio {
  pcm: PcmFile
  pick: ChannelPick
  /** Song frame, at the session's rate, at which the recording begins. */
  startFrame: number
}

/** All audio that a mix reads, by the path written in the mix file. */
export interface SongAudio {
  stems: ReadonlyMap<string, PcmFile>
  impulses: ReadonlyMap<string, ImpulseResponse>
}
