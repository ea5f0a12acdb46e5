import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { meterOf } from './_signals.ts'

const STEMS = fileURLToPath(new URL('../../../../shared/stems/rubidium/', import.meta.url))
const available = existsSync(STEMS) && spawnSync('ffmpeg', ['-version']).status === 0
/** ffmpeg prints one decimal, which hides up to 0.05. */
const PRINTED = 0.05
const LOUDNESS_TOLERANCE_LU = 0.1 + PRINTED
/** It sorts short-term values into bins of 0.1 LU. */
const RANGE_TOLERANCE_LU = 0.2 + PRINTED
const EXCERPT_S = 50
/** Its interpolator of four points droops by up to 0.4 dB towards half the sample rate. */
const TRUE_PEAK_TOLERANCE_DB = 0.4 + PRINTED

describe.skipIf(!available)('real stems (needs ../shared/stems and ffmpeg)', () => {
  test.each(['vox_lead', 'bass_synth', 'bgvox'])('%s reads as ffmpeg reads it, loudness within 0.1 LU', (stem) => {
    const { left, right, summary } = ffmpegReading(`${STEMS}${stem}.flac`)
    const figures = meterOf(left, right).read()
    const printed = (name: string) => Number(new RegExp(`${name}:\\s+(\\S+) `).exec(summary)?.[1])
    expect(Math.abs(figures.integratedLufs - printed('I'))).toBeLessThanOrEqual(LOUDNESS_TOLERANCE_LU)
    expect(Math.abs(figures.loudnessRangeLu! - printed('LRA'))).toBeLessThanOrEqual(RANGE_TOLERANCE_LU)
    expect(Math.abs(figures.truePeakDbtp - printed('Peak'))).toBeLessThanOrEqual(TRUE_PEAK_TOLERANCE_DB)
  })
})

function ffmpegReading(file: string): { left: Float64Array; right: Float64Array; summary: string } {
  const filter = ['-af', 'ebur128=peak=true:framelog=verbose', '-f', 'f64le', '-']
  const { stdout, stderr } = spawnSync('ffmpeg', ['-hide_banner', '-t', `${EXCERPT_S}`, '-i', file, ...filter], {
    maxBuffer: 2 ** 30,
  })
  const samples = new Float64Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length))
  const channel = (first: number) =>
    Float64Array.from({ length: samples.length / 2 }, (_, n) => samples[2 * n + first]!)
  const summary = stderr.toString()
  return { left: channel(0), right: channel(1), summary: summary.slice(summary.indexOf('Summary:')) }
}
