import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setUpGit } from '@mixwright/revisions'
import { loadLock, loadSong, MERGED_LOCK } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { Repository } from '../_repository.ts'
import { floatWav, sine, temporaryFolder } from '../_song.ts'
import { CLI, missing } from '../_tools.ts'

const why = missing('git')

const MIX = `mixwright: 1
stems:
  # low end
  kick: { file: kick.wav, gain: -3 dB }
  vocal:
    file: vocal.wav
    inserts:
      - compressor: { threshold: -20 dB, ratio: 3 }
    pan: 10R # to the right
`

const launcher = { node: process.execPath, script: CLI }

/** A repository, and Mixwright, in folders whose names want quoting, with a mix and the drivers set. */
function songInGit(use?: typeof launcher): Repository {
  const home = temporaryFolder()
  const folder = join(home, "a song's 100 %")
  mkdirSync(folder)
  const checkout = join(home, "the $HOME of Mixwright's 100 %O")
  symlinkSync(dirname(CLI), checkout)
  const repository = new Repository(folder).write('mix.yaml', MIX)
  expect(
    setUpGit(folder, { launcher: use ?? { ...launcher, script: join(checkout, basename(CLI)) } }).diagnostics,
  ).toEqual([])
  repository.commit('first')
  return repository
}

const textOf = (repository: Repository, path: string) => readFileSync(join(repository.folder, path), 'utf8')

/** Two branches from the first commit; what git said of merging `theirs` into `ours`, and whether it was content. */
function mergeOf(repository: Repository, ours: () => void, theirs: () => void): { said: string; isClean: boolean } {
  repository.git('checkout', '-q', '-b', 'theirs')
  theirs()
  repository.commit('theirs')
  repository.git('checkout', '-q', 'main')
  ours()
  repository.commit('ours')
  repository.git('config', 'user.name', 'A. Mixer')
  repository.git('config', 'user.email', 'mixer@example.org')
  const { stdout, stderr, status } = spawnSync('git', ['merge', '--no-edit', 'theirs'], {
    cwd: repository.folder,
    encoding: 'utf8',
  })
  return { said: stdout + stderr, isClean: status === 0 }
}

const LOCK = readFileSync(join(import.meta.dirname, '../../projects/night-drive/mix.lock'), 'utf8')
const lock = (gain: string) => LOCK.replace(/"version": "[^"]*"/, `"version": "${gain}"`)

