import type { Processor } from '@mixwright/dsp'
import type { Arena } from '@mixwright/kernels'

export interface Stereo {
  left: Float64Array
  right: Float64Array
}

/** Runs whole quanta of audio through a processor that was reset, `blockFrames` frames (a multiple of 64) a call. */
export function render(processor: Processor, arena: Arena, input: Stereo, blockFrames = 512): Stereo {
  const frames = input.left.length
  const at = arena.allocFrames(blockFrames)
  const [left, right] = [new Float64Array(frames), new Float64Array(frames)]
  for (let start = 0; start < frames; start += blockFrames) {
    const count = Math.min(blockFrames, frames - start)
    const into = arena.f64(at, 2 * count)
    for (let n = 0; n < count; n++) {
      into[2 * n] = input.left[start + n]!
      into[2 * n + 1] = input.right[start + n]!
    }
    processor.process(at, count)
    const out = arena.f64(at, 2 * count)
    for (let n = 0; n < count; n++) {
      left[start + n] = out[2 * n]!
      right[start + n] = out[2 * n + 1]!
    }
  }
  return { left, right }
}

/** Two different noises within ±1, the same in every run. */
export function noise(frames: number, seed = 1): Stereo {
  let state = seed * 2654435769
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return state / 2147483648
  }
  const left = new Float64Array(frames)
  const right = new Float64Array(frames)
  for (let n = 0; n < frames; n++) {
    left[n] = next()
    right[n] = next()
  }
  return { left, right }
}

/** Silence but for frame 0. */
export function impulse(frames: number, left: number, right: number): Stereo {
  const silence = { left: new Float64Array(frames), right: new Float64Array(frames) }
  silence.left[0] = left
  silence.right[0] = right
  return silence
}

/** One frame after the last that is not silent. */
export function soundEnd({ left, right }: Stereo): number {
  let end = left.length
  while (end > 0 && left[end - 1] === 0 && right[end - 1] === 0) end--
  return end
}

/** Whether two signals are the same bits. */
export function sameBits(a: Stereo, b: Stereo): boolean {
  const same = (x: Float64Array, y: Float64Array) => Buffer.compare(bytes(x), bytes(y)) === 0
  return same(a.left, b.left) && same(a.right, b.right)
}

function bytes(samples: Float64Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
}
