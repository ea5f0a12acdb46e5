import { type Arena, FrameDelay, type Pointer } from '@mixwright/dsp'
import { addExact, addLevelled, type SumInput } from './sum.ts'

/** A signal that is tapped. */
export interface TapInput extends SumInput {
  /** Whether it is rounded as it is in an exact sum. */
  isExact: boolean
}

/** Receives each signal as it reaches a bus: aligned and at its level, ahead of the bus's inserts. */
export interface StemSink {
  /** Whether an input is wanted at all. */
  hears(input: number): boolean
  /** Takes the next frames of input `input`, from song frame 0 on. */
  write(input: number, audio: Pointer, frames: number): void
}

/**
 * Taps what flows into a bus. Added up from left to right, starting from 0, the taps are the bus ahead of its
 * inserts, bit for bit.
 */
export class StemTaps {
  readonly #inputs: readonly (TapInput | null)[]
  readonly #delays: readonly FrameDelay[]
  readonly #latencyFrames: number
  readonly #sink: StemSink
  readonly #arena: Arena
  readonly #held: Pointer
  readonly #scaled: Pointer
  readonly #peaks: Pointer

  /**
   * @param inputs null where one is not computed
   * @param latencyFrames latency of the bus's sum, that of its latest input
   */
  constructor(
    inputs: readonly (TapInput | null)[],
    latencyFrames: number,
    maxFrames: number,
    sink: StemSink,
    arena: Arena,
  ) {
    this.#inputs = inputs
    this.#delays = inputs.map((input) => new FrameDelay(arena, input ? latencyFrames - input.latencyFrames : 0))
    this.#latencyFrames = latencyFrames
    this.#sink = sink
    this.#arena = arena
    this.#held = arena.allocFrames(maxFrames)
    this.#scaled = arena.allocFrames(maxFrames)
    this.#peaks = arena.alloc(16)
  }

  reset(): void {
    for (const delay of this.#delays) delay.reset()
  }

  /** Takes the frames at `offset …` of the block, the first of which is `streamFrame` of the undelayed stream. */
  process(offset: number, frames: number, streamFrame: number): void {
    const skipped = Math.min(frames, Math.max(0, this.#latencyFrames - streamFrame))
    for (const [index, input] of this.#inputs.entries()) {
      if (!input || !this.#sink.hears(index)) continue
      const source = input.at(offset)
      this.#arena.kernels.clear(this.#held, frames)
      if (source !== null) {
        const songFrame = streamFrame - input.latencyFrames
        const to = { scaled: this.#scaled, sum: this.#held, peaks: this.#peaks }
        if (input.isExact) addExact(this.#arena, to, source, frames, input, songFrame)
        else addLevelled(this.#arena, this.#held, source, frames, input, songFrame)
      }
      this.#delays[index]!.process(this.#held, frames)
      if (skipped < frames) this.#sink.write(index, this.#held + skipped * 16, frames - skipped)
    }
  }
}
