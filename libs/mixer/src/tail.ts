import { type Arena, dbToGain, type Pointer } from '@mixwright/dsp'

/** A mix ends where its tails have fallen under this level for good. */
export const TAIL_FLOOR_DBFS = -100

/** However long something echoes, a mix ends this long after its last stem. */
export const LONGEST_TAIL_S = 60

/** Silence that is always waited for before a tail is taken to be over. */
const SHORTEST_WAIT_S = 2

/** Receives the mix from its first song frame to its last. */
export interface MixSink {
  write(audio: Pointer, frames: number): void
}

/**
 * Finds the end of the mix. After the last stem, frames are held back until something at or above -100 dBFS follows;
 * when nothing does for longer than any echo can pause, the mix has ended before them.
 */
export class Tail {
  readonly #sink: MixSink
  readonly #arena: Arena
  readonly #stemsEnd: number
  readonly #latestEnd: number
  readonly #fixed: boolean
  readonly #waitFrames: number
  readonly #held: Pointer
  readonly #floor = dbToGain(TAIL_FLOOR_DBFS)
  #heldFrames = 0
  #written = 0

  constructor(
    song: { stemsEndFrame: number; lengthFrames: number | null; gapFrames: number; sampleRateHz: number },
    sink: MixSink,
    arena: Arena,
  ) {
    this.#sink = sink
    this.#arena = arena
    this.#fixed = song.lengthFrames !== null
    this.#stemsEnd = song.lengthFrames ?? song.stemsEndFrame
    this.#latestEnd = song.lengthFrames ?? song.stemsEndFrame + LONGEST_TAIL_S * song.sampleRateHz
    this.#waitFrames = song.gapFrames + SHORTEST_WAIT_S * song.sampleRateHz
    this.#held = this.#fixed ? 0 : arena.allocFrames(this.#waitFrames)
  }

  /** Frames of the mix so far. */
  get writtenFrames(): number {
    return this.#written
  }

  /** Takes the next frames of the song; returns true when the mix is complete. */
  take(audio: Pointer, frames: number): boolean {
    const sure = Math.min(frames, this.#stemsEnd - this.#written)
    if (sure > 0) this.#forward(audio, sure)
    if (this.#fixed) return this.#written === this.#stemsEnd
    const rest = frames - Math.max(0, sure)
    return rest > 0 && this.#takeTail(audio + (frames - rest) * 16, rest)
  }

  #takeTail(audio: Pointer, frames: number): boolean {
    const { kernels } = this.#arena
    const room = Math.min(frames, this.#latestEnd - this.#written - this.#heldFrames)
    const first = kernels.firstAbove(audio, room, this.#floor)
    if (this.#heldFrames + (first < 0 ? room : first) >= this.#waitFrames) return true
    const loud = kernels.lastAbove(audio, room, this.#floor) + 1
    if (loud > 0) {
      this.#forward(this.#held, this.#heldFrames)
      this.#heldFrames = 0
      this.#forward(audio, loud)
    }
    kernels.copy(audio + loud * 16, this.#held + this.#heldFrames * 16, room - loud)
    this.#heldFrames += room - loud
    return this.#written + this.#heldFrames === this.#latestEnd
  }

  #forward(audio: Pointer, frames: number): void {
    if (frames > 0) this.#sink.write(audio, frames)
    this.#written += frames
  }
}
