import { Arena, type Processor } from '@mixwright/dsp'
import { expect, test } from 'vitest'
import { impulse, noise, render, type Stereo, sameBits, soundEnd } from './_render.ts'

const SAMPLE_RATE_HZ = 48000

export interface Rules {
  make: (arena: Arena, sampleRateHz: number) => Processor
  /** Noise is scaled to this peak, so that the processor has something to do. */
  peak?: number
  /** Silence after which the processor must be at rest. */
  restS: number
  /** A linear-phase filter rings before its centre: the impulse is then judged by its largest sample. */
  ringsBefore?: boolean
}

/** What holds for every processor, whatever it does to the sound. */
export function testProcessorRules({ make, peak = 1, restS, ringsBefore = false }: Rules): void {
  const run = (input: Stereo, blockFrames?: number) => {
    const arena = new Arena()
    const processor = make(arena, SAMPLE_RATE_HZ)
    processor.reset()
    return { out: render(processor, arena, input, blockFrames), processor }
  }

  test('gives the same bits in blocks of 64, 192 and 4096 frames', () => {
    const input = scaled(noise(3 * 4096), peak)
    const whole = run(input, 4096).out
    expect(sameBits(run(input, 64).out, whole)).toBe(true)
    expect(sameBits(run(input, 192).out, whole)).toBe(true)
  })

  test('gives the same bits after another reset, on memory that held something else', () => {
    const input = scaled(noise(4096), peak)
    const arena = new Arena()
    arena.bytes(arena.mark(), 500_000).fill(0x55)
    const processor = make(arena, SAMPLE_RATE_HZ)
    processor.reset()
    const first = render(processor, arena, input)
    processor.reset()
    expect(sameBits(render(processor, arena, input), first)).toBe(true)
  })

  test('turns silence into silence and is at rest from the start', () => {
    const { out, processor } = run(scaled(noise(4096), 0))
    expect(soundEnd(out)).toBe(0)
    expect(processor.isAtRest()).toBe(true)
  })

  test(`is at rest after ${restS} s of silence, and then adds nothing`, () => {
    const loudFrames = 4096
    const input = scaled(noise(loudFrames + restS * SAMPLE_RATE_HZ), peak)
    input.left.fill(0, loudFrames)
    input.right.fill(0, loudFrames)
    expect(
      run({ left: input.left.slice(0, loudFrames), right: input.right.slice(0, loudFrames) }).processor.isAtRest(),
    ).toBe(false)
    const { out, processor } = run(input, 4096)
    expect(processor.isAtRest()).toBe(true)
    expect(soundEnd(out)).toBeLessThan(input.left.length)
  })

  test('stays finite on steps from 1e-310 to 1e30 and back', () => {
    const input = noise(8192)
    for (let n = 0; n < 8192; n++) {
      const size = [1e30, 0, 1e-310, 1][n >> 11]!
      input.left[n]! *= size
      input.right[n]! *= size
    }
    const { out } = run(input)
    expect([...out.left, ...out.right].every(Number.isFinite)).toBe(true)
  })

  test('lets an impulse begin after latencyFrames', () => {
    const { out, processor } = run(impulse(4096, 1e-3, 1e-3))
    const least = ringsBefore ? 0.999 * Math.max(...out.left.map(Math.abs)) : 1e-5
    const first = out.left.findIndex((sample) => Math.abs(sample) > least)
    expect(first).toBe(processor.latencyFrames)
  })
}

/** Both channels times a gain. */
export function scaled({ left, right }: Stereo, gain: number): Stereo {
  return { left: left.map((x) => x * gain), right: right.map((x) => x * gain) }
}
