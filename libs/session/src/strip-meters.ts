import type { Arena, Pointer } from '@mixwright/kernels'
import { StripMeter, type StripReading } from '@mixwright/metering'
import type { StemSink } from '@mixwright/mixer'

/** Measures each signal as it reaches the mix bus. */
export class StripMeters implements StemSink {
  readonly #meters: readonly StripMeter[]
  #isReset = false

  constructor(inputs: number, sampleRateHz: number, arena: Arena) {
    this.#meters = Array.from({ length: inputs }, () => new StripMeter(arena, sampleRateHz))
  }

  write(input: number, audio: Pointer, frames: number): void {
    this.#reset()
    this.#meters[input]!.add(audio, frames)
  }

  /** @param songFrames the length of the song without what rings on */
  read(songFrames: number): StripReading[] {
    this.#reset()
    return this.#meters.map((meter) => meter.read(songFrames))
  }

  /** Done by the worker that owns the mix bus, not by the others that have built the same desk. */
  #reset(): void {
    if (this.#isReset) return
    this.#isReset = true
    for (const meter of this.#meters) meter.reset()
  }
}
