import type { AudioInfo, AudioProblem } from '@mixwright/audio-files'

/** Rates that meters and converters work at; files of others can be read, but not used. Hz */
const RATES = { min: 8000, max: 384_000 }

/** Why a file of that rate cannot be used; undefined when it can. */
export function unusableRate({ sampleRateHz }: Pick<AudioInfo, 'sampleRateHz'>): AudioProblem | undefined {
  if (sampleRateHz >= RATES.min && sampleRateHz <= RATES.max) return undefined
  const message = `sample rate: got ${sampleRateHz} Hz, allowed ${RATES.min} to ${RATES.max} Hz`
  return { code: 'AUDIO_UNSUPPORTED', message, fix: 'convert it to the rate of the session first' }
}
