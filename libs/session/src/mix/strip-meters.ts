import type { Arena } from '@mixwright/kernels'
import { StripMeter, type StripReading } from '@mixwright/metering'
import type { StemSink } from '@mixwright/mixer'
import type { StripTap } from './strip-taps.ts'

/** What a strip sounds like as it reaches its bus. */
export interface HeardStrip {
  name: string
  reading: StripReading
  /** Mean squares of the 400 ms from 0.0 s, 0.1 s, 0.2 s … on. */
  gatingBlocks: Float64Array
}

/** Measures strips while they are mixed, each as it reaches its bus. */
export class StripMeters {
  readonly #taps: readonly StripTap[]
  readonly #meters: readonly StripMeter[]
  /** Meters lie in memory that workers share: only the one that hears a signal touches its meter. */
  readonly #heard = new Map<StripMeter, number>()
  readonly #endFrame: number

  /** @param endFrame where the song is cut off; strips may run a little past it, as their worker goes. Default: nowhere. */
  constructor(taps: readonly StripTap[], arena: Arena, sampleRateHz: number, endFrame: number | null = null) {
    this.#taps = taps
    this.#endFrame = endFrame ?? Infinity
    this.#meters = taps.map(() => new StripMeter(arena, sampleRateHz))
  }

  /** Listens to the inputs of a bus; undefined where nobody wants to know. */
  sink(bus: number): StemSink | undefined {
    const meters = new Map<number, StripMeter>()
    for (const [index, tap] of this.#taps.entries()) {
      if (tap.bus === bus) meters.set(tap.input, this.#meters[index]!)
    }
    if (meters.size === 0) return undefined
    return {
      hears: (input) => meters.has(input),
      write: (input, audio, frames) => {
        const meter = meters.get(input)!
        const heard = this.#heard.get(meter)
        if (heard === undefined) meter.reset()
        const wanted = Math.min(frames, this.#endFrame - (heard ?? 0))
        if (wanted > 0) meter.add(audio, wanted)
        this.#heard.set(meter, (heard ?? 0) + frames)
      },
    }
  }

  /**
   * What this worker has heard.
   *
   * @param songFrames the length of the song without what rings on
   */
  read(songFrames: number): HeardStrip[] {
    return this.#taps.flatMap(({ name }, index) => {
      const meter = this.#meters[index]!
      if (!this.#heard.has(meter)) return []
      return [{ name, reading: meter.read(songFrames), gatingBlocks: meter.gatingBlocks() }]
    })
  }
}
