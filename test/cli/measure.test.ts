import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { noise, silence, sine, temporaryFolder, writeSong } from '../_song.ts'
import { missing, mixwright, SHARED } from '../_tools.ts'

const WITHIN_LU = 0.1

function documentOf(...args: string[]) {
  const { status, stdout, stderr } = mixwright(['measure', ...args, '--json'])
  expect(stderr).toBe('')
  return { status, ...JSON.parse(stdout) }
}

describe('measure', () => {
  test('prints every figure of one file, and loudness over time where it is asked for', () => {
    const folder = writeSong('', { 'tone.wav': sine(1000, 0.1, 4), 'clipped.wav': sine(100, 1.5, 1) })
    const tone = join(folder, 'tone.wav')
    const { stdout } = mixwright(['measure', tone])
    expect(stdout).toMatch(/^integrated +-23\.0 LUFS$/m)
    expect(stdout).toMatch(/^clip runs +none$/m)
    expect(mixwright(['measure', join(folder, 'clipped.wav')]).stdout).toMatch(/^clip runs +200, longest/m)
    const [file] = documentOf('--history', tone).files
    expect(file.layout).toEqual(['M'])
    expect(file.history.stepS).toBe(0.1)
    expect(file.history.momentaryLufs).toHaveLength(37)
    expect(file.history.shortTermLufs).toHaveLength(11)
    for (const lufs of file.history.shortTermLufs) expect(lufs).toBeCloseTo(-23, 1)
  })

  test('reads the same of a file alone and beside others, which takes threads', () => {
    const folder = writeSong('', { 'a.wav': noise(1, 0.5, 7), 'b.wav': noise(2, 0.25, 1) })
    const [a, b] = [join(folder, 'a.wav'), join(folder, 'b.wav')]
    expect(documentOf('--history', a, b).files).toEqual([a, b].flatMap((file) => documentOf('--history', file).files))
  })

  test('counts a mono file twice with --dual-mono; players always hear it on two speakers', () => {
    const tone = join(writeSong('', { 'tone.wav': sine(1000, 0.1, 1) }), 'tone.wav')
    const [once] = documentOf('--playback', tone).files
    const [twice] = documentOf('--playback', '--dual-mono', tone).files
    expect(once.integratedLufs).toBeCloseTo(-23, 1)
    expect(twice.integratedLufs - once.integratedLufs).toBeCloseTo(3.0103, 4)
    expect(twice.playback[0].gainDb).toBeCloseTo(once.playback[0].gainDb, 9)
    expect(once.playback[0].gainDb).toBeCloseTo(6, 1)
  })

  test('pools an album, and gives its tracks one gain where players do', () => {
    const folder = writeSong('', { 'a.wav': noise(1, 0.5, 4), 'b.wav': noise(2, 0.25, 4), 'c.wav': silence(1) })
    const { files, album } = documentOf(
      '--album',
      '--playback',
      ...['a', 'b', 'c'].map((name) => join(folder, `${name}.wav`)),
    )
    const [a, b] = files.map(({ integratedLufs }: { integratedLufs: number }) => integratedLufs)
    expect(a - b).toBeCloseTo(6.02, 1)
    expect(album).toMatchObject({ tracks: 3, durationS: 9, loudestLufs: a })
    expect(album.integratedLufs).toBeCloseTo(10 * Math.log10((10 ** (a / 10) + 10 ** (b / 10)) / 2), 1)
    const gains = (player: string) =>
      files.map(({ playback }: { playback: { player: string; gainDb: number }[] }) => {
        return playback.find((one) => one.player === player)!.gainDb
      })
    const expected = -14 - album.integratedLufs
    for (const gainDb of gains('Spotify Normal')) expect(gainDb).toBeCloseTo(expected, 9)
    for (const gainDb of gains('TIDAL')) expect(gainDb).toBeCloseTo(-14 - a, 9)
    expect(gains('YouTube')[1]).toBeCloseTo(-14 - b, 9)
  })

  test('refuses what has no layout and rates beyond 8 to 384 kHz, and measures the rest', () => {
    const folder = temporaryFolder()
    const [many, slow, fine] = ['many.wav', 'slow.wav', 'fine.wav'].map((name) => join(folder, name))
    writeFileSync(many!, wav(9, 48_000))
    writeFileSync(slow!, wav(1, 4000))
    writeFileSync(fine!, wav(8, 384_000))
    const { status, stdout } = mixwright(['measure', many!, slow!, fine!, '--json'])
    expect(status).toBe(1)
    const { files, diagnostics } = JSON.parse(stdout)
    expect(files.map(({ file }: { file: string }) => file)).toEqual([fine])
    expect(diagnostics.map(({ code }: { code: string }) => code)).toEqual(['AUDIO_UNSUPPORTED', 'AUDIO_UNSUPPORTED'])
    expect(diagnostics[0].message).toContain('got 9')
    expect(diagnostics[1].message).toContain('4000 Hz')
  })

  test('reads the loudspeakers from the mask of a file', () => {
    const path = join(temporaryFolder(), 'mask.wav')
    writeFileSync(path, wav(4, 48_000, 0b1000_0000_1011)) // L R LFE, and one high up
    expect(documentOf(path).files[0].layout).toEqual(['L', 'R', 'LFE', 'Tc'])
    writeFileSync(path, wav(6, 48_000, 0x3f))
    expect(documentOf(path).files[0].layout).toEqual(['L', 'R', 'C', 'LFE', 'Ls', 'Rs'])
  })
})

