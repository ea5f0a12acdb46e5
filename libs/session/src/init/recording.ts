import type { PcmFile } from '@mixwright/audio-files'
import type { Measurement } from '@mixwright/metering'
import type { Role } from './role.ts'

/** A recording that was read. */
export interface Recording {
  /** Path from the folder of the mix file, as it is written there. */
  file: string
  pcm: PcmFile
  /** Of the file; null for lossy codecs. */
  bitDepth: number | null
  measurement: Measurement
  /** What was wrong with the file, and how it was read all the same. */
  repairs: string[]
  /** Time before the first sample over -60 dBFS. */
  headSilenceS: number
  /** How its channels belong together. */
  image: 'mono' | 'stereo' | 'same' | 'left' | 'right' | 'opposite'
  /** The words of its name, and of its folder where its own name no instrument. */
  words: string[]
}

/** The two sides of a stereo recording in two files. */
export interface Sides {
  left: Recording
  right: Recording
  correlation: number | null
  /** The right side is upside down. */
  isInverted: boolean
}

/** What becomes one instrument of the mix: a recording, or two that are the sides of one. */
export interface Source {
  recordings: readonly [Recording] | readonly [Recording, Recording]
  sides?: Sides
  role: Role
  /** What told its role. */
  toldBy: 'name' | 'sound' | 'nothing'
  name: string
}
