/** Butterworth filter that lets one side of `freqHz` through (-3 dB there). */
export interface PassBand {
  type: 'highPass' | 'lowPass'
  /** Hz, > 0. */
  freqHz: number
  /** Steepness, 6 for each order: 6, 12, 18, 24, 36 or 48. */
  slopeDbPerOct: number
  /** Resonance, for 12 dB per octave only. > 0. Default 0.7071 (Butterworth). */
  q?: number | undefined
}

/** Raises or lowers what lies around or beyond `freqHz`. */
export interface GainBand {
  type: 'bell' | 'lowShelf' | 'highShelf'
  /** Centre of a bell; the point of half the gain (in dB) of a shelf. Hz, > 0. */
  freqHz: number
  /** dB; 0 leaves the audio as it is, bit for bit. */
  gainDb: number
  /** Width as in the RBJ cookbook: a bell's bandwidth at half its gain is about freqHz / q. > 0. */
  q: number
}

/** Removes (`notch`), keeps (`bandPass`, 0 dB at the centre) or turns the phase (`allPass`) around `freqHz`. */
export interface FocusBand {
  type: 'notch' | 'bandPass' | 'allPass'
  /** Hz, > 0. */
  freqHz: number
  /** Centre frequency over bandwidth. > 0. */
  q: number
}

export type EqBand = PassBand | GainBand | FocusBand

/** Bands in series. */
export interface EqOptions {
  bands: readonly EqBand[]
}

/** True for a band that changes nothing. */
export function isNeutralBand(band: EqBand): boolean {
  return 'gainDb' in band && band.gainDb === 0
}
