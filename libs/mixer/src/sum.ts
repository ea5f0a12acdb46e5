import {
  type Arena,
  type Curve,
  curveValue,
  curveValueBefore,
  dbToGain,
  FrameDelay,
  forEachSegment,
  type Pointer,
} from '@mixwright/dsp'

/** A signal on its way into a sum. */
export interface SumInput {
  levelDb: Curve
  /** Each from 0 (heard) to 1 (silent). */
  mutes: readonly Curve[]
  latencyFrames: number
  /** Where its frames `offset …` of the current block lie, or null while it is silent. */
  at(offset: number): Pointer | null
}

interface Step {
  input: SumInput
  /** Holds back what has been summed so far until it is in line with this input. */
  alignSum: FrameDelay | undefined
  /** Holds back this input until it is in line with what has been summed so far. */
  alignInput: FrameDelay | undefined
}

/**
 * Adds signals up from left to right, starting from +0, each scaled by its level: the written order of every sum.
 * Signals of different latency are brought in line, which changes when but not how they are added.
 */
export class Sum {
  /** Latency of the sum: that of its latest input. */
  readonly latencyFrames: number
  readonly #steps: readonly Step[]
  readonly #arena: Arena
  readonly #held: Pointer

  constructor(inputs: readonly SumInput[], maxFrames: number, arena: Arena) {
    this.#arena = arena
    this.#held = arena.allocFrames(maxFrames)
    let latency = inputs[0]?.latencyFrames ?? 0
    this.#steps = inputs.map((input) => {
      const late = input.latencyFrames - latency
      latency = Math.max(latency, input.latencyFrames)
      return {
        input,
        alignSum: late > 0 ? new FrameDelay(arena, late) : undefined,
        alignInput: late < 0 ? new FrameDelay(arena, -late) : undefined,
      }
    })
    this.latencyFrames = latency
  }

  reset(): void {
    for (const { alignSum, alignInput } of this.#steps) {
      alignSum?.reset()
      alignInput?.reset()
    }
  }

  /**
   * Fills `sum` with frames `offset …` of the block.
   *
   * @param streamFrame position of the first frame in the undelayed stream
   * @returns true when the result is digital silence
   */
  process(sum: Pointer, offset: number, frames: number, streamFrame: number): boolean {
    const { kernels } = this.#arena
    kernels.clear(sum, frames)
    let silent = true
    for (const { input, alignSum, alignInput } of this.#steps) {
      if (alignSum && !(silent && alignSum.isAtRest())) {
        alignSum.process(sum, frames)
        silent = false
      }
      const source = input.at(offset)
      const songFrame = streamFrame - input.latencyFrames
      if (alignInput) {
        if (source === null && alignInput.isAtRest()) continue
        kernels.clear(this.#held, frames)
        if (source !== null) addLevelled(this.#arena, this.#held, source, frames, input, songFrame)
        alignInput.process(this.#held, frames)
        kernels.accumulate(sum, this.#held, frames, 1)
        silent = false
      } else if (source !== null) {
        addLevelled(this.#arena, sum, source, frames, input, songFrame)
        silent = false
      }
    }
    return silent
  }
}

/** Adds a signal to a sum at a level that may move. `songFrame` is that of its first frame. */
export function addLevelled(
  arena: Arena,
  sum: Pointer,
  source: Pointer,
  frames: number,
  { levelDb, mutes }: Pick<SumInput, 'levelDb' | 'mutes'>,
  songFrame: number,
): void {
  const { kernels } = arena
  if (typeof levelDb === 'number' && mutes.length === 0) {
    kernels.accumulate(sum, source, frames, dbToGain(levelDb))
    return
  }
  const gainAt = (frame: number, read: typeof curveValue) =>
    mutes.reduce((gain: number, mute) => gain * (1 - read(mute, frame)), dbToGain(read(levelDb, frame)))
  forEachSegment([levelDb, ...mutes], songFrame, frames, (offset, count, fromFrame, toFrame) => {
    const from = gainAt(fromFrame, curveValue)
    const to = gainAt(toFrame, curveValueBefore)
    const begun = songFrame + offset - fromFrame
    kernels.accumulateRamp(sum + offset * 16, source + offset * 16, count, from, to - from, begun, toFrame - fromFrame)
  })
}
