/** How the side signal falls away below a corner. */
export interface LowMono {
  readonly freqHz: number
  /** Butterworth, 6 for each order, -3 dB at the corner; without one the side is 60 dB down at and below the corner. */
  readonly slopeDbPerOct?: number
}

/** How firmly highs are held to what a stylus can trace. */
export type Sibilance = 'off' | 'gentle' | 'firm'

/** What a mix file says of a record. What is absent has its default. */
export interface VinylSettings {
  readonly lowMono?: LowMono | 'off'
  readonly subsonicHz?: number | 'off'
  readonly ultrasonicHz?: number | 'off'
  readonly sibilance?: Sibilance
  /** Playing time of the whole side. s */
  readonly sideLengthS?: number
  /** Where on the side the programme begins. s */
  readonly sideStartS?: number
  /** 33.333… or 45. */
  readonly rpm?: number
  /** 12, 10 or 7 inches. */
  readonly diameter?: number
  readonly cut?: { readonly levelDb?: number; readonly referenceCmPerS: number; readonly stylusUm: number }
}

/** A record, ready to be made. */
export interface VinylPlan {
  /** null leaves the lows as they are. */
  readonly lowMono: LowMono | null
  /** Hz, -3 dB; null for none. */
  readonly subsonicHz: number | null
  /** Hz, -3 dB; null for none. */
  readonly ultrasonicHz: number | null
  readonly sibilance: Sibilance
  /** null where the programme is the end of its side. */
  readonly sideLengthS: number | null
  readonly sideStartS: number
  readonly rpm: number
  readonly diameterIn: number
  /** Loudest 400 ms against a 1 kHz tone at the reference velocity; null for what the length of the side allows. */
  readonly levelDb: number | null
  /** Lateral peak velocity of a 1 kHz tone at 0 dB. */
  readonly referenceCmPerS: number
  /** Smallest radius of a stylus that must trace the groove. */
  readonly stylusUm: number
}

/** Settings as they are written in a mix file. */
export const VINYL_KEYS: Readonly<Record<keyof VinylSettings, string>> = {
  lowMono: 'lowMono',
  subsonicHz: 'subsonic',
  ultrasonicHz: 'ultrasonic',
  sibilance: 'sibilance',
  sideLengthS: 'sideLength',
  sideStartS: 'sideStart',
  rpm: 'rpm',
  diameter: 'diameter',
  cut: 'cut',
}

/** Mono below 150 Hz, nothing below 24 Hz or above 18 kHz, an LP; nothing is done about sibilance unasked. */
const DEFAULTS: Required<Omit<VinylSettings, 'sibilance' | 'sideLengthS' | 'sideStartS'>> = {
  lowMono: { freqHz: 150 },
  subsonicHz: 24,
  ultrasonicHz: 18000,
  rpm: 100 / 3,
  diameter: 12,
  cut: { referenceCmPerS: 7, stylusUm: 7.6 },
}

const orNull = <T>(value: T | 'off'): T | null => (value === 'off' ? null : value)

export function vinylPlan(settings: VinylSettings): VinylPlan {
  const { lowMono, subsonicHz, ultrasonicHz, rpm, diameter, cut } = { ...DEFAULTS, ...settings }
  return {
    lowMono: orNull(lowMono),
    subsonicHz: orNull(subsonicHz),
    ultrasonicHz: orNull(ultrasonicHz),
    sibilance: settings.sibilance ?? 'off',
    sideLengthS: settings.sideLengthS ?? null,
    sideStartS: settings.sideStartS ?? 0,
    rpm,
    diameterIn: diameter,
    levelDb: cut.levelDb ?? null,
    referenceCmPerS: cut.referenceCmPerS,
    stylusUm: cut.stylusUm,
  }
}
