import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Arena } from '@mixwright/dsp'
import { LOUDNESS_TOLERANCE_LU, LowSideMeter } from '@mixwright/mastering'
import { describe, expect, test } from 'vitest'
import { filled, inBlocks, master, planOf, RATE_HZ, type Stereo } from './_audio.ts'

const STEMS = fileURLToPath(new URL('../../../../shared/stems/rubidium/', import.meta.url))
const available = existsSync(STEMS) && spawnSync('ffmpeg', ['-version']).status === 0
/** The drop: the loudest part of the song. */
const EXCERPT = ['-ss', '103', '-t', '9']

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

let mixed: Stereo | undefined

function stems(): Stereo {
  if (mixed) return mixed
  const files = readdirSync(STEMS).filter((name) => name.endsWith('.flac'))
  const inputs = files.flatMap((name) => [...EXCERPT, '-i', `${STEMS}${name}`])
  const sum = ['-filter_complex', `amix=inputs=${files.length}:normalize=0`, '-c:a', 'pcm_f64le', '-f', 'f64le', '-']
  const { stdout } = spawnSync('ffmpeg', ['-v', 'error', ...inputs, ...sum], { maxBuffer: 2 ** 30 })
  const samples = new Float64Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length))
  const channel = (first: number) => filled(samples.length / 2, (n) => samples[2 * n + first]!)
  mixed = [channel(0), channel(1)]
  return mixed
}
