import { Arena } from '@mixwright/dsp'
import { LOUDNESS_TOLERANCE_LU, LowSideMeter } from '@mixwright/mastering'
import { describe, expect, test } from 'vitest'
import { inBlocks, master, planOf, RATE_HZ } from './_audio.ts'
import { available, stems } from './_stems.ts'

describe.skipIf(!available)('the sum of real stems (needs ../shared/stems and ffmpeg)', () => {
  test.each(['spotify', 'apple', 'youtube'])('reaches the loudness of %s under its ceiling', (target) => {
    const plan = planOf({ target })
    const { measured } = master(stems(), plan)
    expect(Math.abs(measured.integratedLufs - plan.targetLufs!)).toBeLessThanOrEqual(LOUDNESS_TOLERANCE_LU)
    expect(measured.truePeakDbtp).toBeLessThanOrEqual(plan.ceilingDbtp!)
  })

  test('becomes a CD under -0.3 dBTP and a vinyl side with mono lows', () => {
    const cd = master(stems(), planOf({ target: 'cd', dither: 'shaped' }))
    expect(cd.measured.truePeakDbtp).toBeLessThanOrEqual(-0.3)
    const vinyl = master(stems(), planOf({ target: 'vinyl' }))
    const arena = new Arena()
    const meter = new LowSideMeter(150, arena, RATE_HZ)
    meter.reset()
    inBlocks(arena, [vinyl.left, vinyl.right], (at, frames) => meter.add(at, frames))
    expect(meter.finish()).toBeLessThanOrEqual(-40)
    expect(vinyl.measured.truePeakDbtp).toBeLessThanOrEqual(-1)
  })
})
