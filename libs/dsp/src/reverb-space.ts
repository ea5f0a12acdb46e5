/** What makes one kind of space sound unlike another. Times grow and shrink with the decay within bounds. */
export interface ReverbSpace {
  /** Shortest line. ms. */
  firstLineMs: number
  /** Time before the diffuse sound sets in. ms. */
  onsetMs: number
  /** Longest delays of the three diffusion steps. ms. */
  diffusionMs: readonly [number, number, number]
  /** Distinct reflections: how many, from when to when. ms. */
  early: { taps: number; firstMs: number; lastMs: number }
  /** Level of the distinct reflections: 1 is all the energy that an even decay has in its first 80 ms. */
  earlyShare: number
  /** Level of the diffuse onset: 1 is the energy that an even decay has in that time. */
  diffuseShare: number
  /** Decay of the lows (under about 150 Hz) over that of the mids. */
  lowDecay: number
  /** How fast the lines turn into one another, on average: smears what would ring. Hz. */
  turnHz: number
}

export type ReverbSpaceName = keyof typeof REVERB_SPACES

export const REVERB_SPACES = {
  /** Small and near: a strong pattern of reflections at once, little after it. */
  room: {
    firstLineMs: 9,
    onsetMs: 3,
    diffusionMs: [11, 7, 3],
    early: { taps: 10, firstMs: 2.5, lastMs: 31 },
    earlyShare: 0.55,
    diffuseShare: 1.1,
    lowDecay: 0.85,
    turnHz: 2,
  },
  /** Hard walls, no shape: dense from the start, even. */
  chamber: {
    firstLineMs: 14,
    onsetMs: 4,
    diffusionMs: [19, 11, 6],
    early: { taps: 6, firstMs: 5, lastMs: 33 },
    earlyShare: 0.15,
    diffuseShare: 1,
    lowDecay: 1,
    turnHz: 1.6,
  },
  /** A steel sheet: no reflections, dense at once, bright, lean in the lows. */
  plate: {
    firstLineMs: 8,
    onsetMs: 0,
    diffusionMs: [14, 8, 5],
    early: { taps: 0, firstMs: 0, lastMs: 0 },
    earlyShare: 0,
    diffuseShare: 1.5,
    lowDecay: 0.8,
    turnHz: 1.6,
  },
  /** Large: sparse reflections first, a slow rise, long warm lows, most movement. */
  hall: {
    firstLineMs: 17,
    onsetMs: 14,
    diffusionMs: [33, 19, 11],
    early: { taps: 8, firstMs: 13, lastMs: 71 },
    earlyShare: 0.2,
    diffuseShare: 0.35,
    lowDecay: 1.15,
    turnHz: 1.6,
  },
} as const satisfies Record<string, ReverbSpace>
