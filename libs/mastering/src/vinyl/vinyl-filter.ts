import {
  type Arena,
  type Biquad,
  biquadPower,
  Convolution,
  maths,
  type Pointer,
  type Processor,
  writeSymmetricPair,
} from '@mixwright/dsp'
import { halfPowerRatio, stopBandSections } from './stop-band.ts'
import type { LowMono, VinylPlan } from './vinyl-settings.ts'

export type VinylFilterOptions = Pick<VinylPlan, 'lowMono' | 'subsonicHz' | 'ultrasonicHz'>

/** At and below the corner the side signal is at least this far down: the groove does not move up and down. */
const SIDE = { kind: 'highPass', order: 10, stopDb: 60 } as const
/** 40 dB down an octave below its corner: warps and rumble cost excursion and are not heard. */
const SUBSONIC = { kind: 'highPass', order: 4, stopDb: 40 } as const
/** Beyond its corner lies heat for the cutter head and nothing that a stylus brings back. */
const ULTRASONIC = { kind: 'lowPass', order: 6, stopDb: 60 } as const
/** Part of the sample rate up to which the ultrasonic filter has room to work. */
const WIDEST_BAND = 0.45
const ORDER_DB_PER_OCT = 6
/** Lengths of the filter in cycles of what it has to tell apart. */
const SUBSONIC_CYCLES = 8
const LOW_MONO_CYCLES = 24
const SHORTEST = 4096
const LONGEST = 131_072

/**
 * What a lacquer needs: mono below a corner, nothing subsonic, nothing ultrasonic.
 *
 * All of it is one filter of linear phase on mid and one on side: a shift of phase between lows and highs, or between
 * mid and side, would raise peaks, and peaks cost level where nothing is limited.
 *
 * Shape    stereo → stereo, in place
 * Latency  half the filter and the quarter that convolution works in: 12287 frames at 48 kHz
 * Mono     without a slope the side is 60 dB down at and below the corner and 3 dB down a third of it higher; with one
 *          it is a Butterworth high-pass, 3 dB down at the corner
 * Silence  in is silence out, after the filter has passed
 */
export class VinylFilter implements Processor {
  readonly latencyFrames: number
  readonly gapFrames: number
  readonly #options: VinylFilterOptions
  readonly #sampleRateHz: number
  readonly #arena: Arena
  readonly #paths: readonly [Float64Array, Float64Array]
  readonly #convolution: Convolution

  constructor(options: VinylFilterOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#sampleRateHz = sampleRateHz
    this.#arena = arena
    const taps = filterLength(options, sampleRateHz) - 1
    this.#paths = [new Float64Array(taps), new Float64Array(taps)]
    const impulse = { sampleRateHz, channels: this.#paths }
    const asItIs = { gainDb: 0, predelayMs: 0, normalize: false, mix: 1 }
    this.#convolution = new Convolution({ impulse, ...asItIs }, arena, sampleRateHz)
    this.latencyFrames = this.#convolution.latencyFrames + (taps - 1) / 2
    this.gapFrames = this.#convolution.gapFrames
  }

  reset(): void {
    const { lowMono } = this.#options
    const both = bothSections(this.#options, this.#sampleRateHz)
    const side = lowMono && steepSections(lowMono, this.#sampleRateHz)
    const gain = (sections: readonly Biquad[], freqHz: number) =>
      Math.sqrt(sections.reduce((power, one) => power * Math.max(0, biquadPower(one, this.#sampleRateHz, freqHz)), 1))
    writeSymmetricPair(this.#paths, this.#sampleRateHz, (freqHz) => {
      const mid = gain(both, freqHz)
      if (!lowMono) return [mid, mid]
      return [mid, mid * (side ? gain(side, freqHz) : butterworthGain(lowMono, freqHz))]
    })
    this.#convolution.reset()
  }

  process(audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    kernels.place(audio, frames, 0.5, -0.5, 0.5, 0.5) // left, right → mid, side
    this.#convolution.process(audio, frames)
    kernels.place(audio, frames, 1, -1, 1, 1) // mid, side → left, right
  }

  isAtRest(): boolean {
    return this.#convolution.isAtRest()
  }
}

/** A power of two. */
function filterLength({ lowMono, subsonicHz }: VinylFilterOptions, sampleRateHz: number): number {
  const needed =
    sampleRateHz * Math.max(SUBSONIC_CYCLES / (subsonicHz ?? Infinity), LOW_MONO_CYCLES / (lowMono?.freqHz ?? Infinity))
  let length = SHORTEST
  while (length < LONGEST && length < needed) length *= 2
  return length
}

/** What mid and side go through alike. */
function bothSections({ subsonicHz, ultrasonicHz }: VinylFilterOptions, sampleRateHz: number): Biquad[] {
  const sections: Biquad[] = []
  if (subsonicHz !== null) sections.push(...stopBandSections({ ...SUBSONIC, stopHz: subsonicHz / 2 }, sampleRateHz))
  if (ultrasonicHz !== null && ultrasonicHz < WIDEST_BAND * sampleRateHz) {
    const half = maths.tan((Math.PI * ultrasonicHz) / sampleRateHz)
    const stopHz = (maths.atan2(half * halfPowerRatio(ULTRASONIC), 1) * sampleRateHz) / Math.PI
    sections.push(...stopBandSections({ ...ULTRASONIC, stopHz }, sampleRateHz))
  }
  return sections
}

function steepSections({ freqHz, slopeDbPerOct }: LowMono, sampleRateHz: number): Biquad[] | undefined {
  return slopeDbPerOct === undefined ? stopBandSections({ ...SIDE, stopHz: freqHz }, sampleRateHz) : undefined
}

/** Of a high-pass: (f / corner)ⁿ / √(1 + (f / corner)²ⁿ). */
function butterworthGain({ freqHz: cornerHz, slopeDbPerOct = 0 }: LowMono, freqHz: number): number {
  const rise = maths.pow(freqHz / cornerHz, slopeDbPerOct / ORDER_DB_PER_OCT)
  return rise / Math.sqrt(1 + rise * rise)
}
