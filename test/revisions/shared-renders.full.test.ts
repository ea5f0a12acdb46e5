import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { compareSound, openRevision, type SoundDocument, WORKING_TREE } from '@mixwright/revisions'
import { renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { Repository } from '../_repository.ts'
import { noise, sine, writeSong } from '../_song.ts'
import { missing } from '../_tools.ts'

const mix = (bass: string) => `mixwright: 1
sections: { start: 0:00, end: 0:00.3 }
stems:
  bass: { file: bass.wav, gain: ${bass}, sends: { room: -12 dB } }
  air: { file: air.wav, pan: 20L }
  keys: { file: keys.wav, inserts: [ { compressor: { threshold: -30 dB, ratio: 2 } } ] }
  lead: { file: lead.wav, sends: { room: -9 dB } }
  pad: { file: pad.wav, width: 60 % }
returns: { room: { inserts: [ { convolution: { file: room.wav } } ] } }
master: { inserts: [ { convolution: { file: room.wav, mix: 5 % } } ] }
deliver: { archive: {}, small: { format: wav 16 } }
variants: { dry: { mute: [ air ] } }
`
const RECORDINGS = {
  'bass.wav': sine(110, 0.2, 0.6),
  'air.wav': noise(3, 0.05, 0.6),
  'keys.wav': sine(700, 0.2, 0.6),
  'lead.wav': sine(1500, 0.1, 0.5),
  'pad.wav': noise(4, 0.1, 0.6),
  'room.wav': { frames: 480, at: (frame: number) => (frame === 0 ? 1 : 0.3 / (1 + frame)) },
}

/** A song in git whose last commit is `mix('-3 dB')`, with audio that git does not hold. */
function song(): Repository {
  const repository = new Repository(writeSong(mix('-3 dB'), RECORDINGS))
  repository.write('.gitignore', '*.wav\n.mixwright/\nout/\n').commit()
  return repository
}

const kept = (folder: string, prefix = '') => {
  const renders = join(folder, '.mixwright/renders')
  return readdirSync(renders)
    .filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
    .map((name) => join(renders, name))
}

/** The commit against the folder as it is. */
async function diff({ folder }: Repository): Promise<SoundDocument> {
  const [from, to] = ['HEAD', WORKING_TREE].map((spec) => openRevision(spec, folder).revision!)
  const { document, diagnostics } = await compareSound(from!, to!, { folder, jobs: 1 })
  expect(diagnostics).toEqual([])
  return document!
}

/** Makes what is kept of a key tell another loudness, with checksums that are right. */
function tell(path: string, integratedLufs: number): void {
  const entry = JSON.parse(readFileSync(path, 'utf8'))
  const figures = entry.figures.replace(/("integratedLufs":)[-\d.e]+/g, `$1${integratedLufs}`)
  writeFileSync(path, JSON.stringify({ ...entry, figures, figuresCrc32: crc32(figures) }))
}

describe.skipIf(missing('git'))('diff and render share what they make', () => {
  test('the figures are those of a diff without a cache, whatever was rendered before', async () => {
    const repository = song()
    const { folder } = repository
    await renderMix(folder, { jobs: 1 })
    repository.write('mix.yaml', mix('-1.5 dB'))
    const shared = await diff(repository)
    rmSync(join(folder, '.mixwright'), { recursive: true })
    const anew = await diff(repository)
    rmSync(join(folder, '.mixwright', 'sounds'), { recursive: true })
    const again = await diff(repository)
    rmSync(join(folder, '.mixwright', 'sounds'), { recursive: true })
    for (const path of kept(folder)) rmSync(path.replace(/json$/, 'audio'))
    expect(await diff(repository)).toEqual(anew)
    expect(shared).toEqual(anew)
    expect(again).toEqual(anew)
    expect(anew.sound.stems.bass!.delta!.rmsDbfs).toBeCloseTo(1.5, 3)
    expect(anew.causes).toHaveLength(1)
  }, 240_000)

  test('deliveries that `render` made of the commit are not made again, nor mixes that a diff made', async () => {
    const repository = song()
    const { folder } = repository
    await renderMix(folder, { jobs: 1 })
    const rendered = kept(folder)
    for (const path of rendered) tell(path, -77)
    repository.write('mix.yaml', mix('-1.5 dB'))
    const { archive } = (await diff(repository)).sound.deliveries
    expect(archive!.from!.integratedLufs).toBe(-77)
    expect(archive!.to!.integratedLufs).toBeGreaterThan(-40)

    rmSync(join(folder, '.mixwright', 'sounds'), { recursive: true })
    for (const path of kept(folder)) tell(path, -66)
    const { sound } = await diff(repository)
    for (const one of [sound.mix, sound.stems.pad!, sound.stems.room!, sound.variants.dry!.mix]) {
      expect(one.from!.integratedLufs).toBe(-66)
      expect(one.to!.integratedLufs).toBe(-66)
    }
  })

  test('of the folder as it is only what differs from the commit is computed, and each change alone', async () => {
    const repository = song()
    const { folder } = repository
    await diff(repository)
    const sums = kept(folder, 'sum-')
    expect(sums.length).toBeGreaterThan(0)
    rmSync(join(folder, '.mixwright', 'sounds'), { recursive: true })
    repository.write('mix.yaml', mix('-1.5 dB'))
    for (const path of sums) tell(path, -55)
    const { sound } = await diff(repository)
    expect(sound.stems.pad!.to!.integratedLufs).toBe(-55)
    expect(sound.stems.bass!.to!.integratedLufs).toBeGreaterThan(-40)
    // A render of today takes up what the diff has made.
    for (const path of kept(folder)) tell(path, -44)
    const { result } = await renderMix(folder, { jobs: 1 })
    expect(result.mix!.integratedLufs).toBe(-44)
    expect(result.deliveries.map(({ integratedLufs }) => integratedLufs)).toEqual([-44, -44])
  })

  test('what a diff asks for takes nothing from the cache that a render with its report needs', async () => {
    const repository = song()
    const { folder } = repository
    const report = { jobs: 1, drawReport: () => '' }
    await renderMix(folder, report)
    repository.write('mix.yaml', mix('-1.5 dB'))
    await diff(repository)
    repository.write('mix.yaml', mix('-3 dB'))
    for (const path of kept(folder)) tell(path, -33)
    const { result } = await renderMix(folder, report)
    expect(result.mix!.integratedLufs).toBe(-33)
    repository.write('mix.yaml', mix('-2 dB'))
    const whole = await renderMix(folder, { ...report, cache: false })
    const sums = kept(folder, 'sum-')
    expect(sums.length).toBeGreaterThan(0)
    const { result: replayed } = await renderMix(folder, report)
    expect(replayed.mix!.pcmSha256).toBe(whole.result.mix!.pcmSha256)
  })
})
