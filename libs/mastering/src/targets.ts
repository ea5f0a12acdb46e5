import type { DeliveryFormat } from './delivery-format.ts'
import type { Dither } from './master-plan.ts'

/**
 * How well a figure is known.
 *
 * - `published`: read on a page of who plays or receives the master
 * - `reported`: transcriptions of a standard, or several measurements and press reports that agree
 * - `disputed`: reports differ, or there is only one
 * - `chosen`: nobody's figure but this program's
 */
export type Confidence = 'published' | 'reported' | 'disputed' | 'chosen'

/** What a service, a medium or a standard asks for, and where that is written. */
export interface Target {
  readonly name: string
  /** Who plays or receives the master. */
  readonly service: string
  readonly format: DeliveryFormat
  readonly sampleRateHz: number | 'session'
  /** Integrated loudness of the file. LUFS; 'as mixed' changes nothing. */
  readonly loudnessLufs: number | 'as mixed'
  /** True peak that the file never passes. dBTP; null for none. */
  readonly ceilingDbtp: number | null
  readonly dither: Dither
  /** Holds peaks with a limiter; where false, the whole level is lowered instead. */
  readonly limiting: boolean
  /** For a record: filters, and the cutting preflight. */
  readonly vinyl?: true
  /** Loudness that a file of one channel is to have instead, measured as one channel. LUFS */
  readonly monoLoudnessLufs?: number
  /** For a compact disc: 44.1 kHz, 16 bit, and filled up with silence to whole sectors. */
  readonly compactDisc?: true
  /** Where the figures come from. */
  readonly source: string
  readonly confidence: Confidence
  /** When the source was last looked at. */
  readonly date: string
}

const WAV_24: DeliveryFormat = { codec: 'wav', bits: 24, float: false }

const STREAMING = {
  format: WAV_24,
  sampleRateHz: 'session',
  ceilingDbtp: -1,
  dither: 'tpdf',
  limiting: true,
  date: '2026-11-22',
} as const

/**
 * The built-in targets. Few services publish their figures, so every row says how well it is known; a mix file may
 * override each value.
 */
export const TARGETS: readonly Target[] = [
  {
    ...STREAMING,
    name: 'spotify',
    service: 'Spotify',
    loudnessLufs: -14,
    source: "Spotify's support pages: plays at -14 LUFS; asks for -1 dBTP, -2 dBTP for masters louder than that",
    confidence: 'published',
  },
  {
    ...STREAMING,
    name: 'apple',
    service: 'Apple Music',
    loudnessLufs: -16,
    source: 'trade press (Production Expert, iZotope): Sound Check plays at -16 LUFS; Apple asks for 1 dB of headroom',
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'youtube',
    service: 'YouTube',
    loudnessLufs: -13,
    source: 'measured by third parties, unpublished: -13 LUFS until about 2019; YouTube now plays at -14, down only',
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'tidal',
    service: 'TIDAL',
    loudnessLufs: -14,
    source: 'study by Eelco Grimm for TIDAL: -14 LUFS for the loudest track of an album, down only',
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'soundcloud',
    service: 'SoundCloud',
    loudnessLufs: -14,
    source: 'unpublished, sources disagree: none or -14 LUFS; transcodes to low rates',
    confidence: 'disputed',
  },
  {
    ...STREAMING,
    name: 'amazon',
    service: 'Amazon Music',
    loudnessLufs: -14,
    ceilingDbtp: -2,
    source: 'unofficial: plays at -14 LUFS, -2 dBTP recommended',
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'deezer',
    service: 'Deezer',
    loudnessLufs: -15,
    source: 'trade press: plays at -15 LUFS',
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'pandora',
    service: 'Pandora',
    loudnessLufs: -14,
    source: 'trade press: plays at about -14 LUFS by a measure of its own',
    confidence: 'disputed',
  },
  {
    ...STREAMING,
    name: 'qobuz',
    service: 'Qobuz',
    loudnessLufs: 'as mixed',
    source: 'trade press: plays files as they are; the ceiling is that of EBU R 128',
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'bandcamp',
    service: 'Bandcamp',
    loudnessLufs: 'as mixed',
    source: 'trade press: plays files as they are, after lossy coding; the ceiling is that of EBU R 128',
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'podcast',
    service: 'Apple Podcasts and others',
    loudnessLufs: -16,
    monoLoudnessLufs: -19,
    source:
      "Apple's audio requirements as quoted by several: -16 LKFS within 1 dB, -1 dBTP; a file of one channel 3 LU less, since it plays on two speakers",
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'ebu',
    service: 'European broadcast',
    sampleRateHz: 48000,
    loudnessLufs: -23,
    source: 'EBU R 128 (2023), transcribed: -23 LUFS, -1 dBTP',
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'atsc',
    service: 'US broadcast',
    sampleRateHz: 48000,
    loudnessLufs: -24,
    ceilingDbtp: -2,
    source: 'ATSC A/85, transcribed: -24 LKFS within 2 dB, -2 dBTP',
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'arib',
    service: 'Japanese broadcast',
    sampleRateHz: 48000,
    loudnessLufs: -24,
    source: 'ARIB TR-B32, transcribed: -24 LKFS within 1 dB, -1 dBTP',
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'game',
    service: 'Games',
    sampleRateHz: 48000,
    loudnessLufs: -24,
    source: 'recommendation of Sony and G.A.N.G., transcribed: -24 LKFS within 2 dB, -1 dBTP',
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'cd',
    service: 'Compact disc',
    format: { codec: 'wav', bits: 16, float: false },
    sampleRateHz: 44100,
    loudnessLufs: 'as mixed',
    ceilingDbtp: -0.3,
    compactDisc: true,
    source: 'Red Book (IEC 60908), transcribed: 44.1 kHz, 16 bit; the ceiling is common practice',
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'vinyl',
    service: 'Lacquer or direct metal cut',
    loudnessLufs: 'as mixed',
    limiting: false,
    vinyl: true,
    source: 'guides of pressing plants: 24 bit, mono below 100 to 300 Hz, no brick-wall limiting',
    confidence: 'reported',
  },
  {
    ...STREAMING,
    name: 'archive',
    service: 'Archive',
    format: { codec: 'wav', bits: 32, float: true },
    loudnessLufs: 'as mixed',
    ceilingDbtp: null,
    dither: 'none',
    source: 'the mix as it is',
    confidence: 'chosen',
  },
]

/** Names of the built-in targets. */
export function builtInTargets(): string[] {
  return TARGETS.map(({ name }) => name)
}

/** The built-in target of that name. */
export function targetNamed(name: string): Target | undefined {
  return TARGETS.find((target) => target.name === name)
}
