import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { type RenderOptions, renderMix, verifyMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { KeptFiles } from '../../libs/session/src/cache/kept-files.ts'
import { noise, sine, temporaryFolder, writeSong } from '../_song.ts'

const MIX = `mixwright: 1
title: Cache
stems:
  bass: { file: bass.wav, gain: -3 dB, sends: { room: -12 dB } }
  hiss: { file: hiss.wav }
returns:
  room: { inserts: [ { delay: { time: 30 ms, feedback: 20 % } } ] }
master: { inserts: [ { eq: [ { highShelf: 8 kHz, gain: 1 dB } ] } ] }
deliver: { archive: {}, small: { format: wav 16 } }
expect: [ { truePeak: mix, atMost: 0 dBTP }, { level: bass, atMost: 0 LUFS } ]
`

const song = (text = MIX) => writeSong(text, { 'bass.wav': sine(110, 0.3, 0.6), 'hiss.wav': noise(3, 0.2, 0.6) })

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** Hashes of the outputs, and the report without its timings. */
async function render(folder: string, options: RenderOptions = {}) {
  const { result } = await renderMix(folder, { jobs: 1, ...options })
  const { timings, ...document } = result
  const out = options.out ?? join(folder, 'out')
  const wavs = readdirSync(out).filter((name) => name.endsWith('.wav'))
  return { document, hashes: Object.fromEntries(wavs.map((name) => [name, sha256(join(out, name))])) }
}

const kept = (folder: string) => join(folder, '.mixwright/renders')
const keptFiles = (folder: string, suffix: string) =>
  readdirSync(kept(folder))
    .filter((name) => name.endsWith(suffix))
    .map((name) => join(kept(folder), name))

/** Makes an entry tell another loudness, with checksums that are right: whoever trusts the cache repeats it. */
function tell(path: string, integratedLufs: number, pcmSha256 = '$2'): void {
  const entry = JSON.parse(readFileSync(path, 'utf8'))
  const figures = entry.figures
    .replace(/("integratedLufs":)[-\d.e]+/g, `$1${integratedLufs}`)
    .replace(/("pcmSha256":)("\w+")/g, `$1${pcmSha256}`)
  writeFileSync(path, JSON.stringify({ ...entry, figures, figuresCrc32: crc32(figures) }))
}

describe('the cache of renders', () => {
  test('gives what was computed before: the same bytes and figures', async () => {
    const folder = song()
    const first = await render(folder)
    expect(first.document.diagnostics).toEqual([])
    expect(await render(folder)).toEqual(first)
    for (const path of keptFiles(folder, '.json')) tell(path, -1)
    const trusted = await render(folder)
    expect(trusted.document.mix!.integratedLufs).toBe(-1)
    expect(trusted.document.deliveries.map(({ integratedLufs }) => integratedLufs)).toEqual([-1, -1])
    expect(trusted.hashes).toEqual(first.hashes)
    expect(await render(folder, { cache: false })).toEqual(first)
  })

  test('only a master changes: the mix is taken from the cache', async () => {
    const folder = song()
    await render(folder)
    for (const path of keptFiles(folder, '.json')) tell(path, -1)
    const changed = MIX.replace('gain: 1 dB', 'gain: 2 dB')
    writeFileSync(join(folder, 'mix.yaml'), changed)
    const { document, hashes } = await render(folder)
    expect(document.mix!.integratedLufs).toBe(-1)
    expect(document.deliveries.map(({ integratedLufs }) => integratedLufs)).not.toContain(-1)
    expect(hashes).toEqual((await render(song(changed))).hashes)
  })

  test.each([
    ['cut', (path: string) => truncateSync(path, statSync(path).size >> 1)],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['gone', (path: string) => rmSync(path)],
    ['another', (path: string) => copyFileSync(new URL(import.meta.url), path)],
    ['with a bit turned', (path: string) => flip(path, statSync(path).size - 9)],
    ['with its first byte turned', (path: string) => flip(path, 0)],
  ])('an entry that is %s is computed again', async (_, spoil) => {
    const folder = song()
    const first = await render(folder)
    for (const suffix of ['.audio', '.json']) {
      const files = keptFiles(folder, suffix)
      expect(files).toHaveLength(3)
      files.forEach(spoil)
      expect(await render(folder)).toEqual(first)
      expect(await render(folder)).toEqual(first)
    }
  })

  test('an output that was altered is written again', async () => {
    const folder = song()
    const first = await render(folder)
    for (const name of ['mix.wav', 'small.wav']) {
      flip(join(folder, 'out', name), 2000)
      expect(await render(folder)).toEqual(first)
      writeFileSync(join(folder, 'out', name), 'mine')
      expect(await render(folder)).toEqual(first)
    }
  })

  test('may be deleted, and is not made without leave', async () => {
    const folder = song()
    const first = await render(folder, { cache: false })
    expect(existsSync(kept(folder))).toBe(false)
    expect(await render(folder)).toEqual(first)
    rmSync(join(folder, '.mixwright'), { recursive: true })
    expect(await render(folder)).toEqual(first)
  })

  test('a folder that cannot be made is no trouble', async () => {
    const folder = song()
    const first = await render(folder)
    rmSync(kept(folder), { recursive: true })
    writeFileSync(kept(folder), 'a file')
    expect(await render(folder)).toEqual(first)
    expect(readFileSync(kept(folder), 'utf8')).toBe('a file')
  })

  test('verify trusts it only when it is told to', async () => {
    const folder = song()
    await render(folder)
    expect((await verifyMix(folder, { jobs: 1, fast: true })).result.ok).toBe(true)
    for (const path of keptFiles(folder, '.json')) tell(path, -1, '"00"')
    expect((await verifyMix(folder, { jobs: 1, fast: true })).result.ok).toBe(false)
    expect((await verifyMix(folder, { jobs: 1 })).result.ok).toBe(true)
    flip(join(folder, 'bass.wav'), 5000)
    expect((await verifyMix(folder, { jobs: 1, fast: true })).result.ok).toBe(false)
  })

  test('levels that were not asked for before are measured', async () => {
    const folder = song(MIX.replace(', { level: bass, atMost: 0 LUFS }', ''))
    await render(folder)
    writeFileSync(join(folder, 'mix.yaml'), MIX)
    const { document } = await render(folder)
    expect(document.expectations.map(({ ok }) => ok)).toEqual([true, true])
    expect(await render(folder)).toMatchObject({ document })
  })
})

test('what was not used for longest goes first, and what is used now stays', () => {
  const folder = temporaryFolder()
  const at = (name: string) => join(folder, name)
  const put = (key: string, bytes = 1000) => writeFileSync(at(key), Buffer.alloc(bytes))
  const store = () => new KeptFiles(at('kept'), 5000)
  const names = ['a', 'b', 'c', 'd']
  for (const [index, key] of names.entries()) {
    put(key)
    store().keep(key, at(key), { index })
    utimesSync(at(`kept/${key}.json`), 1000 + index, 1000 + index)
  }
  expect(store().recall('a', at('a again'))).toEqual({ index: 0 })
  put('e', 2000)
  const last = store()
  last.keep('e', at('e'), { index: 4, low: Number.NEGATIVE_INFINITY, list: Float64Array.of(1, 0.1) })
  put('f', 6000)
  last.keep('f', at('f'), {})
  last.tidy()
  const left = names.filter((key) => store().recall(key, at(`${key} left`)) !== undefined)
  expect(left).toEqual(['a', 'd'])
  expect(store().recall('e', at('e left'))).toEqual({
    index: 4,
    low: Number.NEGATIVE_INFINITY,
    list: Float64Array.of(1, 0.1),
  })
  expect(existsSync(at('kept/f.audio'))).toBe(false)
})

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at]! ^= 1
  writeFileSync(path, bytes)
}
