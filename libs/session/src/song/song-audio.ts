import type { ChannelPick, PcmFile } from '@mixwright/audio-files'
import type { ImpulseResponse } from '@mixwright/dsp'

/** A stem's recording, ready to be streamed: uncompressed, with its place on the timeline. */
export interface StemAudio {
  pcm: PcmFile
  pick: ChannelPick
  /** What of the recording is played, and when. All in frames of the session's rate. */
  clip: Clip
}

export interface Clip {
  /** Song frame at which the first frame that is played falls. */
  startFrame: number
  /** Frames left out at the head of the recording. */
  offsetFrames: number
  frames: number
  /** Length of the rise at the head and of the fall at the end, straight in amplitude. */
  fadeInFrames: number
  fadeOutFrames: number
}

/** All audio that a mix reads, by the path written in the mix file. */
export interface SongAudio {
  stems: ReadonlyMap<string, PcmFile>
  impulses: ReadonlyMap<string, ImpulseResponse>
}
