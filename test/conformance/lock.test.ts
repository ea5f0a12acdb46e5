import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RenderOptions, renderMix, verifyMix } from '@mixwright/session'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noise, sine, temporaryFolder, writeSong } from '../_song.ts'

const MIX = `mixwright: 1
title: Lock
stems:
  bass: { use: low.yaml, file: bass.wav }
  hiss: { file: hiss.wav, bus: quiet }
buses:
  quiet: { gain: -6 dB }
deliver: { tidal: {}, archive: {} }
`

/** A song that was rendered, with its lock and outputs, in a folder of its own. */
function song(): string {
  const folder = temporaryFolder()
  cpSync(rendered, folder, { recursive: true, preserveTimestamps: true })
  return folder
}

interface Outcome {
  codes: string[]
  messages: string
}

function outcome(diagnostics: readonly { code: string; message: string }[]): Outcome {
  return { codes: diagnostics.map(({ code }) => code), messages: diagnostics.map((one) => one.message).join('\n') }
}

const render = async (folder: string, options: RenderOptions = {}) => {
  return outcome((await renderMix(folder, { jobs: 1, ...options })).result.diagnostics)
}
const frozen = (folder: string) => render(folder, { lock: 'frozen' })
const verify = async (folder: string) => {
  const { result } = await verifyMix(folder, { jobs: 1 })
  expect(result.ok).toBe(result.diagnostics.length === 0)
  return outcome(result.diagnostics)
}

const done = outcome([])
const lockOf = (folder: string) => readFileSync(join(folder, 'mix.lock'), 'utf8')
const edit = (path: string, from: string, to: string) => {
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
}

let rendered: string

beforeAll(async () => {
  rendered = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
  writeFileSync(join(rendered, 'low.yaml'), 'gain: -3 dB\n')
  writeSong(MIX, { 'bass.wav': sine(110, 0.3, 0.5), 'hiss.wav': noise(3, 0.2, 0.5) }, rendered)
  expect(await render(rendered)).toEqual(done)
})

afterAll(() => rmSync(rendered, { recursive: true, force: true }))

