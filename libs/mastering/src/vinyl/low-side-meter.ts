import { type Arena, BiquadChain, gainToDb, type Pointer } from '@mixwright/dsp'
import { stopBandSections } from './stop-band.ts'

const FRAME_BYTES = 16
const BLOCK_FRAMES = 1024
/** Nothing above the corner weighs in: at 1.2 times the corner the side may be as loud as it likes. */
const LOWS = { kind: 'lowPass', order: 16, stopDb: 80 } as const
/** Lows of the mid below this count as this much, so that a hum in the noise does not look like a wide bass. */
const MID_FLOOR = 1e-4

/**
 * Level of the side signal against the mid signal below a corner: what decides whether a groove keeps its depth.
 *
 * Unit     dB, RMS over the whole programme; -Infinity where the side holds nothing
 * Window   an inverse Chebyshev low-pass that is 80 dB down from the corner on
 * Floor    a mid below -80 dBFS counts as -80 dBFS
 */
export class LowSideMeter {
  readonly #cornerHz: number
  readonly #sampleRateHz: number
  readonly #arena: Arena
  readonly #chain: BiquadChain
  readonly #block: Pointer
  #filledFrames = 0
  /** Squares of mid and side. */
  readonly #sums: Pointer
  #frames = 0

  constructor(cornerHz: number, arena: Arena, sampleRateHz: number) {
    this.#cornerHz = cornerHz
    this.#sampleRateHz = sampleRateHz
    this.#arena = arena
    this.#chain = new BiquadChain(arena, LOWS.order / 2)
    this.#block = arena.allocFrames(BLOCK_FRAMES)
    this.#sums = arena.allocFrames(1)
  }

  reset(): void {
    this.#chain.reset(stopBandSections({ ...LOWS, stopHz: this.#cornerHz }, this.#sampleRateHz))
    this.#filledFrames = 0
    this.#frames = 0
    this.#arena.kernels.clear(this.#sums, 1)
  }

  /** Any number of frames. */
  add(audio: Pointer, frames: number): void {
    for (let done = 0; done < frames; ) {
      const piece = Math.min(frames - done, BLOCK_FRAMES - this.#filledFrames)
      const to = this.#block + this.#filledFrames * FRAME_BYTES
      this.#arena.kernels.copy(audio + done * FRAME_BYTES, to, piece)
      this.#filledFrames += piece
      done += piece
      if (this.#filledFrames === BLOCK_FRAMES) this.#processBlock()
    }
  }

  /** The reading, once, after the last frame. */
  finish(): number {
    const rest = BLOCK_FRAMES - this.#filledFrames
    this.#arena.kernels.clear(this.#block + this.#filledFrames * FRAME_BYTES, rest)
    this.#processBlock()
    const [mid, side] = [...this.#arena.f64(this.#sums, 2)].map((sum) => Math.sqrt(sum / Math.max(1, this.#frames)))
    return gainToDb(side! / Math.max(mid!, MID_FLOOR))
  }

  #processBlock(): void {
    this.#arena.kernels.place(this.#block, BLOCK_FRAMES, 0.5, -0.5, 0.5, 0.5)
    this.#chain.process(this.#block, BLOCK_FRAMES)
    this.#arena.kernels.addSquares(this.#block, this.#filledFrames, this.#sums)
    this.#frames += this.#filledFrames
    this.#filledFrames = 0
  }
}