test.skipIf(missing('ffmpeg', 'recordings'))('surround in WAV and FLAC reads as ffmpeg reads it, within 0.1 LU', () => {
  const folder = temporaryFolder()
  const stem = (name: string) => ['-ss', '10', '-t', '3', '-i', `${SHARED}/stems/rubidium/${name}.flac`]
  const inputs = ['drums_main', 'bass_synth', 'bgvox'].flatMap(stem)
  const surround = '[0][1][2]amerge=3,channelmap=map=0|1|2|3|4|5:channel_layout=5.1'
  const files = ['a.wav', 'a.flac'].map((name) => join(folder, name))
  const coding = ['-c:a', 'pcm_s24le', files[0]!, '-map', '[b]', files[1]!]
  ffmpeg([...inputs, '-filter_complex', `${surround},asplit=2[a][b]`, '-map', '[a]', ...coding])
  const measured = documentOf(...files).files
  for (const [index, file] of files.entries()) {
    expect(measured[index].channels).toBe(6)
    const said = Math.abs(measured[index].integratedLufs - ffmpegLufs(file))
    expect(said, `${file}: ${measured[index].integratedLufs}`).toBeLessThanOrEqual(WITHIN_LU)
  }
})

test('render previews the players of each delivery, and all of them for the mix', () => {
  const folder = writeSong(
    `mixwright: 1
stems: { a: { file: a.wav } }
deliver: { spotify: { loudness: as mixed }, cd: {} }
`,
    { 'a.wav': noise(3, 0.1, 4) },
  )
  const { status, stdout } = mixwright(['render', folder, '--json'])
  expect(status).toBe(0)
  const { mix, deliveries } = JSON.parse(stdout)
  const players = (list: { player: string }[]) => list.map(({ player }) => player)
  expect(players(mix.playback)).toContain('YouTube')
  expect(players(deliveries[0].playback)).toEqual([
    'Spotify Normal',
    'Spotify Loud',
    'Spotify Quiet',
    'Spotify web player',
  ])
  expect(deliveries[0].playback[0].gainDb).toBeCloseTo(
    Math.min(-14 - deliveries[0].integratedLufs, -1 - deliveries[0].truePeakDbtp),
    9,
  )
  expect(deliveries[1].playback).toEqual([])
})

function ffmpeg(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('ffmpeg', ['-hide_banner', '-v', 'error', '-y', ...args])
  if (status !== 0) throw new Error(stderr.toString())
  return stdout.toString()
}

/** With three decimals, which its summary does not print. */
function ffmpegLufs(file: string): number {
  const filter = 'ebur128=metadata=1,ametadata=print:key=lavfi.r128.I:file=-'
  const printed = ffmpeg(['-i', file, '-af', filter, '-f', 'null', '-'])
  return Number([...printed.matchAll(/r128\.I=(\S+)/g)].at(-1)![1])
}

/** A short 16-bit WAV file of noise; EXTENSIBLE with a mask. */
function wav(channels: number, sampleRateHz: number, mask?: number): Buffer {
  const frames = 2000
  const formatBytes = mask === undefined ? 16 : 40
  const bytes = Buffer.alloc(28 + formatBytes + frames * channels * 2)
  bytes.write('RIFF')
  bytes.writeUInt32LE(bytes.length - 8, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(formatBytes, 16)
  bytes.writeUInt16LE(mask === undefined ? 1 : 0xfffe, 20)
  bytes.writeUInt16LE(channels, 22)
  bytes.writeUInt32LE(sampleRateHz, 24)
  bytes.writeUInt32LE(sampleRateHz * channels * 2, 28)
  bytes.writeUInt16LE(channels * 2, 32)
  bytes.writeUInt16LE(16, 34)
  if (mask !== undefined) {
    bytes.writeUInt16LE(22, 36)
    bytes.writeUInt16LE(16, 38)
    bytes.writeUInt32LE(mask, 40)
    Buffer.from('0100000000001000800000aa00389b71', 'hex').copy(bytes, 44)
  }
  const data = 20 + formatBytes
  bytes.write('data', data)
  bytes.writeUInt32LE(bytes.length - data - 8, data + 4)
  for (let at = data + 8; at < bytes.length; at += 2) bytes.writeInt16LE(((at * 7919) % 20_000) - 10_000, at)
  return bytes
}
