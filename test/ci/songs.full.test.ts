import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Catalogue } from '../_catalogue.ts'
import { missing, mixwright } from '../_tools.ts'

const mix = (gain: string, most = '0 dBTP') => `mixwright: 1
stems: { tone: { file: stems/tone.wav, gain: ${gain} } }
deliver: { archive: {} }
expect: [ { truePeak: mix, atMost: ${most} } ]
`

/** The build tool starts in seconds, several times. */
const SLOW_MS = 300_000

describe.skipIf(missing('git', 'bash'))('the script that a pull request runs', () => {
  let songs: Catalogue

  beforeAll(() => {
    songs = new Catalogue()
    for (const name of ['one', 'two']) {
      songs.song(name, mix('-6 dB'))
      render(name)
    }
    songs.git('init', '-q', '-b', 'main')
    songs.commit()
  })

  afterAll(() => songs.remove())

  function render(name: string): void {
    expect(mixwright(['render', join(songs.root, 'projects', name), '--quiet']).status).toBe(0)
  }

  /** What it comes to for the last commit: as on a machine on which nothing was rendered yet. */
  function check(): { status: number | null; text: string; changes: string; rendered: string[] } {
    const folders = ['one', 'two', 'three'].map((name) => join(songs.root, 'projects', name))
    for (const folder of folders) {
      for (const made of ['out', '.mixwright']) rmSync(join(folder, made), { recursive: true, force: true })
    }
    const changes = join(songs.root, 'changes.md')
    const { status, stdout, stderr } = songs.script('.ci/songs', 'HEAD~1', 'HEAD', changes)
    const rendered = folders.filter((folder) => existsSync(join(folder, 'out/archive.wav')))
    return {
      status,
      text: stdout + stderr,
      changes: readFileSync(changes, 'utf8'),
      rendered: rendered.map((folder) => folder.slice(songs.root.length + 1)),
    }
  }

  test(
    'passes a song that comes with its lock, says what changed, and leaves the others alone',
    () => {
      songs.write('projects/one/mix.yaml', mix('-4.5 dB'))
      render('one')
      songs.commit()
      const { status, text, changes, rendered } = check()
      expect(text).not.toMatch(/failed: /)
      expect(status).toBe(0)
      expect(rendered).toEqual(['projects/one'])
      expect(changes).toMatch(/^## projects\/one\n/)
      expect(changes).toMatch(/fader -6 dB → -4\\?\.5 dB/)
      expect(changes).toContain('| mix | ')
      expect(changes).not.toContain('projects/two')
    },
    SLOW_MS,
  )

  test(
    'fails a lock that was left behind, a missed expectation and a malformed song, and goes on with the others',
    () => {
      songs.write('projects/one/mix.yaml', 'mixwright: 1\nexpect: [')
      songs.write('projects/two/mix.yaml', mix('-9 dB', '-60 dBTP'))
      songs.song('three', mix('-3 dB'))
      render('three')
      songs.commit()
      const { status, text, changes, rendered } = check()
      expect(status).toBe(1)
      expect(text.match(/^failed: .*/gm)).toEqual([
        'failed: check',
        'failed: render projects/one',
        'failed: diff projects/one',
        'failed: render projects/two',
        'failed: test',
      ])
      for (const code of ['YAML_', 'LOCK_', 'EXPECT_FAILED']) expect(text).toContain(code)
      expect(rendered).toEqual(['projects/three'])
      expect(changes).toMatch(/## projects\/two\n[\s\S]*fader -6 dB → -9 dB/)
      expect(changes).toContain('## projects/one\n\nNot compared')
      expect(changes).toContain('## projects/three\n\nA new song.\n')
    },
    SLOW_MS,
  )

  test(
    'has nothing to do where no song is touched, and takes no revision that there is not',
    () => {
      songs.write('README.md', 'Songs.\n')
      songs.commit()
      const { status, text, changes, rendered } = check()
      expect([status, changes, rendered]).toEqual([0, '', []])
      expect(text).toContain('no song is touched')
      expect(songs.script('.ci/songs', 'nowhere', 'HEAD', join(songs.root, 'changes.md')).status).toBe(2)
    },
    SLOW_MS,
  )
})
