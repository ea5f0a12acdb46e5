import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareSound, type OpenedRevision, openRevision, type Revision, WORKING_TREE } from '@mixwright/revisions'
import { describe, expect, test } from 'vitest'
import { Repository } from '../_repository.ts'
import { floatWav, sine, temporaryFolder } from '../_song.ts'
import { missing } from '../_tools.ts'

const why = missing('git')
const wav = (freqHz: number) => floatWav(sine(freqHz, 0.5, 0.01))
const mixFile = (gain: string) => `mixwright: 1\nstems: { a: { file: stems/a.wav, gain: ${gain} } }\n`

function opened({ revision, diagnostics }: OpenedRevision): Revision {
  expect(diagnostics).toEqual([])
  return revision!
}

const codesOf = ({ diagnostics }: OpenedRevision) => diagnostics.map(({ code }) => code)
const faderOf = ({ song }: Revision) => song.project!.stems[0]!.faderDb

const HOSTILE = ['--output=x', '-O', '-', ';rm -rf .', '$(touch x)', '`touch x`', 'a\nb', 'a\0b', 'HEAD --', '--', '']

/** A song with two commits and an uncommitted change. */
function songInGit(): Repository {
  const repository = new Repository()
  repository.write('.gitignore', '.mixwright/\n')
  repository.write('stems/a.wav', wav(100)).write('mix.yaml', mixFile('-1 dB')).commit()
  repository.write('stems/a.wav', wav(200)).write('mix.yaml', mixFile('-2 dB')).commit()
  return repository.write('mix.yaml', mixFile('-3 dB'))
}

