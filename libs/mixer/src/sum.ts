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
  /** Takes the signal away instead of adding it. Default false. */
  subtracted?: boolean | undefined
  /** Where its frames `offset …` of the current block lie, or null while it is silent. */
  at(offset: number): Pointer | null
}

interface Step {
  input: SumInput
  /** Holds back what has been summed so far until it is in line with this input. */
  alignSum: FrameDelay | undefined
  /** Holds back this input until it is in line with what has been summed so far. */
  alignInput: FrameDelay | undefined
  /** Where the peaks of what has been added of this input lie, left and right; null where the sum is not exact. */
  peaks: Pointer | null
}

/**
 * Adds signals up from left to right, starting from +0, each scaled by its level: the written order of every sum.
 * Signals of different latency are brought in line, which changes when but not how they are added. What an exact sum
 * adds is rounded to multiples of 2^-40, so that no order changes a bit as long as the peaks add up to less than 2^11.
 */
export class Sum {
  /** Latency of the sum: that of its latest input. */
  readonly latencyFrames: number
  readonly #steps: readonly Step[]
  readonly #arena: Arena
  readonly #held: Pointer
  /** Where an exact sum scales a signal by a level that moves; null of others. */
  readonly #scaled: Pointer | null

  constructor(inputs: readonly SumInput[], maxFrames: number, isExact: boolean, arena: Arena) {
    this.#arena = arena
    this.#held = arena.allocFrames(maxFrames)
    this.#scaled = isExact ? arena.allocFrames(maxFrames) : null
    let latency = inputs[0]?.latencyFrames ?? 0
    this.#steps = inputs.map((input) => {
      const late = input.latencyFrames - latency
      latency = Math.max(latency, input.latencyFrames)
      return {
        input,
        alignSum: late > 0 ? new FrameDelay(arena, late) : undefined,
        alignInput: late < 0 ? new FrameDelay(arena, -late) : undefined,
        peaks: isExact ? arena.alloc(16) : null,
      }
    })
    this.latencyFrames = latency
  }

  reset(): void {
    for (const step of this.#steps) {
      step.alignSum?.reset()
      step.alignInput?.reset()
      if (step.peaks !== null) this.#arena.kernels.clear(step.peaks, 1)
    }
  }

  /** Peaks of what an exact sum has added so far, by its inputs. */
  get peaks(): number[] {
    return this.#steps.map(({ peaks }) => (peaks === null ? 0 : Math.max(...this.#arena.f64(peaks, 2))))
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
    for (const step of this.#steps) {
      const { input, alignSum, alignInput } = step
      if (alignSum && !(silent && alignSum.isAtRest())) {
        alignSum.process(sum, frames)
        silent = false
      }
      const source = input.at(offset)
      const songFrame = streamFrame - input.latencyFrames
      if (alignInput) {
        if (source === null && alignInput.isAtRest()) continue
        kernels.clear(this.#held, frames)
        if (source !== null) this.#add(this.#held, source, frames, step, songFrame)
        alignInput.process(this.#held, frames)
        kernels.accumulate(sum, this.#held, frames, 1)
        silent = false
      } else if (source !== null) {
        this.#add(sum, source, frames, step, songFrame)
        silent = false
      }
    }
    return silent
  }

  #add(sum: Pointer, source: Pointer, frames: number, step: Step, songFrame: number): void {
    const { input, peaks } = step
    if (this.#scaled === null || peaks === null) addLevelled(this.#arena, sum, source, frames, input, songFrame)
    else addExact(this.#arena, { scaled: this.#scaled, sum, peaks }, source, frames, input, songFrame)
  }
}

/** Adds a signal to an exact sum, and raises the peaks of what was added. `scaled` has room for as many frames. */
export function addExact(
  arena: Arena,
  { scaled, sum, peaks }: { scaled: Pointer; sum: Pointer; peaks: Pointer },
  source: Pointer,
  frames: number,
  input: Pick<SumInput, 'levelDb' | 'mutes' | 'subtracted'>,
  songFrame: number,
): void {
  const { kernels } = arena
  const sign = input.subtracted ? -1 : 1
  if (typeof input.levelDb === 'number' && input.mutes.length === 0) {
    kernels.accumulateExact(sum, source, frames, sign * dbToGain(input.levelDb), peaks)
    return
  }
  kernels.clear(scaled, frames)
  addLevelled(arena, scaled, source, frames, input, songFrame)
  kernels.accumulateExact(sum, scaled, frames, sign, peaks)
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
