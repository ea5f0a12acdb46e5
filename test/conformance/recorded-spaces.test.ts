import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { type Recording, readWav, type Samples, temporaryFolder, writeSong } from '../_song.ts'
import { missing, SHARED } from '../_tools.ts'

const RATE_HZ = 44_100
/** Promise of the mixing stage; the mix file itself is in 32-bit float. */
const DIRECT_DB = -140

/** A few clicks on one side, so that direct convolution is a sum of a few shifted responses. */
const CLICKS: readonly (readonly [frame: number, size: number])[] = [
  [0, 0.5],
  [1234, -0.25],
  [7001, 0.125],
]
const clicks = (side: number): Recording => ({
  frames: 8000,
  channels: 2,
  sampleRateHz: RATE_HZ,
  at: (frame, channel) => (channel === side ? (CLICKS.find(([at]) => at === frame)?.[1] ?? 0) : 0),
})

/** Channels of an audio file by ffmpeg. */
function decoded(path: string, channels: number): Float64Array[] {
  const { stdout } = spawnSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'f64le', '-'], { maxBuffer: 1 << 28 })
  const samples = new Float64Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength))
  return Array.from({ length: channels }, (_, channel) => samples.filter((_, i) => i % channels === channel))
}

async function mixThrough(response: string, side: number): Promise<Samples> {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'ir'))
  copyFileSync(join(SHARED, 'ir', response), join(folder, 'ir', 'space.wav'))
  const text = `mixwright: 1
sampleRate: 44.1 kHz
length: 2 s
stems: { a: { file: a.wav, inserts: [ { convolution: { file: ir/space.wav } } ] } }`
  writeSong(text, { 'a.wav': clicks(side) }, folder)
  await renderMix(folder, { mixOnly: true })
  return readWav(join(folder, 'out', 'mix.wav'))
}

/** Energy of what differs from direct convolution over that of direct convolution. */
function errorDb(mix: ArrayLike<number>, response: Float64Array): number {
  let [error, energy] = [0, 0]
  for (let n = 0; n < mix.length; n++) {
    const direct = CLICKS.reduce((sum, [at, size]) => sum + size * (response[n - at] ?? 0), 0)
    error += (mix[n]! - direct) ** 2
    energy += direct ** 2
  }
  return 10 * Math.log10(error / energy)
}

describe.skipIf(missing('recordings', 'ffmpeg'))('recorded responses', () => {
  test.each([0, 1])('a true-stereo kitchen, from side %i, is direct convolution to -140 dB', async (side) => {
    const channels = decoded(join(SHARED, 'ir', 'kitchen-true-stereo.wav'), 4)
    const mix = await mixThrough('kitchen-true-stereo.wav', side)
    expect(errorDb(mix.left, channels[2 * side]!)).toBeLessThan(DIRECT_DB)
    expect(errorDb(mix.right, channels[2 * side + 1]!)).toBeLessThan(DIRECT_DB)
  })

  test('a stereo warehouse leaves the sides apart, and is direct convolution to -140 dB', async () => {
    const [left] = decoded(join(SHARED, 'ir', 'warehouse-stereo.wav'), 2)
    const mix = await mixThrough('warehouse-stereo.wav', 0)
    expect(errorDb(mix.left, left!)).toBeLessThan(DIRECT_DB)
    // What is left there is the rounding of transforms that take both sides at once.
    expect(mix.right.every((sample) => Math.abs(sample) < 1e-15)).toBe(true)
  })
})
