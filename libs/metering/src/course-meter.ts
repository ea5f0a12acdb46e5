import type { Arena, Pointer } from '@mixwright/kernels'

const STATE_BYTES = 48
const STATE_LENGTH = STATE_BYTES / 8

/** How a signal goes, step by step: item i is the stretch from `i * stepFrames` on. */
export interface Course {
  /** Largest sample of both channels, linear. */
  peak: Float64Array
  /** Mean squares. */
  leftPower: Float64Array
  rightPower: Float64Array
  /** Mean product of left and right; empty where it was not asked for. */
  product: Float64Array
}

/**
 * Level, extent and likeness of a stereo signal over time, for pictures of it.
 *
 * Shape   interleaved stereo f64 from song frame 0 on, any number of frames a call
 * Cost    one pass that adds squares: about a third of a nanosecond a frame
 */
export class CourseMeter {
  readonly #arena: Arena
  readonly #stepFrames: number
  readonly #hasLikeness: boolean
  readonly #state: Pointer
  #frames = 0
  #isSilent = true
  #rows: number[][] = [[], [], [], []]

  constructor(arena: Arena, stepFrames: number, { likeness = false }: { likeness?: boolean } = {}) {
    this.#arena = arena
    this.#stepFrames = stepFrames
    this.#hasLikeness = likeness
    this.#state = arena.alloc(STATE_BYTES)
  }

  reset(): void {
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    this.#frames = 0
    this.#isSilent = true
    this.#rows = [[], [], [], []]
  }

  /** Adds frames; `isSilent` says that all of them are 0. */
  add(audio: Pointer, frames: number, isSilent = false): void {
    const { kernels } = this.#arena
    for (let done = 0; done < frames; ) {
      const piece = Math.min(frames - done, this.#stepFrames - (this.#frames % this.#stepFrames))
      if (!isSilent) {
        kernels.addLevel(this.#state, audio + done * 16, piece)
        if (this.#hasLikeness) kernels.addLikeness(this.#state, audio + done * 16, piece)
        this.#isSilent = false
      }
      this.#frames += piece
      done += piece
      if (this.#frames % this.#stepFrames === 0) this.#close(this.#stepFrames)
    }
  }

  /** Everything so far; a step that has begun counts over what there is of it. Call it once, at the end. */
  read(): Course {
    const rest = this.#frames % this.#stepFrames
    if (rest > 0) this.#close(rest)
    const [peak, leftPower, rightPower, product] = this.#rows.map((row) => Float64Array.from(row)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    return { peak, leftPower, rightPower, product }
  }

  #close(frames: number): void {
    const [peak, left, right, product] = this.#rows as [number[], number[], number[], number[]]
    const sums = this.#arena.f64(this.#state, STATE_LENGTH)
    peak.push(this.#isSilent ? 0 : Math.max(sums[2]!, sums[3]!))
    left.push(this.#isSilent ? 0 : sums[0]! / frames)
    right.push(this.#isSilent ? 0 : sums[1]! / frames)
    if (this.#hasLikeness) product.push(this.#isSilent ? 0 : sums[4]! / frames)
    if (!this.#isSilent) sums.fill(0)
    this.#isSilent = true
  }
}
