import { Arena } from '@mixwright/kernels'
import { describe, expect, test } from 'vitest'

interface Section {
  b1: number
  b2: number
  a1: number
  a2: number
}

const FRAMES = 256
const QUANTUM_FRAMES = 64
const RUN_SECTIONS = 4
const LEAST = 1e-24

/** Different on each channel and for each section. */
function sectionOf(index: number, channel: number): Section {
  const radius = 0.5 + 0.04 * index + 0.01 * channel
  return { b1: -0.9 + 0.1 * index, b2: 0.3 - 0.05 * channel, a1: -1.2 * radius, a2: radius * radius }
}

/** One channel through the sections by their definition, flushed every 64 frames. */
function filterSlowly(input: readonly number[], sections: readonly Section[], gains: readonly number[]): number[] {
  const states = sections.map(() => ({ s: 0, t: 0 }))
  return input.map((sample, n) => {
    let x = sample
    sections.forEach(({ b1, b2, a1, a2 }, i) => {
      if (i % RUN_SECTIONS === 0) x *= gains[i / RUN_SECTIONS]!
      const state = states[i]!
      const y = x + state.s
      state.s = b1 * x + state.t - a1 * y
      state.t = b2 * x - a2 * y
      x = y
    })
    if ((n + 1) % QUANTUM_FRAMES === 0) {
      for (const state of states) {
        if (Math.abs(state.s) < LEAST) state.s = 0
        if (Math.abs(state.t) < LEAST) state.t = 0
      }
    }
    return x
  })
}

describe('biquads', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('%i sections equal the definition bit for bit on both channels', (count) => {
    const arena = new Arena()
    const runs = Math.ceil(count / RUN_SECTIONS)
    const [coefficients, state] = [arena.alloc((runs * 2 + count * 8) * 8), arena.alloc(count * 32)]
    const audio = arena.allocFrames(FRAMES)
    arena.bytes(state, count * 32).fill(0)
    const table = arena.f64(coefficients, runs * 2 + count * 8)
    const gains = [0, 1].map((channel) => Array.from({ length: runs }, (_, run) => 0.7 + 0.1 * run - 0.2 * channel))
    const sections = [0, 1].map((channel) => Array.from({ length: count }, (_, i) => sectionOf(i, channel)))
    for (const channel of [0, 1]) {
      sections[channel]!.forEach(({ b1, b2, a1, a2 }, i) => {
        const run = Math.floor(i / RUN_SECTIONS)
        const runAt = run * (2 + RUN_SECTIONS * 8)
        table[runAt + channel] = gains[channel]![run]!
        const at = runAt + 2 + (i % RUN_SECTIONS) * 8 + channel
        table[at] = b1
        table[at + 2] = b2
        table[at + 4] = a1
        table[at + 6] = a2
      })
    }
    // A burst, then silence long enough for the states to fall below the threshold.
    const inputs = [0, 1].map((channel) => {
      return Array.from({ length: FRAMES }, (_, n) => (n < 20 ? Math.sin(n * (1 + channel)) * 1e-10 : 0))
    })
    for (let n = 0; n < FRAMES; n++) arena.f64(audio, 2 * FRAMES).set([inputs[0]![n]!, inputs[1]![n]!], 2 * n)
    arena.kernels.biquads(coefficients, state, count, audio, QUANTUM_FRAMES)
    arena.kernels.biquads(coefficients, state, count, audio + QUANTUM_FRAMES * 16, FRAMES - QUANTUM_FRAMES)
    const out = arena.f64(audio, 2 * FRAMES)
    for (const channel of [0, 1]) {
      const wanted = filterSlowly(inputs[channel]!, sections[channel]!, gains[channel]!)
      for (let n = 0; n < FRAMES; n++) expect(out[2 * n + channel]).toBe(wanted[n]! + 0)
    }
  })
})
