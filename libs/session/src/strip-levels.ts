import type { Arena } from '@mixwright/kernels'
import { LoudnessMeter } from '@mixwright/metering'
import type { StemSink } from '@mixwright/mixer'

/** A signal that is listened to where it flows into a bus. */
export interface LevelTap {
  /** Name of the strip that it comes from. */
  name: string
  /** Indices of the bus in the plan, and of the signal among the bus's inputs. */
  bus: number
  input: number
}

/** Loudness of a strip over the song: mean squares of the 400 ms from 0.0 s, 0.1 s, 0.2 s … on. */
export interface StripLevel {
  name: string
  gatingBlocks: Float64Array
}

/** Measures strips while they are mixed, each as it reaches its bus. */
export class StripLevels {
  readonly #taps: readonly LevelTap[]
  readonly #meters: readonly LoudnessMeter[]
  /** Meters lie in memory that workers share: only the one that hears a signal touches its meter. */
  readonly #heard = new Set<LoudnessMeter>()

  constructor(taps: readonly LevelTap[], arena: Arena, sampleRateHz: number) {
    this.#taps = taps
    this.#meters = taps.map(() => new LoudnessMeter(arena, sampleRateHz))
  }

  /** Listens to the inputs of a bus; undefined where nobody wants to know. */
  sink(bus: number): StemSink | undefined {
    const meters = new Map<number, LoudnessMeter>()
    for (const [index, tap] of this.#taps.entries()) {
      if (tap.bus === bus) meters.set(tap.input, this.#meters[index]!)
    }
    if (meters.size === 0) return undefined
    return {
      write: (input, audio, frames) => {
        const meter = meters.get(input)
        if (!meter) return
        if (!this.#heard.has(meter)) meter.reset()
        this.#heard.add(meter)
        meter.add(audio, frames)
      },
    }
  }

  /** What this worker has heard. */
  read(): StripLevel[] {
    return this.#taps.flatMap(({ name }, index) => {
      const meter = this.#meters[index]!
      return this.#heard.has(meter) ? [{ name, gatingBlocks: meter.history.gatingBlocks() }] : []
    })
  }
}
