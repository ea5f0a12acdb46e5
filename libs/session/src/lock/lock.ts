/** A file that a mix reads, as it was when the mix was rendered. */
export interface LockedInput {
  sha256: string
  /** Container and codec: `wav pcm`, `flac flac`. */
  format: string
  sampleRateHz: number
  channels: number
  /** null for lossy codecs. */
  bitDepth: number | null
  durationS: number
  /** null for silence, and for what is shorter than 0.4 s. */
  integratedLufs: number | null
}

/** A sound that was written: its samples, and what it measures. */
export interface LockedSound {
  pcmSha256: string
  durationS: number
  integratedLufs: number | null
  loudnessRangeLu: number | null
  truePeakDbtp: number | null
}

export interface LockedDelivery extends LockedSound {
  file: string
  sha256: string
}

/** What came out of the mix itself, or of a variant of it. */
export interface LockedVersion {
  mix: LockedSound
  deliveries: Readonly<Record<string, LockedDelivery>>
}

/** What computes the samples. */
export interface LockedEngine {
  version: string
  kernelsSha256: string
  /** Codecs that decode compressed stems and encode deliveries; null when they are not installed. */
  codecs: string | null
}

/**
 * What a render was made from and what came out: `mix.lock`, beside the mix file. With it a render can be proven, or
 * what changed be named. It holds no clock, host or absolute path.
 */
export interface Lock extends LockedVersion {
  engine: LockedEngine
  /** SHA-256 of each part of the description, comments and order left out: `stems.kick`, `mix`, `deliver.cd`, `variants.clean` … */
  description: Readonly<Record<string, string>>
  /** SHA-256 of each preset, by its path from the mix file. What they say is in `description` too. */
  presets: Readonly<Record<string, string>>
  /** By the path written in the mix file. */
  inputs: Readonly<Record<string, LockedInput>>
  /** By name. */
  variants: Readonly<Record<string, LockedVersion>>
}