describe.skipIf(why)('git set up for mixes', () => {
  test('writes its lines once, keeps those of others, and takes back what it wrote', () => {
    const repository = new Repository()
    const { folder } = repository
    const others = '# ours\n*.wav filter=lfs diff=lfs merge=lfs -text\n*.txt text'
    repository.write('.gitattributes', others)
    const config = textOf(repository, '.git/config')
    const first = setUpGit(folder, { launcher, ignore: true })
    expect(first.done).toHaveLength(3)
    expect(first.notes).toEqual(['.gitattributes: *.wav keeps diff=lfs'])
    const written = textOf(repository, '.gitattributes')
    // The last line that matches counts: what others set for some of these files stays.
    expect(written.startsWith('# Mixes and audio')).toBe(true)
    expect(written.endsWith(`\n\n${others}`)).toBe(true)
    expect(written).toContain('\n*.yaml diff=mixwright merge=mixwright\n')
    expect(written).toContain('\n*.lock merge=mixwright-lock\n')
    expect(written).not.toContain('*.wav diff=mixwright-audio')
    expect(textOf(repository, '.gitignore')).toBe('out/\n.mixwright/\n')

    expect(setUpGit(folder, { launcher, ignore: true })).toMatchObject({ done: [] })
    expect(textOf(repository, '.gitattributes')).toBe(written)
    expect(repository.git('config', '--get-all', 'merge.mixwright.driver').split('\n')).toHaveLength(2)

    expect(setUpGit(folder, { launcher, undo: true }).done).toHaveLength(2)
    expect(textOf(repository, '.gitattributes')).toBe(others)
    expect(textOf(repository, '.git/config')).toBe(config)
    expect(setUpGit(folder, { launcher, undo: true }).done).toEqual([])
  })

  if (process.env.MIXWRIGHT_FULL)
    test('a file of its lines alone, former ones too, is removed again; without a repository it says so', () => {
      const repository = new Repository()
      setUpGit(repository.folder, { launcher })
      setUpGit(repository.folder, { launcher, undo: true })
      expect(existsSync(join(repository.folder, '.gitattributes'))).toBe(false)
      setUpGit(repository.folder, { launcher })
      appendFileSync(join(repository.folder, '.gitattributes'), 'mix.lock merge=mixwright-lock\n')
      setUpGit(repository.folder, { launcher, undo: true })
      expect(existsSync(join(repository.folder, '.gitattributes'))).toBe(false)
      const { diagnostics } = setUpGit(temporaryFolder(), { launcher })
      expect(diagnostics.map(({ code }) => code)).toEqual(['REVISION_NO_REPOSITORY'])
    })

  test('git merges what is no conflict by stem and key, comments kept', () => {
    const repository = songInGit()
    const ours = MIX.replace('ratio: 3', 'ratio: 4').replace('gain: -3 dB', 'gain: -4 dB')
    const theirs = MIX.replace('threshold: -20 dB', 'threshold: -24 dB').replace('# to the right', '# aside')
    const { isClean } = mergeOf(
      repository,
      () => repository.write('mix.yaml', ours),
      () => repository.write('mix.yaml', theirs),
    )
    expect(isClean).toBe(true)
    expect(textOf(repository, 'mix.yaml')).toBe(
      ours.replace('threshold: -20 dB', 'threshold: -24 dB').replace('# to the right', '# aside'),
    )
  })

  if (process.env.MIXWRIGHT_FULL)
    test('a lock by another name is merged as one, one of another program by lines', () => {
      const repository = songInGit()
      const packages = (a: string, b: string) => `a ${a}\n${'-\n'.repeat(8)}b ${b}\n`
      repository.write('radio.lock', lock('-3 dB')).write('yarn.lock', packages('1', '1')).commit()
      const { isClean, said } = mergeOf(
        repository,
        () => repository.write('radio.lock', lock('-1 dB')).write('yarn.lock', packages('2', '1')),
        () => repository.write('radio.lock', lock('-6 dB')).write('yarn.lock', packages('1', '3')),
      )
      expect(isClean).toBe(true)
      expect(said).toContain('radio.lock: both sides rendered')
      expect(said).not.toContain('yarn.lock: ')
      expect(textOf(repository, 'radio.lock')).toBe(MERGED_LOCK)
      expect(textOf(repository, 'yarn.lock')).toBe(packages('2', '3'))
    })

  test('git stops at a conflict, which is named and marked; a lock of neither side stands for both', () => {
    const repository = songInGit()
    const write = (gain: string) => () => {
      repository.write('mix.yaml', MIX.replace('gain: -3 dB', `gain: ${gain}`)).write('mix.lock', lock(gain))
    }
    repository.write('mix.lock', lock('-3 dB')).commit()
    const { isClean, said } = mergeOf(repository, write('-1 dB'), write('-6 dB'))
    expect(isClean).toBe(false)
    expect(said).toContain('mix.yaml: stems.kick.gain: ours -1 dB, theirs -6 dB')
    expect(said).toContain('mix.lock: both sides rendered')
    const line = (gain: string) => `  kick: { file: kick.wav, gain: ${gain} }\n`
    const marks = `<<<<<<< ours\n${line('-1 dB')}=======\n${line('-6 dB')}>>>>>>> theirs\n`
    expect(textOf(repository, 'mix.yaml')).toBe(MIX.replace(line('-3 dB'), marks))
    expect(repository.git('diff', '--name-only', '--diff-filter=U')).toBe('mix.yaml\n')
    repository.write('mix.yaml', MIX)
    expect(loadLock(loadSong(repository.folder))).toMatchObject({
      diagnostic: { code: 'LOCK_DAMAGED', message: expect.stringContaining('merged by git from two') },
    })
  })

  if (process.env.MIXWRIGHT_FULL)
    test('other YAML, and mixes that cannot be read, are merged by lines; so is everything where Mixwright is gone', () => {
      const repository = songInGit()
      repository.write('ci.yaml', 'on:\n- push\njobs:\n  a: 1\n').write('half.yaml', `${MIX}a: "\n`).commit()
      const { isClean, said } = mergeOf(
        repository,
        () => repository.write('ci.yaml', 'on:\n- push\njobs:\n  a: 2\n').write('half.yaml', `# ours\n${MIX}a: "\n`),
        () => repository.write('ci.yaml', 'on:\n- pull\njobs:\n  a: 1\n').write('half.yaml', `${MIX}a: "\n# theirs\n`),
      )
      expect(isClean).toBe(true)
      expect(textOf(repository, 'ci.yaml')).toBe('on:\n- pull\njobs:\n  a: 2\n')
      expect(textOf(repository, 'half.yaml')).toBe(`# ours\n${MIX}a: "\n# theirs\n`)
      expect(said).toContain('half.yaml: base cannot be read as a mix: merged line by line')
      expect(said).not.toContain('ci.yaml: base')

      const broken = join(temporaryFolder(), 'broken.js')
      writeFileSync(broken, 'process.exit(70)')
      for (const script of ['/nowhere/mixwright.js', broken])
        mergesByLines(songInGit({ node: '/nowhere/node', script }))
    })

  function mergesByLines(moved: Repository): void {
    const result = mergeOf(
      moved,
      () => moved.write('mix.yaml', `# ours\n${MIX}`),
      () => moved.write('mix.yaml', `${MIX}title: Theirs\n`),
    )
    expect(result.isClean).toBe(true)
    expect(textOf(moved, 'mix.yaml')).toBe(`# ours\n${MIX}title: Theirs\n`)
    expect(moved.git('diff', 'HEAD~1')).toContain('+title: Theirs')
  }

  test('git diff and git log -p show values and what recordings measure', () => {
    const repository = songInGit().write('kick.wav', floatWav(sine(1000, 0.5, 0.5)))
    repository.commit('a recording')
    repository.write('kick.wav', floatWav(sine(1000, 0.25, 0.5)))
    repository.write('mix.yaml', `# moved about\n${MIX.replace('gain: -3 dB', 'gain: -3.50dB')}`)
    const changes = (text: string) => text.split('\n').filter((line) => /^[+-](?![+-])/.test(line))
    const diff = changes(repository.git('diff'))
    expect(diff).toEqual([
      '-loudness: -9.0 LUFS',
      '-true peak: -6.0 dBTP',
      expect.stringMatching(/^-sha256: [0-9a-f]{64}$/),
      '+loudness: -15.0 LUFS',
      '+true peak: -12.0 dBTP',
      expect.stringMatching(/^\+sha256: [0-9a-f]{64}$/),
      '-stems.kick.gain: -3 dB',
      '+stems.kick.gain: -3.5 dB',
    ])
    repository.commit('louder')
    expect(changes(repository.git('log', '-p', '-1', '--format=%s', '--', 'mix.yaml'))).toEqual(diff.slice(-2))
    writeFileSync(join(repository.folder, 'mix.yaml'), textOf(repository, 'mix.yaml').replace('  # low end\n', ''))
    expect(changes(repository.git('diff'))).toEqual([])
  })
})
