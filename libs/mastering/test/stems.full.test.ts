import { describe, expect, test } from 'vitest'
import { master, measure, planOf, type Stereo } from './_audio.ts'
import { available, stems } from './_stems.ts'

describe.skipIf(!available)('the sum of real stems, far into the ceiling (needs ../shared/stems and ffmpeg)', () => {
  test.each([
    [6, 'spotify'],
    [6, 'cd'],
    [12, 'spotify'],
    [12, 'cd'],
  ])('by %i dB for %s is never over it, rate conversion and rounding included', (db, target) => {
    const plan = planOf({ target, loudnessLufs: 'as mixed', ...(target === 'cd' ? { dither: 'shaped' } : {}) })
    const { measured } = master(raised(db + plan.ceilingDbtp!), plan)
    expect(measured.truePeakDbtp).toBeLessThanOrEqual(plan.ceilingDbtp!)
    expect(measured.truePeakDbtp).toBeGreaterThan(plan.ceilingDbtp! - 0.1)
  })

  test.each([
    [-9, 12],
    [-11, 12],
    [-12, 6],
  ])('reaches %d LUFS within 0.1 LU, or says that %d dB of limiting do not', (loudnessLufs, maxLimitingDb) => {
    const plan = planOf({ target: 'spotify', loudnessLufs, maxLimitingDb })
    const { measured, result } = master(stems(), plan)
    expect(measured.truePeakDbtp).toBeLessThanOrEqual(-1)
    const missingLu = loudnessLufs - measured.integratedLufs
    if (result.isHeldBack) expect(missingLu).toBeGreaterThan(0.05)
    else expect(Math.abs(missingLu)).toBeLessThanOrEqual(0.1)
  })
})

/** The song with its true peak at a level. dBTP */
function raised(peakDbtp: number): Stereo {
  const song = stems()
  const gain = 10 ** ((peakDbtp - measure(song).truePeakDbtp) / 20)
  return [song[0].map((x) => gain * x), song[1].map((x) => gain * x)]
}
