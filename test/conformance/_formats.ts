import { join } from 'node:path'
import { expect } from 'vitest'
import { ffprobe } from '../_ffmpeg.ts'
import { noise, writeSong } from '../_song.ts'
import { missing, mixwright } from '../_tools.ts'

const SECONDS = 0.5
const reason = missing('ffmpeg')

/** A format, a rate, and what ffprobe must find: extension, codec, bits. */
export type WrittenFormat = readonly [string, number, string, string, number | null]

/** Delivers noise in each of these formats. */
export function renderFormats(formats: readonly (readonly [string, number, ...unknown[]])[]) {
  const lines = formats.map(([format, rateHz], index) => `  d${index}: { format: ${format}, sampleRate: ${rateHz} Hz }`)
  const text = ['mixwright: 1', 'stems: { noise: { file: noise.wav } }', 'deliver:', ...lines, ''].join('\n')
  const folder = writeSong(text, { 'noise.wav': noise(5, 0.2, SECONDS) })
  const { status, stdout } = mixwright(['render', folder, '--json'])
  return { folder, status, ...JSON.parse(stdout) }
}

/** Renders, and holds what was written against Mixwright's own reading and ffprobe's. */
export function expectWrittenFormats(formats: readonly WrittenFormat[]): void {
  const { folder, status, deliveries, diagnostics } = renderFormats(formats)
  expect([status, diagnostics]).toEqual([0, []])
  for (const [index, [format, rateHz, extension, codec, bits]] of formats.entries()) {
    const { sampleRateHz, bitDepth, promises, durationS } = deliveries[index]
    expect([format, sampleRateHz, bitDepth]).toEqual([format, rateHz, bits])
    expect(promises).toContainEqual({ name: 'sampleRate', unit: 'Hz', limit: rateHz, value: rateHz, ok: true })
    expect(Math.abs(durationS - SECONDS), format).toBeLessThan(0.1)
    if (reason) continue
    const [stream] = ffprobe(join(folder, 'out', `d${index}.${extension}`)).streams
    expect(stream).toMatchObject({ codec_name: codec, sample_rate: `${rateHz}`, channels: 2 })
    const readBits = Number(stream!.bits_per_raw_sample ?? stream!.bits_per_sample)
    if (bits !== null) expect([format, readBits]).toEqual([format, bits])
  }
}