describe.skipIf(why)('a revision', () => {
  test('is a folder with mix and audio as they were; nothing else changes', () => {
    const repository = songInGit()
    const before = repository.state()
    const [first, second, now] = ['r1', 'HEAD', WORKING_TREE].map((spec) =>
      opened(openRevision(spec, repository.folder)),
    )
    expect([first, second, now].map((one) => faderOf(one!))).toEqual([-1, -2, -3])
    expect(readFileSync(first!.audio.get('stems/a.wav')!.path)).toEqual(wav(100))
    expect(readFileSync(join(second!.folder, 'stems/a.wav'))).toEqual(wav(200))
    expect(now!.folder).toBe(repository.folder)
    expect(first!.name).toMatch(/^r1 \([0-9a-f]{7}\)$/)
    expect(repository.state().replace('!! .mixwright/\n', '')).toBe(before)
  })

  test('is called as git calls it where something is wrong with its audio', async () => {
    const repository = songInGit()
    repository.write('mix.yaml', mixFile('-1 dB')).write('stems/a.wav', 'no audio').commit('broken')
    const { folder } = repository
    const [broken, now] = ['HEAD', 'r1'].map((spec) => opened(openRevision(spec, folder)))
    const { diagnostics, texts } = await compareSound(broken!, now!, { folder, jobs: 1, causes: false })
    const name = `${repository.git('rev-parse', 'HEAD').slice(0, 7)}:mix.yaml`
    expect(diagnostics.map(({ code, file }) => [code, file])).toEqual([['AUDIO_NOT_AUDIO', name]])
    expect([...texts.keys()]).toContain(name)
    expect(JSON.stringify([diagnostics, [...texts.keys()]])).not.toContain('.mixwright')
  })

  test('is taken out of git once', () => {
    const { folder } = songInGit()
    const { path } = opened(openRevision('r1', folder)).audio.get('stems/a.wav')!
    utimesSync(path, 1, 1)
    opened(openRevision('r1', folder))
    expect(readdirSync(join(folder, '.mixwright/revisions'))).toHaveLength(1)
    expect(statSync(path).mtimeMs).toBe(1000)
  })

  test('takes what git does not hold from the working tree', () => {
    const repository = new Repository()
    repository.write('.gitignore', 'stems/\n.mixwright/\n').write('mix.yaml', mixFile('0 dB')).commit()
    expect(codesOf(openRevision('r1', repository.folder))).toEqual(['REVISION_AUDIO_ABSENT'])
    repository.write('stems/a.wav', wav(300))
    const { audio } = opened(openRevision('r1', repository.folder))
    expect(readFileSync(audio.get('stems/a.wav')!.path)).toEqual(wav(300))
    expect(audio.get('stems/a.wav')!.content.kind).toBe('untracked')
  })

  test('follows paths out of the folder of the song, and presets of that time', () => {
    const repository = new Repository()
    const song = 'mixwright: 1\nstems: { a: { file: ../shared/a.wav, use: ../../presets/a.yaml } }\n'
    repository.write('songs/one/mix.yaml', song).write('songs/shared/a.wav', wav(100))
    repository.write('presets/a.yaml', 'use: b/c.yaml\n').write('presets/b/c.yaml', 'gain: -5 dB\n').commit()
    repository.write('presets/b/c.yaml', 'gain: -6 dB\n')
    const folder = join(repository.folder, 'songs/one')
    const then = opened(openRevision('r1', folder))
    expect(faderOf(then)).toBe(-5)
    expect(readFileSync(join(then.folder, '../shared/a.wav'))).toEqual(wav(100))
    expect(faderOf(opened(openRevision(WORKING_TREE, folder)))).toBe(-6)
  })

  test('is found by the name that its mix file had', () => {
    const repository = songInGit()
    repository.git('checkout', '-q', '.')
    repository.git('mv', 'mix.yaml', 'night.yaml')
    repository.commit()
    const path = join(repository.folder, 'night.yaml')
    expect(faderOf(opened(openRevision('r1', path)))).toBe(-1)
    mkdirSync(join(repository.folder, 'songs'))
    repository.git('mv', 'night.yaml', 'songs/mix.yaml')
    expect(faderOf(opened(openRevision('r2', join(repository.folder, 'songs'))))).toBe(-2)
  })

  test('is found by being the only mix, where git knows of no new name', () => {
    const repository = songInGit()
    renameSync(join(repository.folder, 'mix.yaml'), join(repository.folder, 'other.yaml'))
    expect(faderOf(opened(openRevision('r1', join(repository.folder, 'other.yaml'))))).toBe(-1)
    repository.write('second.yaml', mixFile('0 dB')).commit()
    repository.write('notes.yaml', 'a: b\n').commit()
    expect(codesOf(openRevision('r3', join(repository.folder, 'gone.yaml')))).toEqual(['REVISION_NO_MIX'])
  })

  test('may be a mix file that is no revision', () => {
    const { folder } = songInGit()
    writeFileSync(join(folder, 'b.yaml'), mixFile('-7 dB'))
    expect(faderOf(opened(openRevision(join(folder, 'b.yaml'), folder)))).toBe(-7)
    expect(faderOf(opened(openRevision(folder, folder)))).toBe(-3)
  })

  test('names an LFS pointer whose file is not fetched, and finds it once it is', () => {
    const large = wav(400)
    const sha256 = createHash('sha256').update(large).digest('hex')
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${large.length}\n`
    const repository = new Repository().write('stems/a.wav', pointer).write('mix.yaml', mixFile('0 dB'))
    repository.commit()
    const { folder } = repository
    const then = openRevision('r1', folder)
    expect(then.diagnostics.map(({ code, message, fix }) => `${code} ${message}: ${fix}`)).toEqual([
      expect.stringMatching(
        /^REVISION_AUDIO_ABSENT stems\/a.wav: the audio of revision r1 \(\w+\) is an LFS pointer, .*git lfs fetch/,
      ),
    ])
    expect(opened(openRevision('r1', folder, { audio: false })).audio.get('stems/a.wav')!.content).toEqual({
      kind: 'lfs',
      sha256,
    })
    repository.write('stems/a.wav', large)
    expect(readFileSync(opened(openRevision('HEAD', folder)).audio.get('stems/a.wav')!.path)).toEqual(large)
    repository.write('stems/a.wav', wav(500))
    expect(codesOf(openRevision('HEAD', folder))).toEqual(['REVISION_AUDIO_ABSENT'])
    repository.write(`.git/lfs/objects/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`, large)
    expect(readFileSync(opened(openRevision('HEAD', folder)).audio.get('stems/a.wav')!.path)).toEqual(large)
  })

  test('says what is wrong: no repository, no such commit, a mix that cannot be read', () => {
    const repository = songInGit()
    const { folder } = repository
    expect(codesOf(openRevision('nowhere', folder))).toEqual(['REVISION_UNKNOWN'])
    repository.write('mix.yaml', 'mixwright: 1\nstems: { a: { file: stems/a.wav, gian: 1 } }\n').commit()
    const bad = openRevision('r3', folder)
    expect(bad.diagnostics[0]).toMatchObject({
      code: 'PROJECT_UNKNOWN_KEY',
      file: expect.stringMatching(/^\w{7}:mix.yaml$/),
    })
    expect(codesOf(openRevision('r1', temporaryFolder()))).toEqual(['REVISION_NO_REPOSITORY'])
  })

  test('whose name is meant to do harm does nothing', () => {
    const repository = songInGit()
    const before = [repository.state(), readdirSync(repository.folder)]
    for (const spec of HOSTILE) {
      expect([spec, ...codesOf(openRevision(spec, repository.folder))]).toEqual([spec, 'REVISION_UNKNOWN'])
    }
    expect([repository.state(), readdirSync(repository.folder)]).toEqual(before)
  })

  test('is removed when it was not used for long', () => {
    const { folder } = songInGit()
    opened(openRevision('r1', folder))
    const shelf = join(folder, '.mixwright/revisions')
    const [old] = readdirSync(shelf)
    utimesSync(join(shelf, old!), 1, 1)
    opened(openRevision('r2', folder))
    expect(readdirSync(shelf)).not.toContain(old)
    expect(readdirSync(shelf)).toHaveLength(1)
  })
})
