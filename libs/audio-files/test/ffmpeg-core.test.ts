import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { decodeToPcm, FfmpegCore, probeAudio } from '@mixwright/audio-files'
import { describe, expect, test } from 'vitest'
import { loadCore, scratchFolder } from './_audio.ts'

const folder = scratchFolder()
const SINE = ['-f', 'lavfi', '-i', 'sine=frequency=1000:duration=0.1']

/** Files that this process holds open; told on Linux only. */
const openFiles = () => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0)

describe('FfmpegCore', () => {
  test('is one per thread, and leaves no browser global behind', async () => {
    const core = loadCore()
    expect(loadCore()).toBe(core)
    expect((await core.run(['-version'], [])).exitCode).toBe(0)
    expect('self' in globalThis).toBe(false)
  })

  test('sees the files it is given and nothing else', async () => {
    const secret = join(folder, 'secret.wav')
    writeFileSync(secret, 'secret')
    const out = { name: 'out', path: join(folder, 'out.wav'), access: 'write' } as const
    for (const path of [
      secret,
      '/host/secret.wav',
      '/host/../secret.wav',
      `/host/..${secret}`,
      'http://localhost/x.wav',
    ]) {
      const run = await loadCore().run(['-i', path, '-f', 'wav', '/host/out'], [out])
      expect(run.exitCode).not.toBe(0)
      expect(existsSync(out.path)).toBe(false)
    }
  })

  test('writes no file that was given to be read, and makes none that was not given', async () => {
    const path = join(folder, 'input.wav')
    writeFileSync(path, 'precious')
    const files = [{ name: 'in', path, access: 'read' }] as const
    for (const cut of ['0', '1']) {
      const run = await loadCore().run([...SINE, '-f', 'wav', '-truncate', cut, '/host/in'], files)
      expect(run.exitCode).not.toBe(0)
      expect(readFileSync(path, 'utf8')).toBe('precious')
    }
    const absent = [{ name: 'in', path: join(folder, 'absent.wav'), access: 'read' }] as const
    expect((await loadCore().run([...SINE, '-f', 'wav', '/host/in'], absent)).exitCode).not.toBe(0)
    expect(existsSync(absent[0].path)).toBe(false)
    expect((await loadCore().run([...SINE, '-f', 'wav', '/host/other'], files)).exitCode).not.toBe(0)
  })

  test('survives 100 runs that break off, and leaves no file open', async () => {
    const path = join(folder, 'noise.mp3')
    writeFileSync(path, Buffer.alloc(10_000, 0x55))
    const before = openFiles()
    for (let i = 0; i < 100; i++) {
      const run = await loadCore().run(
        ['-f', 'mp3', '-i', '/host/in', '-f', 'null', '-'],
        [{ name: 'in', path, access: 'read' }],
      )
      expect(run.exitCode).not.toBe(0)
    }
    expect((await loadCore().run([...SINE, '-f', 'null', '-'], [])).exitCode).toBe(0)
    expect(openFiles()).toBe(before)
  })

  test('a crash is told, and the next run has a fresh instance', async () => {
    // What the glue cannot pass on breaks off inside it, as a trap of the codec would.
    const run = await loadCore().run([undefined as never], [])
    expect(run).toMatchObject({ exitCode: -1, errors: [expect.stringMatching(/^crashed/)] })
    expect((await loadCore().run([...SINE, '-f', 'null', '-'], [])).exitCode).toBe(0)
  })

  test('a write that this machine refuses is told with its reason', async () => {
    const file = { name: 'out', path: join(folder, 'no-folder', 'out.wav'), access: 'write' } as const
    const run = await loadCore().run([...SINE, '-f', 'wav', '/host/out'], [file])
    expect(run.hostFailure?.code).toBe('ENOENT')
    expect(run.exitCode).not.toBe(0)
  })

  test.skipIf(!existsSync('/dev/full'))('a full disk fails the run with ENOSPC', async () => {
    const file = { name: 'out', path: '/dev/full', access: 'write' } as const
    const run = await loadCore().run([...SINE, '-f', 'wav', '/host/out'], [file])
    expect(run.hostFailure?.code).toBe('ENOSPC')
  })
})

describe('without the core', () => {
  const elsewhere = pathToFileURL(join(folder, 'module.js')).href
  const loadNone = () => FfmpegCore.loadFrom(elsewhere)

  test('compressed files are AUDIO_CODEC_MISSING, with the command that helps', async () => {
    const path = join(folder, 'a.ogg')
    writeFileSync(path, 'OggS and more')
    const probed = await probeAudio(path, loadNone)
    expect(probed).toMatchObject({
      problem: { code: 'AUDIO_CODEC_MISSING', fix: expect.stringContaining('@ffmpeg/core') },
    })
  })

  test('uncompressed WAV files never ask for it', async () => {
    const path = join(folder, 'a.wav')
    const file = { name: 'out', path, access: 'write' } as const
    expect((await loadCore().run([...SINE, '-f', 'wav', '/host/out'], [file])).exitCode).toBe(0)
    const probed = await probeAudio(path, () => {
      throw new Error('asked for the core')
    })
    expect(probed).toMatchObject({ info: { codec: 'pcm', frames: 4410, repairs: [] } })
  })
})

describe('decodeToPcm', () => {
  test('says AUDIO_DAMAGED for a file that only looks like FLAC, and leaves nothing behind', async () => {
    const path = join(folder, 'broken.flac')
    const head = Buffer.from(`664c614300000022100010000000000000000ac442f000000000${'00'.repeat(20)}`, 'hex')
    writeFileSync(path, Buffer.concat([head, Buffer.alloc(5000, 0x5a)]))
    const probed = await probeAudio(path)
    if ('problem' in probed) throw new Error(probed.problem.message)
    const out = join(folder, 'broken.wav')
    expect(await decodeToPcm(loadCore(), probed.info, out)).toMatchObject({ problem: { code: 'AUDIO_DAMAGED' } })
    expect(existsSync(out)).toBe(false)
  })

  test('says what a truncated FLAC lost', async () => {
    const wav = join(folder, 'whole.wav')
    const flac = join(folder, 'whole.flac')
    const write = (name: string, path: string) => ({ name, path, access: 'write' }) as const
    const noise = ['-f', 'lavfi', '-i', 'anoisesrc=duration=1:seed=1']
    await loadCore().run([...noise, '-f', 'flac', '/host/out'], [write('out', flac)])
    const bytes = readFileSync(flac)
    writeFileSync(flac, bytes.subarray(0, bytes.length >> 1))
    const probed = await probeAudio(flac)
    if ('problem' in probed) throw new Error(probed.problem.message)
    const decoded = await decodeToPcm(loadCore(), probed.info, wav)
    if ('problem' in decoded) throw new Error(decoded.problem.message)
    expect(decoded.info.frames).toBeLessThan(probed.info.frames)
    expect(decoded.info.repairs.join()).toContain(`promises ${probed.info.frames} frames`)
    expect(decoded.info.repairs.join()).not.toMatch(/0x/) // an address would differ from run to run
  })
})
