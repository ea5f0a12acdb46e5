import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describeChanges, openRevision, WORKING_TREE } from '@mixwright/revisions'
import { renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { Repository } from '../_repository.ts'
import { floatWav, sine } from '../_song.ts'
import { missing } from '../_tools.ts'

const MIX = 'mixwright: 1\nstems: { a: { file: stems/a.wav } }\n'
const QUIET = floatWav(sine(997, 0.125, 0.5))
const LOUD = floatWav(sine(997, 0.25, 0.6))

async function said(repository: Repository, from: string, to: string): Promise<string[]> {
  const sides = [from, to].map((spec) => openRevision(spec, repository.folder, { audio: false }).revision!)
  return (await describeChanges(sides[0]!, sides[1]!)).map(({ text }) => text)
}

describe.skipIf(missing('git'))('a recording that is not in git', () => {
  test('is known by the locks of both revisions, or by the file that is there', async () => {
    const repository = new Repository().write('.gitignore', '.mixwright/\nstems/\nout/\n').write('mix.yaml', MIX)
    for (const recording of [QUIET, LOUD]) {
      repository.write('stems/a.wav', recording)
      expect((await renderMix(repository.folder, { mixOnly: true, jobs: 1 })).result.diagnostics).toEqual([])
      repository.commit()
    }
    const changed = ['a: audio of stems/a.wav changed (0:00.5 → 0:00.6, -21.1 → -15.1 LUFS)']
    expect(await said(repository, 'r1', 'r2')).toEqual(changed)
    expect(await said(repository, 'r1', WORKING_TREE)).toEqual(changed)
    expect(await said(repository, 'r2', WORKING_TREE)).toEqual([])
    rmSync(join(repository.folder, 'stems'), { recursive: true })
    expect(await said(repository, 'r1', 'r2')).toEqual(changed)
    repository.git('rm', '-q', '--cached', 'mix.lock')
    rmSync(join(repository.folder, 'mix.lock'))
    repository.commit()
    expect(await said(repository, 'r1', 'r3')).toEqual([])
  })

  test('is known by its pointers where Git LFS keeps it', async () => {
    const pointer = (audio: Buffer) => {
      const sha256 = createHash('sha256').update(audio).digest('hex')
      return `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${audio.length}\n`
    }
    const repository = new Repository().write('mix.yaml', MIX).write('stems/a.wav', pointer(QUIET))
    repository.commit()
    repository.write('stems/a.wav', pointer(LOUD)).commit()
    expect(await said(repository, 'r1', 'r2')).toEqual(['a: audio of stems/a.wav changed'])
    repository.write('stems/a.wav', LOUD)
    expect(await said(repository, 'r2', WORKING_TREE)).toEqual([])
  })
})
