/**
 * Frames that travel through all inserts of a strip together: small enough to stay in the processor's first cache.
 * Steps lie on a fixed grid of the stream, and silence is known step by step, so what is skipped as silent does not
 * depend on the size of the blocks.
 */
export const STEP_FRAMES = 512

/** Largest block: its steps' silence flags fit one 32-bit word. */
export const MAX_BLOCK_FRAMES = 31 * STEP_FRAMES

/** The block that a desk is working on. */
export interface Block {
  /** Counted from 0. */
  index: number
  /** Stream position of its first frame. */
  startFrame: number
  frames: number
  /** Whether a strip's output in the step at `offset` is digital silence. */
  isSilent(strip: number, offset: number): boolean
}
