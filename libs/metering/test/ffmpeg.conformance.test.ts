import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { meterOf } from './_signals.ts'

const STEMS = fileURLToPath(new URL('../../../../shared/stems/rubidium/', import.meta.url))
const available = existsSync(STEMS) && spawnSync('ffmpeg', ['-version']).status === 0
const LOUDNESS_TOLERANCE_LU = 0.1
/** ffmpeg sorts short-term values into bins of 0.1 LU. */
const RANGE_TOLERANCE_LU = 0.2
const EXCERPT_S = 50
/** Its interpolator of four points droops by up to 0.4 dB towards half the sample rate; it prints one decimal. */
const TRUE_PEAK_TOLERANCE_DB = 0.4 + 0.05

describe.skipIf(!available)('real stems (needs ../shared/stems and ffmpeg)', () => {
  test.each(['vox_lead', 'bass_synth', 'bgvox'])('%s reads as ffmpeg reads it, loudness within 0.1 LU', (stem) => {
    const { left, right, log } = ffmpegReading(`${STEMS}${stem}.flac`)
    const figures = meterOf(left, right).read()
    const last = (name: string) => Number(log.split(`lavfi.r128.${name}=`).at(-1)!.split('\n')[0])
    const peakDbtp = Number(/Peak:\s+(\S+) /.exec(log.split('Summary:').at(-1)!)![1])
    expect(Math.abs(figures.integratedLufs - last('I'))).toBeLessThanOrEqual(LOUDNESS_TOLERANCE_LU)
    expect(Math.abs(figures.loudnessRangeLu! - last('LRA'))).toBeLessThanOrEqual(RANGE_TOLERANCE_LU)
    expect(Math.abs(figures.truePeakDbtp - peakDbtp)).toBeLessThanOrEqual(TRUE_PEAK_TOLERANCE_DB)
  })
})

/** What ffmpeg decodes, and its log with the running figures to three decimals. */
function ffmpegReading(file: string): { left: Float64Array; right: Float64Array; log: string } {
  const filter = ['-af', 'ebur128=peak=true:metadata=1:framelog=verbose,ametadata=print', '-f', 'f64le', '-']
  const { stdout, stderr } = spawnSync(
    'ffmpeg',
    ['-hide_banner', '-nostats', '-t', `${EXCERPT_S}`, '-i', file, ...filter],
    {
      maxBuffer: 2 ** 30,
    },
  )
  const samples = new Float64Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length))
  const channel = (first: number) =>
    Float64Array.from({ length: samples.length / 2 }, (_, n) => samples[2 * n + first]!)
  return { left: channel(0), right: channel(1), log: stderr.toString() }
}
