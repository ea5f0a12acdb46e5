import { expect, test } from 'vitest'
import { expectWrittenFormats, renderFormats } from './_formats.ts'

const REFUSED = [
  ['mp3 320', 96_000],
  ['aac 256', 192_000],
  ['aac 385', 32_000],
  ['opus 160', 44_100],
  ['ogg 256', 96_000],
  ['ogg 381', 32_000],
] as const

test('depth and rate of a master are those that were asked for, up to 192 kHz', () => {
  expectWrittenFormats([
    ['wav 16', 88_200, 'wav', 'pcm_s16le', 16],
    ['wav 24', 192_000, 'wav', 'pcm_s24le', 24],
    ['aac 384', 32_000, 'm4a', 'aac', null],
    ['ogg 380', 32_000, 'ogg', 'vorbis', null],
  ])
})

test('what an encoder does not know is refused before anything is rendered', () => {
  const { status, diagnostics } = renderFormats(REFUSED)
  expect(status).toBe(1)
  expect(diagnostics.map(({ code, line }: { code: string; line: number }) => [code, line])).toEqual(
    REFUSED.map((_, index) => ['DELIVERY_IMPOSSIBLE', 4 + index]),
  )
})
