import { type Arena, gainToDb, type Pointer, type Processor } from '@mixwright/dsp'
import { TruePeakMeter } from '@mixwright/metering'

/** Reads the true peak of what passes through it. The audio is not touched. */
export class PeakTap implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames = 0
  readonly #meter: TruePeakMeter

  constructor(arena: Arena) {
    this.#meter = new TruePeakMeter(arena)
  }

  /** dBTP; silence is -Infinity. */
  get peakDbtp(): number {
    return gainToDb(this.#meter.read().true)
  }

  reset(): void {
    this.#meter.reset()
  }

  process(audio: Pointer, frames: number): void {
    this.#meter.add(audio, frames)
  }

  isAtRest(): boolean {
    return true
  }
}
