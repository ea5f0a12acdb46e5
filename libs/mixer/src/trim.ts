import { type Arena, type Curve, dbToGain, GainRamp, type Gains, type Pointer } from '@mixwright/dsp'

/** Gain and polarity of a strip ahead of its inserts; 0 dB upright leaves every bit as it is. */
export class Trim {
  readonly #standing: number | undefined
  readonly #gains: Gains
  readonly #ramp: GainRamp
  readonly #arena: Arena

  constructor({ trimDb, inverted }: { trimDb: Curve; inverted: boolean }, arena: Arena) {
    const sign = inverted ? -1 : 1
    this.#arena = arena
    this.#standing = typeof trimDb === 'number' ? sign * dbToGain(trimDb) : undefined
    this.#gains = { curves: [trimDb], of: (db) => [sign * dbToGain(db!)] }
    this.#ramp = new GainRamp(arena)
  }

  /** @param songFrame song frame of the first frame of `audio` */
  process(audio: Pointer, frames: number, songFrame: number): void {
    const gain = this.#standing
    if (gain === undefined) this.#ramp.scale(this.#gains, audio, frames, songFrame)
    else if (gain !== 1) this.#arena.kernels.scale(audio, frames, gain, gain)
  }
}
