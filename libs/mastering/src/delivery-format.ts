/** How a delivered file is coded: `bits` of linear or lossless samples, or the rate of a lossy one. */
export type DeliveryFormat =
  | { readonly codec: 'wav'; readonly bits: 16 | 24 | 32; readonly float: boolean }
  | { readonly codec: 'flac' | 'alac'; readonly bits: 16 | 24 }
  | { readonly codec: 'mp3' | 'aac' | 'opus' | 'ogg'; readonly kbps: number }

/** Words that the samples of a master are rounded to; lossy encoders are fed floats. */
export type SampleWord = 16 | 24 | 'float'

export function sampleWord(format: DeliveryFormat): SampleWord {
  if ('kbps' in format || format.bits === 32) return 'float'
  return format.bits
}

/** Rates that a codec knows; a codec that is not listed takes any. */
const CODEC_RATES_HZ: Partial<Record<DeliveryFormat['codec'], readonly number[]>> = {
  mp3: [32000, 44100, 48000],
  aac: [32000, 44100, 48000, 88200, 96000],
  opus: [48000],
  ogg: [32000, 44100, 48000],
}

/** Stereo bit rates that an encoder does not reach at 32 kHz: AAC frames hold 6144 bits a channel. kbit/s */
const MAX_KBPS_AT_32_KHZ: Partial<Record<DeliveryFormat['codec'], number>> = { aac: 384, ogg: 380 }

/** The most that a codec can be given at a rate; undefined where all that the mix language allows will do. kbit/s */
export function maxKbps({ codec }: DeliveryFormat, sampleRateHz: number): number | undefined {
  return sampleRateHz === 32000 ? MAX_KBPS_AT_32_KHZ[codec] : undefined
}

export function allowsRate({ codec }: DeliveryFormat, sampleRateHz: number): boolean {
  return CODEC_RATES_HZ[codec]?.includes(sampleRateHz) ?? true
}

/**
 * The rate a codec is given when the mix file names none: the session's, where the codec knows it, else the highest of
 * the same family (44.1 or 48 kHz) below it.
 */
export function usualRate({ codec }: DeliveryFormat, sessionRateHz: number): number {
  const rates = CODEC_RATES_HZ[codec]
  if (!rates || rates.includes(sessionRateHz)) return sessionRateHz
  const family = rates.filter((rateHz) => rateHz < sessionRateHz && sessionRateHz % rateHz === 0)
  return family.at(-1) ?? rates.findLast((rateHz) => rateHz <= 48000)!
}

/** The rates a codec knows, for a message. */
export function codecRates({ codec }: DeliveryFormat): readonly number[] {
  return CODEC_RATES_HZ[codec] ?? []
}
