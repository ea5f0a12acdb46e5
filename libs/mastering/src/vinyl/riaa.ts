import { type AnalogSection, type Biquad, biquadPower, matchedSections, maths } from '@mixwright/dsp'

// Time constants of the RIAA curve: IEC 60098, without its amendment for playback and without any pole above.
const LOW_S = 3180e-6
const MIDDLE_S = 318e-6
const HIGH_S = 75e-6
const REFERENCE_HZ = 1000
/** What the sections are fitted to; they come out within 0.01 dB from 20 Hz to 20 kHz at 44.1 kHz and above. */
const TOLERANCE_DB = 0.004

/** |H|² of the recording curve, velocity over level: 1 at 1 kHz, less below, more above. */
export function recordingPower(freqHz: number): number {
  return absolutePower(freqHz) / absolutePower(REFERENCE_HZ)
}

/** (1 + (ω τ1)²) (1 + (ω τ3)²) / (1 + (ω τ2)²). */
function absolutePower(freqHz: number): number {
  const part = (timeS: number) => {
    const turn = 2 * Math.PI * freqHz * timeS
    return 1 + turn * turn
  }
  return (part(LOW_S) * part(HIGH_S)) / part(MIDDLE_S)
}

/** The recording curve as digital sections, 0 dB at 1 kHz. */
export function recordingSections(sampleRateHz: number): Biquad[] {
  const analog: AnalogSection[] = [
    { freqHz: cornerHz(MIDDLE_S), zeros: [1, LOW_S / MIDDLE_S, 0], poles: [1, 1, 0] },
    { freqHz: cornerHz(HIGH_S), zeros: [1, 1, 0], poles: [1, 0, 0] },
  ]
  const [first, ...rest] = matchedSections(analog, sampleRateHz, TOLERANCE_DB)
  const power = [first!, ...rest].reduce((all, one) => all * biquadPower(one, sampleRateHz, REFERENCE_HZ), 1)
  const gain = 1 / Math.sqrt(power)
  const { b0, b1, b2, a1, a2 } = first!
  return [{ b0: b0 * gain, b1: b1 * gain, b2: b2 * gain, a1, a2 }, ...rest]
}

/** Velocity to acceleration, in the unit of velocity per second, within 2 % up to 0.39 of the rate (Al-Alaoui 1993). */
export function accelerationSection(sampleRateHz: number): Biquad {
  const gain = (8 / 7) * sampleRateHz
  return { b0: gain, b1: -gain, b2: 0, a1: 1 / 7, a2: 0 }
}

function cornerHz(timeS: number): number {
  return 1 / (2 * Math.PI * timeS)
}

/** Level of the recording curve at a frequency, dB re 1 kHz. */
export function recordingDb(freqHz: number): number {
  return 10 * maths.log10(recordingPower(freqHz))
}
