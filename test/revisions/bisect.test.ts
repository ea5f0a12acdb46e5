import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bisectMix } from '@mixwright/revisions'
import { beforeAll, describe, expect, test } from 'vitest'
import { Repository } from '../_repository.ts'
import { floatWav, sine } from '../_song.ts'
import { missing } from '../_tools.ts'

const why = missing('git')

/** Eight commits: the fader rises in the fifth, the sixth cannot be read. */
function songInGit(folder: string): Repository {
  const repository = new Repository(folder)
    .write('.gitignore', '.mixwright/\n')
    .write('a.wav', floatWav(sine(1000, 0.5, 0.5)))
  const mix = (gain: number, rest = '') =>
    `mixwright: 1\nstems: { a: { file: a.wav, gain: ${gain} dB } }\ndeliver: { archive: {} }\n${rest}`
  const states = [
    mix(-6),
    mix(-6.5),
    mix(-5.5, 'title: A\n'),
    mix(-5, 'title: A\n'),
    mix(-2, 'title: A\n'),
    'stems: [',
    mix(-2.5, 'title: B\n'),
    mix(-1.5),
  ]
  for (const [index, state] of states.entries()) repository.write('mix.yaml', state).commit(`take ${index + 1}`)
  return repository
}

const bisect = (folder: string, until: string, good = 'r1', bad = 'r8') =>
  bisectMix(folder, { good, bad, until, jobs: 1 })

describe.skipIf(why)('bisect', () => {
  let repository: Repository
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mixwright-test-'))
    repository = songInGit(folder)
    return () => rmSync(folder, { recursive: true, force: true })
  })

  test('finds the first commit with a condition, touching nothing', async () => {
    repository.write('mix.yaml', 'not committed: yet\n').write('.mixwright/kept', '')
    const before = repository.state()
    const { first, tested, diagnostics, among } = await bisect(repository.folder, 'peak(mix) > -12 dBFS')
    expect(diagnostics).toEqual([])
    expect(first).toMatchObject({ subject: 'take 5', holds: true, author: 'A. Mixer' })
    expect(first!.figures['peak(mix)']).toBeCloseTo(20 * Math.log10(0.5) - 2 - 3.01, 2)
    expect(among).toEqual([])
    expect(tested.length).toBeLessThanOrEqual(6)
    expect(repository.state()).toBe(before)
    expect(readdirSync(join(repository.folder, '.mixwright'))).toEqual(['kept', 'revisions'])
  })

  if (process.env.MIXWRIGHT_FULL)
    test('begins at the first commit with the mix that can be told, under any name that it had, where none is named', async () => {
      const song = new Repository().write('.gitignore', '.mixwright/\n').write('readme', 'none yet')
      song.commit('no mix')
      const mix = (gain: number) => `mixwright: 1\nstems: { a: { file: a.wav, gain: ${gain} dB } }\n`
      song.write('song.yaml', 'stems: [').commit('cannot be read')
      song
        .write('a.wav', floatWav(sine(1000, 0.5, 0.1)))
        .write('song.yaml', mix(-6))
        .commit('take 1')
      song.git('mv', 'song.yaml', 'mix.yaml')
      song.commit('renamed')
      song.write('mix.yaml', mix(-2)).commit('louder')
      song.write('mix.yaml', mix(-1)).commit('louder still')
      const from = (until: string) => bisectMix(song.folder, { bad: 'HEAD', until, jobs: 1 })
      const { first, tested, diagnostics } = await from('peak(mix) > -12')
      expect(diagnostics).toEqual([])
      expect(first).toMatchObject({ subject: 'louder' })
      expect(tested.filter(({ holds }) => holds === false)[0]).toMatchObject({ subject: 'take 1' })
      const always = (await from('peak(mix) > -40')).diagnostics
      expect(always.map(({ code, fix }) => [code, fix])).toEqual([['BISECT_ENDS', 'it was so from the beginning']])
    })

  test('of a delivery, and of a strip that feeds the mix bus', async () => {
    const until = 'loudness(archive) - level(a) > -0.5 and peak(archive) > -15'
    const { first, tested } = await bisect(folder, until, 'r2', 'r3')
    expect(first).toMatchObject({ subject: 'take 3' })
    expect(Object.keys(first!.figures)).toEqual(['loudness(archive)', 'level(a)', 'peak(archive)'])
    expect(first!.figures['loudness(archive)']).toBeCloseTo(first!.figures['level(a)']!, 2)
    expect(tested).toHaveLength(2)
  })

  test('says among which commits it is where some cannot be told', async () => {
    const { first, among, tested } = await bisect(folder, 'peak(mix) < -11.2', 'r5', 'r7')
    expect(first).toBeNull()
    expect(among.map(({ subject }) => subject)).toEqual(['take 6', 'take 7'])
    expect(tested.find(({ subject }) => subject === 'take 6')).toMatchObject({ holds: null })
    const { diagnostics } = await bisect(folder, 'level(a) > 3 and level(b) > 3')
    expect(diagnostics[0]!.message).toContain('level(b): no strip of that name feeds the mix bus (have: a)')
  })

  test('refuses ends that do not differ, revisions and figures that are not there, and what is no condition', async () => {
    const wrong = async (...args: [until: string, good?: string, bad?: string]) => {
      const { diagnostics, first } = await bisect(folder, ...args)
      expect(first).toBeNull()
      return diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n')
    }
    expect(await wrong('peak(mix) > 3')).toMatch(
      /^BISECT_ENDS r8 .*`peak\(mix\) > 3` does not hold there, peak\(mix\) is -10.53/,
    )
    expect(await wrong('peak(cd) > 3')).toMatch(/^BISECT_ENDS r8 .*no delivery 'cd' \(have: mix, archive\)/)
    expect(await wrong('peak(mix) > -9', '--all')).toBe(
      "REVISION_UNKNOWN got '--all', which is no commit of this repository",
    )
    expect(await wrong('peak(mix) >')).toMatch(/^CONDITION_WRONG --until: column 12: got the end/)
  })
})
