import type { Arena, Pointer } from '@mixwright/kernels'
import { type Interpolator, ituInterpolator, longInterpolator } from './interpolator.ts'
import { PeakHistory } from './peak-history.ts'

const FRAME_BYTES = 16
const EXTENT_BYTES = 16
const BLOCK_FRAMES = 32 // as in assembly/true-peak.ts
const FILTER_HEAD_LENGTH = 4
/** Blocks searched at a time: 64 KiB of audio stay in the nearest cache. */
const SEARCHED_BLOCKS = 128
const SEARCHED_FRAMES = SEARCHED_BLOCKS * BLOCK_FRAMES
/** Blocks a search reads besides: one before, one after. */
const SIDE_BLOCKS = 2
/** Silence after the last frame that still lets it ring. */
const RING_OUT_BLOCKS = 2
const FULL_FRAMES = 1 + (SEARCHED_BLOCKS + SIDE_BLOCKS) * BLOCK_FRAMES + 1
const WINDOW_FRAMES = FULL_FRAMES + RING_OUT_BLOCKS * BLOCK_FRAMES
const SILENT_LEAD_FRAMES = 1 + 2 * BLOCK_FRAMES

/** Linear peaks, the louder channel's; 1 is full scale. */
export interface Peaks {
  /** Largest sample. */
  sample: number
  /** Highest point of the curve through the samples on a grid of eight, long filter; never below `sample`. */
  true: number
  /** The same by the example filter of BS.1770 Annex 2, for comparison with other meters. */
  itu: number
}

/**
 * Sample peak and true peak of stereo audio that is taken to lie between two silences.
 *
 * Every point of the oversampled grid that could raise the reading is computed, and no other: see
 * assembly/true-peak.ts for the bound that decides. With a history the highest point of every stretch is found, which
 * skips less.
 */
export class TruePeakMeter {
  readonly #arena: Arena
  readonly #interpolators: readonly [long: Interpolator, itu: Interpolator]
  readonly #filters: readonly [long: Pointer, itu: Pointer]
  readonly #window: Pointer
  readonly #extents: Pointer
  #filledFrames = 0
  #peaks: Peaks = { sample: 0, true: 0, itu: 0 }

  /** True peaks over time; present where asked for. */
  readonly history: PeakHistory | undefined
  #searches = 0

  /** `stretchFrames` asks for a history in stretches of about that length, at least 4096 frames. */
  constructor(arena: Arena, { stretchFrames }: { stretchFrames?: number } = {}) {
    this.#arena = arena
    this.history =
      stretchFrames === undefined ? undefined : new PeakHistory(SEARCHED_FRAMES, BLOCK_FRAMES, stretchFrames)
    const [long, itu] = [longInterpolator(), ituInterpolator()]
    this.#interpolators = [long, itu]
    this.#filters = [arena.alloc(tableLength(long) * 8), arena.alloc(tableLength(itu) * 8)]
    this.#window = arena.allocFrames(WINDOW_FRAMES)
    this.#extents = arena.alloc((SEARCHED_BLOCKS + SIDE_BLOCKS + RING_OUT_BLOCKS) * EXTENT_BYTES)
  }

  reset(): void {
    this.#interpolators.forEach((interpolator, i) => {
      const table = filterTable(interpolator)
      this.#arena.f64(this.#filters[i]!, table.length).set(table)
    })
    this.#arena.kernels.clear(this.#window, SILENT_LEAD_FRAMES)
    this.#filledFrames = SILENT_LEAD_FRAMES
    this.#peaks = { sample: 0, true: 0, itu: 0 }
    this.#searches = 0
    this.history?.clear()
  }

  add(audio: Pointer, frames: number): void {
    const { kernels } = this.#arena
    for (let done = 0; done < frames; ) {
      const piece = Math.min(frames - done, FULL_FRAMES - this.#filledFrames)
      kernels.copy(audio + done * FRAME_BYTES, this.#frameAt(this.#filledFrames), piece)
      this.#filledFrames += piece
      done += piece
      if (this.#filledFrames === FULL_FRAMES) {
        const { stretch, ...peaks } = this.#search(SEARCHED_BLOCKS)
        this.history?.put(this.#searches++, stretch)
        this.#peaks = peaks
        this.#filledFrames = FULL_FRAMES - SEARCHED_FRAMES
        kernels.copy(this.#frameAt(SEARCHED_FRAMES), this.#window, this.#filledFrames)
      }
    }
  }

  /** Peaks of all frames so far, followed by silence; more may be added afterwards. */
  read(): Peaks {
    this.#arena.kernels.clear(this.#frameAt(this.#filledFrames), WINDOW_FRAMES - this.#filledFrames)
    const { stretch, ...peaks } = this.#search(SEARCHED_BLOCKS + RING_OUT_BLOCKS)
    this.history?.end(this.#searches, stretch)
    return peaks
  }

  /** Peaks up to the end of `blocks` blocks, and that of the stretch they belong to. */
  #search(blocks: number): Peaks & { stretch: number } {
    const { kernels } = this.#arena
    const audio = this.#frameAt(1)
    const here = kernels.blockExtents(audio, blocks + SIDE_BLOCKS, this.#extents)
    const sample = Math.max(here, this.#peaks.sample)
    const first = audio + BLOCK_FRAMES * FRAME_BYTES
    const raise = (filter: Pointer, peak: number) =>
      kernels.interpolatedPeak(first, blocks, this.#extents + EXTENT_BYTES, filter, peak)
    const [long, itu] = this.#filters
    const known = this.history ? this.history.peakAt(this.#searches) : this.#peaks.true
    const stretch = raise(long, Math.max(here, known))
    const highest = Math.max(sample, this.#peaks.true, stretch)
    return { sample, true: highest, itu: raise(itu, this.#peaks.itu), stretch }
  }

  #frameAt(frame: number): Pointer {
    return this.#window + frame * FRAME_BYTES
  }
}

function tableLength({ pairs }: Interpolator): number {
  return FILTER_HEAD_LENGTH + 2 * pairs.length * (1 + pairs[0]!.even.length)
}

/** The memory layout that assembly/true-peak.ts describes. */
function filterTable({ pairs, near, far }: Interpolator): number[] {
  const taps = pairs.flatMap(({ even, odd, tail }) => [tail, 0, ...even.flatMap((weight, k) => [weight, odd[k]!])])
  return [pairs[0]!.even.length, pairs.length, near, far, ...taps]
}
