import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ffprobe } from '../_ffmpeg.ts'
import { png } from '../_picture.ts'
import { noise, writeSong } from '../_song.ts'
import { missing, mixwright } from '../_tools.ts'

const SECONDS = 3.5

const HEAD = `mixwright: 1
title: Night
artist: Ones
composer: Both
track: 2/9
date: 2026-11-22
isrc: QZ-ABC-26-00001
`

interface Delivery {
  name: string
  sha256: string
  pcmSha256: string
  integratedLufs: number
  loudnessRangeLu: number | null
  truePeakDbtp: number
  momentaryMaxLufs: number
  shortTermMaxLufs: number
}

function render(deliver: string, head = HEAD) {
  const folder = writeSong(`${head}stems: { noise: { file: noise.wav, gain: -12 dB } }\ndeliver:\n${deliver}`, {
    'noise.wav': noise(3, 0.4, SECONDS),
  })
  writeFileSync(join(folder, 'cover.png'), png(640, 480))
  const { status, stdout, stderr } = mixwright(['render', folder, '--json'])
  const document = JSON.parse(stdout) as { deliveries: Delivery[]; diagnostics: { code: string; line: number }[] }
  const bytes = (name: string) => readFileSync(join(folder, 'out', name))
  return { folder, status, stderr, bytes, ...document }
}

test('a WAV delivery carries the loudness that was measured on it; other metadata changes no sample', () => {
  const { deliveries, bytes } = render(
    `  full: { target: spotify, dither: none }
  bare: { target: spotify, dither: none, metadata: none }
  info: { target: spotify, dither: none, metadata: { title: Other, chunks: info } }
`,
  )
  const full = bytes('full.wav')
  const bext = full.indexOf('bext') + 8
  const hundredths = (value: number | null) => (value === null ? 0x7fff : Math.floor(value * 100 + 0.5))
  const [first, ...others] = deliveries as [Delivery, ...Delivery[]]
  const { integratedLufs, loudnessRangeLu, truePeakDbtp, momentaryMaxLufs, shortTermMaxLufs } = first
  expect([412, 414, 416, 418, 420].map((at) => full.readInt16LE(bext + at))).toEqual(
    [integratedLufs, loudnessRangeLu, truePeakDbtp, momentaryMaxLufs, shortTermMaxLufs].map(hundredths),
  )
  expect(Math.abs(full.readInt16LE(bext + 412) + 1400)).toBeLessThanOrEqual(10)
  expect(full.toString('latin1', bext + 320, bext + 338)).toBe('2026-11-2200:00:00')
  for (const { pcmSha256, sha256 } of others) {
    expect(pcmSha256).toBe(first.pcmSha256)
    expect(sha256).not.toBe(first.sha256)
  }
  expect(bytes('bare.wav').indexOf('data')).toBe(12 + 8 + 28 + 8 + 16)
  expect(bytes('info.wav').includes('Other')).toBe(true)
  expect(bytes('info.wav').includes('Night')).toBe(false)
})

test.skipIf(missing('ffmpeg'))('a FLAC delivery carries tags, cover and the gain to -18 LUFS', () => {
  const { deliveries, folder } = render(
    '  player: { target: spotify, format: flac 24, replayGain: true }\n',
    `${HEAD}artwork: cover.png\n`,
  )
  const { streams, format } = ffprobe(join(folder, 'out', 'player.flac'))
  const tags = Object.fromEntries(Object.entries(format.tags!).map(([name, text]) => [name.toLowerCase(), text]))
  expect(tags).toMatchObject({ title: 'Night', composer: 'Both', track: '2', tracktotal: '9', isrc: 'QZABC2600001' })
  expect(tags.replaygain_track_gain).toBe(`${(-18 - deliveries[0]!.integratedLufs).toFixed(2)} dB`)
  expect(streams).toContainEqual(expect.objectContaining({ codec_name: 'png' }))
})

test('covers that are missing or of another kind, and metadata without a place, are named where they stand', () => {
  const { status, diagnostics } = render(
    `  a: { target: spotify, format: mp3 320, metadata: bext }
  b: { target: spotify, replayGain: true }
  c: { target: spotify, metadata: { artwork: noise.wav } }
  d: { target: spotify, metadata: { artwork: cover.png } }
`,
    `${HEAD}artwork: absent.jpg\n`,
  )
  expect(status).toBe(1)
  expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
    ['ARTWORK_UNUSABLE', 8],
    ['DELIVERY_IMPOSSIBLE', 11],
    ['DELIVERY_IMPOSSIBLE', 12],
    ['ARTWORK_UNUSABLE', 13],
    ['ARTWORK_ADVICE', 14],
  ])
})
