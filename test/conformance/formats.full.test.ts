import { test } from 'vitest'
import { expectWrittenFormats, type WrittenFormat } from './_formats.ts'

/** Each format in the middle and at the ends of what it takes. */
const WRITTEN: readonly WrittenFormat[] = [
  ['wav 16', 192_000, 'wav', 'pcm_s16le', 16],
  ['wav 24', 88_200, 'wav', 'pcm_s24le', 24],
  ['wav 24', 176_400, 'wav', 'pcm_s24le', 24],
  ['wav 32f', 96_000, 'wav', 'pcm_f32le', 32],
  ['flac 16', 96_000, 'flac', 'flac', 16],
  ['flac 24', 192_000, 'flac', 'flac', 24],
  ['alac 16', 44_100, 'm4a', 'alac', 16],
  ['alac 24', 192_000, 'm4a', 'alac', 24],
  ['mp3 96', 32_000, 'mp3', 'mp3', null],
  ['mp3 320', 48_000, 'mp3', 'mp3', null],
  ['aac 64', 44_100, 'm4a', 'aac', null],
  ['aac 384', 32_000, 'm4a', 'aac', null],
  ['aac 512', 96_000, 'm4a', 'aac', null],
  ['opus 32', 48_000, 'opus', 'opus', null],
  ['opus 510', 48_000, 'opus', 'opus', null],
  ['ogg 96', 48_000, 'ogg', 'vorbis', null],
  ['ogg 380', 32_000, 'ogg', 'vorbis', null],
  ['ogg 500', 44_100, 'ogg', 'vorbis', null],
]

test('each format is written and read back in its depth and at its rate, from 32 to 192 kHz', () => {
  expectWrittenFormats(WRITTEN)
})
