import type { Pointer } from './pointer.ts'

/** `assembly/stereo-link.ts`: channels that are steered each by its own level, or partly so. */
export interface StereoLinkKernels {
  /** `left` and `right` become stereo signals whose channels are both the one of that name. */
  splitChannels(audio: Pointer, left: Pointer, right: Pointer, frames: number): void
  /**
   * Moves each of two lists of `groups` reductions (an even number) towards the larger by `link`, 0 … 1, which gains
   * `step` up to the end of 16 groups; where it does, there are 16.
   */
  linkToLarger(left: Pointer, right: Pointer, groups: number, link: number, step: number): void
  /** The same towards the smaller. */
  linkToSmaller(left: Pointer, right: Pointer, groups: number, link: number, step: number): void
  /** `applyGains` with gains and a state for each channel. */
  applyChannelGains(
    leftState: Pointer,
    rightState: Pointer,
    left: Pointer,
    right: Pointer,
    audio: Pointer,
    frames: number,
  ): void
}
