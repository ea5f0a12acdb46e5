import type { Arena, Pointer } from '@mixwright/kernels'
import { RIDE_FRAMES } from './gain-rider.ts'

/** A gain over time that follows the level of a signal. Takes at most RIDE_FRAMES frames at once. */
export interface Rider {
  /** Ready for frame 0. */
  reset(): void
  /** Finds the gains for `frames` frames of `key`; false when they change nothing. */
  follow(key: Pointer, frames: number): boolean
  /** Multiplies the frames by the gains just found. */
  apply(audio: Pointer, frames: number): void
  /** True when nothing of what was heard is left in the gain. */
  isAtRest(): boolean
}

/** A rider whose work can be done in two halves, so that another rider can have a say between them. */
export interface ChannelRider<T> extends Rider {
  /** Goes on with other settings, which move on to `next` in the quantum to come. */
  retune(options: T, next: T): void
  /** Finds the reductions wanted for `frames` frames of `key`, and leaves them at `gains`. */
  measure(key: Pointer, frames: number): void
  /** Turns the reductions at `gains` into gains; false when they change nothing. */
  smooth(frames: number): boolean
  /** One number for each four frames. */
  readonly gains: Pointer
  /** As in the kernels: the gain reached is at byte 48. */
  readonly state: Pointer
}

export interface StereoLink {
  /** How far each channel goes along with the other: 0 each by its own level, 1 both alike. 0 … 1. */
  link: number
  /** Whose reduction the link follows. */
  towards: 'larger' | 'smaller'
}

/** Settings with a link; without one it is 1. */
export interface Linked {
  link?: number | undefined
}

/** The settings that a rider goes on with. */
type RiddenBy<R> = R extends ChannelRider<infer T> ? T : never

const GROUP_FRAMES = 4

/**
 * A rider for each channel. What each wants to take away, in dB, moves by `link` of the way towards what the leading
 * channel wants; the smoothing comes after, each channel's own.
 */
export class LinkedRiders<R extends ChannelRider<T>, T = RiddenBy<R>> implements Rider {
  readonly left: R
  readonly right: R
  readonly #link: StereoLink
  #part: number
  /** What the link gains up to the end of a quantum. */
  #step = 0
  readonly #arena: Arena
  readonly #leftKey: Pointer
  readonly #rightKey: Pointer

  constructor(make: () => R, link: StereoLink, arena: Arena) {
    this.left = make()
    this.right = make()
    this.#link = link
    this.#part = link.link
    this.#arena = arena
    this.#leftKey = arena.allocFrames(RIDE_FRAMES)
    this.#rightKey = arena.allocFrames(RIDE_FRAMES)
  }

  reset(): void {
    this.#part = this.#link.link
    this.#step = 0
    this.left.reset()
    this.right.reset()
  }

  /** Goes on with another link and other settings, which move on to `next` in the quantum to come. */
  retune(options: T & Linked, next: T & Linked): void {
    const { link = 1 } = options
    this.#part = link
    this.#step = (next.link ?? 1) - link
    this.left.retune(options, next)
    this.right.retune(options, next)
  }

  follow(key: Pointer, frames: number): boolean {
    const { kernels } = this.#arena
    const { left, right } = this
    kernels.splitChannels(key, this.#leftKey, this.#rightKey, frames)
    left.measure(this.#leftKey, frames)
    right.measure(this.#rightKey, frames)
    const join = this.#link.towards === 'larger' ? kernels.linkToLarger : kernels.linkToSmaller
    join(left.gains, right.gains, frames / GROUP_FRAMES, this.#part, this.#step)
    const leftMoves = left.smooth(frames)
    const rightMoves = right.smooth(frames)
    return leftMoves || rightMoves
  }

  apply(audio: Pointer, frames: number): void {
    const { left, right } = this
    this.#arena.kernels.applyChannelGains(left.state, right.state, left.gains, right.gains, audio, frames)
  }

  isAtRest(): boolean {
    return this.left.isAtRest() && this.right.isAtRest()
  }
}
