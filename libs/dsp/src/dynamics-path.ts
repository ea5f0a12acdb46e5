import { msToFrames } from '@mixwright/audio'
import type { Arena, Pointer } from '@mixwright/kernels'
import { FrameDelay } from './frame-delay.ts'
import { RIDE_FRAMES } from './gain-rider.ts'
import type { Rider } from './linked-riders.ts'
import { Sidechain, type SidechainOptions } from './sidechain.ts'

const FRAME_BYTES = 16

/** The way of the audio through a dynamics processor: key → filter → rider, audio → look-ahead → gain. */
export class DynamicsPath {
  readonly latencyFrames: number
  readonly #arena: Arena
  readonly #rider: Rider
  readonly #sidechain: Sidechain
  readonly #isListening: boolean
  readonly #delay: FrameDelay

  constructor(
    rider: Rider,
    path: { lookaheadMs: number; sidechain?: SidechainOptions | undefined },
    arena: Arena,
    sampleRateHz: number,
  ) {
    const { lookaheadMs, sidechain = {} } = path
    this.latencyFrames = msToFrames(lookaheadMs, sampleRateHz)
    this.#arena = arena
    this.#rider = rider
    this.#sidechain = new Sidechain(sidechain, arena, sampleRateHz)
    this.#isListening = sidechain.listen ?? false
    this.#delay = new FrameDelay(arena, this.latencyFrames)
  }

  reset(): void {
    this.#rider.reset()
    this.#sidechain.reset()
    this.#delay.reset()
  }

  process(audio: Pointer, frames: number, key: Pointer): void {
    for (let done = 0; done < frames; done += RIDE_FRAMES) {
      const piece = Math.min(RIDE_FRAMES, frames - done)
      this.#processPiece(audio + done * FRAME_BYTES, piece, key + done * FRAME_BYTES)
    }
  }

  #processPiece(audio: Pointer, frames: number, key: Pointer): void {
    const heard = this.#sidechain.hear(key, frames)
    if (this.#isListening) {
      this.#arena.kernels.copy(heard, audio, frames)
      this.#delay.process(audio, frames)
      return
    }
    const isMoving = this.#rider.follow(heard, frames)
    this.#delay.process(audio, frames)
    if (isMoving) this.#rider.apply(audio, frames)
  }

  isAtRest(): boolean {
    return this.#delay.isAtRest() && this.#sidechain.isAtRest() && this.#rider.isAtRest()
  }
}
