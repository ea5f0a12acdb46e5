import { expect, test } from 'vitest'
import { ebur128 } from '../_ffmpeg.ts'
import { noise, writeSong } from '../_song.ts'
import { missing } from '../_tools.ts'
import { deliverLossy } from './_lossy.ts'

const reason = missing('ffmpeg')
if (reason) console.log(`lossy: the second reader is skipped, ${reason}`)

const SECONDS = 0.6

/** Noise, hard clipped to something like a square wave: the worst that an encoder can be given. */
function clippedNoise() {
  const loud = noise(7, 4, SECONDS)
  return { ...loud, at: (frame: number, channel: number) => Math.max(-1, Math.min(1, loud.at(frame, channel))) }
}

test('lossy deliveries of clipped noise are at or under -1 dBTP once decoded, and say what that took', () => {
  const folder = writeSong('', { 'loud.wav': clippedNoise() })
  const { deliveries, said } = deliverLossy(folder, ['loud.wav'], 'as mixed')
  expect(deliveries.map(({ name }) => name)).toEqual(['mp3', 'aac', 'opus'])
  for (const { name, path, truePeakDbtp, promises, mastering } of deliveries) {
    expect(truePeakDbtp, name).toBeLessThanOrEqual(-1)
    expect(promises).toContainEqual(expect.objectContaining({ name: 'truePeak', limit: -1, ok: true }))
    expect(mastering.encodings, name).toBeGreaterThan(1)
    expect(mastering.loweredDb, name).toBeGreaterThan(0)
    const lowered = `the ceiling ahead of the encoder was set ${mastering.loweredDb.toFixed(2)} dB lower`
    expect(said).toContain(`${name}: encoded ${mastering.encodings} times; ${lowered}`)
    if (!reason) expect(ebur128(path).truePeakDbtp, name).toBeLessThanOrEqual(-1)
  }
})
