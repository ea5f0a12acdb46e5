import { QUANTUM_FRAMES } from '@mixwright/audio'
import { Arena } from '@mixwright/dsp'
import { describe, expect, test } from 'vitest'
import { ClipTap } from '../src/vinyl/clip-tap.ts'
import { inBlocks } from './_audio.ts'

const RATE_HZ = 48_000
const TOP = 0.7
const FRAMES = 8 * QUANTUM_FRAMES

/** Low noise of many values with a flat top of `length` samples from frame `at` on, in the left channel. */
function flatTop(at: number, length = 4): Float64Array {
  const samples = Float64Array.from({ length: FRAMES }, (_, n) => 0.1 * Math.sin(n * n))
  return samples.fill(TOP, at, at + length)
}

function topsOf(samples: Float64Array) {
  const arena = new Arena()
  const tap = new ClipTap(arena, RATE_HZ)
  tap.reset()
  inBlocks(arena, [samples, new Float64Array(FRAMES)], (audio, frames) => tap.process(audio, frames), QUANTUM_FRAMES)
  return tap.flatTops
}

describe('flat tops', () => {
  test('are counted wherever they begin, also on the first frame of a quantum after a quieter one', () => {
    for (let at = 2 * QUANTUM_FRAMES; at < 4 * QUANTUM_FRAMES; at++) {
      expect(topsOf(flatTop(at)), `at frame ${at}`).toEqual({ runs: 1, share: 1, atS: at / RATE_HZ })
    }
  })

  test('count once however long they are, from three samples on', () => {
    expect(topsOf(flatTop(0, FRAMES)).runs).toBe(1)
    expect(topsOf(flatTop(QUANTUM_FRAMES, 2)).runs).toBe(0)
  })
})
