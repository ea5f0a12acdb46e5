import { type Arena, type Biquad, BiquadChain, maths, type Pointer, type Processor } from '@mixwright/dsp'
import { halfPowerRatio, type StopBand, stopBandSections } from './stop-band.ts'

/** Below the corner the side signal is at least this far down: the groove does not move up and down. */
const SIDE = { kind: 'highPass', order: 10, stopDb: 60 } as const
/** -3 dB at 24 Hz: warps and rumble cost excursion and are not heard. */
const SUBSONIC: StopBand = { kind: 'highPass', order: 4, stopDb: 40, stopHz: 12 }
/** -3 dB at 18 kHz: beyond lies heat for the cutter head and nothing that a stylus brings back. */
const ULTRASONIC = { kind: 'lowPass', order: 6, stopDb: 60 } as const
const ULTRASONIC_HZ = 18000
/** Part of the sample rate up to which the ultrasonic filter has room to work. */
const WIDEST_BAND = 0.45

/** Does nothing; keeps the two chains equally long. */
const STRAIGHT: Biquad = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 }

/**
 * What a lacquer needs: mono below the corner, nothing subsonic, nothing ultrasonic.
 *
 * Shape    stereo → stereo, in place; runs on the sum and the difference of the channels
 * Latency  0 frames
 * Corner   frequency below which the side is 60 dB down; -3 dB lies a third of the corner higher
 * Silence  in is silence out, after the filters have died away
 */
export class VinylFilter implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames = 0
  readonly #lowMonoHz: number
  readonly #sampleRateHz: number
  readonly #arena: Arena
  readonly #chain: BiquadChain

  constructor({ lowMonoHz }: { lowMonoHz: number }, arena: Arena, sampleRateHz: number) {
    this.#lowMonoHz = lowMonoHz
    this.#sampleRateHz = sampleRateHz
    this.#arena = arena
    this.#chain = new BiquadChain(arena, (SIDE.order + SUBSONIC.order + ULTRASONIC.order) / 2)
  }

  reset(): void {
    const rateHz = this.#sampleRateHz
    const both = stopBandSections(SUBSONIC, rateHz)
    if (ULTRASONIC_HZ < WIDEST_BAND * rateHz) both.push(...ultrasonicSections(rateHz))
    const side = stopBandSections({ ...SIDE, stopHz: this.#lowMonoHz }, rateHz)
    this.#chain.reset([...both, ...side.map(() => STRAIGHT)], [...both, ...side])
  }

  process(audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    kernels.place(audio, frames, 0.5, -0.5, 0.5, 0.5) // left, right → mid, side
    this.#chain.process(audio, frames)
    kernels.place(audio, frames, 1, -1, 1, 1) // mid, side → left, right
  }

  isAtRest(): boolean {
    return this.#chain.isAtRest()
  }
}

function ultrasonicSections(sampleRateHz: number): Biquad[] {
  const half = maths.tan((Math.PI * ULTRASONIC_HZ) / sampleRateHz)
  const stopHz = (maths.atan2(half * halfPowerRatio(ULTRASONIC), 1) * sampleRateHz) / Math.PI
  return stopBandSections({ ...ULTRASONIC, stopHz }, sampleRateHz)
}