describe('the lock', () => {
  test('render writes it, verify proves it, also of a copy elsewhere', async () => {
    const folder = song()
    const { inputs, mix, deliveries } = JSON.parse(lockOf(folder))
    expect(Object.keys(inputs)).toEqual(['bass.wav', 'hiss.wav'])
    expect(inputs['bass.wav']).toMatchObject({ format: 'wav float', sampleRateHz: 48_000, channels: 1, durationS: 0.5 })
    expect(mix.pcmSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(Object.keys(deliveries)).toEqual(['archive', 'tidal'])
    expect(lockOf(folder)).not.toContain(folder)

    const copy = join(temporaryFolder(), 'elsewhere')
    cpSync(folder, copy, { recursive: true, filter: (path) => !/out$|\.mixwright$/.test(path) })
    expect(await verify(copy)).toEqual(done)
    expect(existsSync(join(copy, 'out'))).toBe(false)
    expect(await frozen(copy)).toEqual(done)
    expect(lockOf(copy)).toBe(lockOf(folder))
  })

  test('comments, layout, order and the way a value is written do not matter', async () => {
    const folder = song()
    const lock = lockOf(folder)
    const written = statSync(join(folder, 'mix.lock')).ino
    writeFileSync(
      join(folder, 'mix.yaml'),
      `# another hand
mixwright: 1
deliver: { archive: , tidal: {} }
buses: { quiet: { gain: -6.0 } }
stems:
  hiss: { bus: quiet, file: hiss.wav }  # first
  bass:
    file: bass.wav
    use: low.yaml
title: Lock
`,
    )
    expect(await frozen(folder)).toEqual(done)
    expect(await render(folder)).toEqual(done)
    expect(lockOf(folder)).toBe(lock)
    writeFileSync(join(folder, 'low.yaml'), '# louder once\ngain: -3\n')
    expect(await frozen(folder)).toEqual(done)
    writeFileSync(join(folder, 'low.yaml'), 'gain: -2\n')
    expect((await frozen(folder)).messages).toMatch(
      /^preset 'low.yaml' was changed[^\n]*\n[^\n]*`stems.bass` was changed/,
    )
    expect(statSync(join(folder, 'mix.lock')).ino).toBe(written)
  })

  test('a flipped bit in a stem is named, with what the file was and is', async () => {
    const folder = song()
    const path = join(folder, 'bass.wav')
    const bytes = readFileSync(path)
    bytes[60_000]! ^= 1
    writeFileSync(path, bytes)
    const before = readFileSync(join(folder, 'out', 'tidal.wav'))
    for (const { codes, messages } of [await verify(folder), await frozen(folder)]) {
      expect(codes).toEqual(['LOCK_INPUT_CHANGED'])
      expect(messages).toMatch(
        /'bass\.wav' was changed: it was [0-9a-f]{12}, 0.5 s, -\d+\.?\d* LUFS; it is [0-9a-f]{12}, 0.5 s/,
      )
    }
    expect(readFileSync(join(folder, 'out', 'tidal.wav')).equals(before)).toBe(true)
    expect(await render(folder)).toEqual(done)
    expect(await verify(folder)).toEqual(done)
  })

  test('changed values are named by their part, new and former files too', async () => {
    const folder = song()
    edit(join(folder, 'mix.yaml'), '-6 dB', '-7 dB')
    edit(join(folder, 'mix.yaml'), 'title: Lock', 'title: Locked')
    edit(join(folder, 'mix.yaml'), 'file: bass.wav', 'file: hiss.wav')
    const { codes, messages } = await verify(folder)
    expect(codes).toEqual(['LOCK_INPUT_CHANGED', 'LOCK_MIX_CHANGED', 'LOCK_MIX_CHANGED', 'LOCK_MIX_CHANGED'])
    for (const part of [
      '`buses.quiet` was changed',
      '`song` was changed',
      '`stems.bass` was changed',
      "'bass.wav' is in the lock, but",
    ]) {
      expect(messages).toContain(part)
    }
  })

  test('another engine, and other bytes out, are named', async () => {
    const folder = song()
    const { engine, mix, deliveries } = JSON.parse(lockOf(folder))
    edit(join(folder, 'mix.lock'), `"version": "${engine.version}"`, '"version": "0.0.9"')
    expect(await verify(folder)).toMatchObject({ codes: ['LOCK_ENGINE_CHANGED'] })
    edit(join(folder, 'mix.lock'), '"version": "0.0.9"', `"version": "${engine.version}"`)
    edit(join(folder, 'mix.lock'), engine.kernelsSha256, '0'.repeat(64))
    expect(await verify(folder)).toMatchObject({ codes: ['LOCK_ENGINE_CHANGED'] })
    edit(join(folder, 'mix.lock'), '0'.repeat(64), engine.kernelsSha256)
    edit(join(folder, 'mix.lock'), mix.pcmSha256, 'f'.repeat(64))
    const { codes, messages } = await verify(folder)
    expect(codes).toEqual(['LOCK_OUTPUT_CHANGED'])
    expect(messages).toContain('the mix came out different: ffffffffffff in the lock')
    edit(join(folder, 'mix.lock'), 'f'.repeat(64), mix.pcmSha256)
    edit(join(folder, 'mix.lock'), `"sha256": "${deliveries.tidal.sha256}"`, `"sha256": "${'e'.repeat(64)}"`)
    expect((await verify(folder)).messages).toBe(
      "delivery 'tidal' has the samples of the lock, but another file around them",
    )
  })

  test('a lock that is absent, unfinished by git, cut or newer says so', async () => {
    const folder = song()
    const whole = lockOf(folder)
    rmSync(join(folder, 'mix.lock'))
    expect(await verify(folder)).toMatchObject({ codes: ['LOCK_MISSING'] })
    expect(await frozen(folder)).toMatchObject({ codes: ['LOCK_MISSING'] })
    const damaged: [text: string, said: string][] = [
      [whole.replace('\n  "mix"', '\n<<<<<<< ours\n  "mix"'), 'unfinished git merge'],
      [whole.slice(0, 500), 'not the text that render writes'],
      [whole.replace('"lockVersion": 1', '"lockVersion": 7'), 'is of version 7'],
      [whole.replace('"pcmSha256"', '"pcm"'), 'is incomplete'],
    ]
    for (const [text, said] of damaged) {
      writeFileSync(join(folder, 'mix.lock'), text)
      const { codes, messages } = await verify(folder)
      expect(codes).toEqual(['LOCK_DAMAGED'])
      expect(messages).toContain(said)
    }
    expect(await render(folder)).toEqual(done)
    expect(lockOf(folder)).toBe(whole)
  })

  test('a part of the deliveries leaves the others as they are, unless they could have changed', async () => {
    const folder = song()
    const whole = lockOf(folder)
    await render(folder, { deliver: ['tidal'] })
    expect(lockOf(folder)).toBe(whole)
    await render(folder, { mixOnly: true })
    expect(lockOf(folder)).toBe(whole)
    edit(join(folder, 'mix.yaml'), '-6 dB', '-7 dB')
    await render(folder, { deliver: ['tidal'] })
    expect(Object.keys(JSON.parse(lockOf(folder)).deliveries)).toEqual(['tidal'])
    expect(await render(folder, { lock: 'ignore' })).toEqual(done)
    expect(Object.keys(JSON.parse(lockOf(folder)).deliveries)).toEqual(['tidal'])
  })
})
