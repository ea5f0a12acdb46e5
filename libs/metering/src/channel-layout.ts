import type { ChannelWeights } from './loudness-meter.ts'

/** Loudspeakers in the order of the bits of a WAVE_FORMAT_EXTENSIBLE channel mask; T… hang from the ceiling. */
const MASK_SPEAKERS = [
  'L',
  'R',
  'C',
  'LFE',
  'Lb',
  'Rb',
  'Lc',
  'Rc',
  'Cs',
  'Ls',
  'Rs',
  'Tc',
  'Tfl',
  'Tfc',
  'Tfr',
  'Tbl',
  'Tbc',
  'Tbr',
] as const

/** A loudspeaker; `M` is the only channel of a mono file. */
export type Speaker = 'M' | (typeof MASK_SPEAKERS)[number]

/** The channels of a file, first to last. */
export type ChannelLayout = readonly Speaker[]

/** What channels are when the file does not say: the order of WAV and FLAC. */
const USUAL_LAYOUTS: readonly ChannelLayout[] = [
  ['M'],
  ['L', 'R'],
  ['L', 'R', 'C'],
  ['L', 'R', 'Ls', 'Rs'],
  ['L', 'R', 'C', 'Ls', 'Rs'],
  ['L', 'R', 'C', 'LFE', 'Ls', 'Rs'],
  ['L', 'R', 'C', 'LFE', 'Cs', 'Ls', 'Rs'],
  ['L', 'R', 'C', 'LFE', 'Lb', 'Rb', 'Ls', 'Rs'],
]

/**
 * The layout of a file of `channels` channels: by its mask where that names as many speakers, else the usual one;
 * undefined when there is none. Without side speakers the back pair are the surrounds, as in 5.1.
 */
export function channelLayout(channels: number, mask = 0): ChannelLayout | undefined {
  const named = MASK_SPEAKERS.filter((_, bit) => (mask >> bit) & 1)
  if (named.length !== channels || channels < 3) return USUAL_LAYOUTS[channels - 1]
  const hasSides = named.includes('Ls') || named.includes('Rs')
  return hasSides ? named : named.map((speaker) => (speaker === 'Lb' ? 'Ls' : speaker === 'Rb' ? 'Rs' : speaker))
}

const SURROUND_WEIGHT = 1.41

/**
 * Weights of BS.1770: 1.41 for the surrounds at the sides (60° to 120°), nothing for the LFE, 1 for all others. A mono
 * file counts once, or twice where it is known to be heard on two speakers (`dualMono`, +3.01 LU).
 */
export function loudnessWeights(layout: ChannelLayout, dualMono = false): ChannelWeights {
  return layout.map((speaker) => {
    if (speaker === 'M') return dualMono ? 2 : 1
    if (speaker === 'LFE') return 0
    return speaker === 'Ls' || speaker === 'Rs' ? SURROUND_WEIGHT : 1
  })
}
