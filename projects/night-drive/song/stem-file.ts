import { Random } from '@mixwright/audio'
import { encodePcm, WavWriter } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'
import type { Track } from './synth/track.ts'

const BLOCK_FRAMES = 4096

/** Writes a track as a WAV file, which appears whole or not at all. */
export function writeTrack(track: Track, path: string, bitDepth: 16 | 24): void {
  const { channels, frames, sampleRateHz } = track
  const arena = new Arena()
  const samples = arena.alloc(BLOCK_FRAMES * channels.length * 8)
  const bytes = arena.alloc(BLOCK_FRAMES * channels.length * 4)
  const dither =
    bitDepth === 16 ? Random.named(`night-drive/${path.slice(path.lastIndexOf('/') + 1)}/dither`) : undefined
  const writer = new WavWriter(path, { format: `${bitDepth}`, channels: channels.length, sampleRateHz })
  try {
    for (let start = 0; start < frames; start += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, frames - start)
      const block = arena.f64(samples, count * channels.length)
      interleave(channels, start, block)
      if (dither !== undefined) addDither(block, dither)
      encodePcm(arena, `${bitDepth}`, samples, bytes, block.length)
      writer.write(arena, bytes, count)
    }
    writer.finish()
  } finally {
    writer.abort()
  }
}

function interleave(channels: readonly Float64Array[], start: number, block: Float64Array): void {
  channels.forEach((channel, index) => {
    for (let i = index, frame = start; i < block.length; i += channels.length, frame++) block[i] = channel[frame]!
  })
}

/** Triangular dither of two steps of 16 bits, which makes rounding a hiss instead of a distortion; silence stays. */
function addDither(block: Float64Array, random: Random): void {
  for (let i = 0; i < block.length; i++) {
    if (block[i] !== 0) block[i] = block[i]! + (random.bipolar() + random.bipolar()) / 65536
  }
}
