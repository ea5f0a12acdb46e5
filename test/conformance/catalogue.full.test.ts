import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { floatWav, sine } from '../_song.ts'
import { ROOT } from '../_tools.ts'

const SONG = `mixwright: 1
stems:
  tone: { file: stems/tone.wav, use: ../presets/plain.yaml }
deliver: { archive: {} }
`

/** A workspace of songs that uses this one's program: what a label's repository looks like. */
class Workspace {
  readonly root: string

  constructor(root: string) {
    this.root = root
    this.write('nx.json', readFileSync(join(ROOT, 'nx.json'), 'utf8'))
    this.write('.nxignore', readFileSync(join(ROOT, '.nxignore'), 'utf8'))
    this.write('.gitignore', 'node_modules\nout/\n.mixwright/\n.nx/\nstems/\n')
    this.write('package.json', '{ "name": "songs", "private": true, "workspaces": ["apps/*"] }')
    this.write('apps/cli/package.json', '{ "name": "@mixwright/cli", "scripts": { "build": "node -e 0" } }')
    this.write('apps/cli/bin/mixwright.js', `import(${JSON.stringify(join(ROOT, 'apps/cli/bin/mixwright.js'))})\n`)
    mkdirSync(join(root, 'projects'), { recursive: true })
    cpSync(join(ROOT, 'projects/catalogue.mjs'), join(root, 'projects/catalogue.mjs'))
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
    this.write('projects/presets/plain.yaml', 'gain: -3 dB\n')
  }

  write(path: string, content: string | Buffer): void {
    mkdirSync(join(this.root, path, '..'), { recursive: true })
    writeFileSync(join(this.root, path), content)
  }

  song(name: string, mixFile = SONG): void {
    this.write(`projects/${name}/mix.yaml`, mixFile)
    this.write(`projects/${name}/stems/tone.wav`, floatWav(sine(440, 0.1, 0.5)))
  }

  git(...args: string[]): void {
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: this.root, stdio: 'pipe' })
  }

  commit(): void {
    this.git('add', '-A')
    this.git('commit', '-qm', 'change')
  }

  nx(...args: string[]): string {
    const env = {
      ...process.env,
      NX_CACHE_DIRECTORY: join(this.root, '.nx/cache'),
      NX_DAEMON: 'false',
      FORCE_COLOR: '0',
    }
    try {
      return execFileSync(join(ROOT, 'node_modules/.bin/nx'), args, {
        cwd: this.root,
        env,
        encoding: 'utf8',
        stdio: 'pipe',
      })
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string }
      throw new Error(`${stdout}\n${stderr}`)
    }
  }

  /** Songs that were rendered, and those whose render was taken from the cache. */
  render(...args: string[]): { made: string[]; cached: string[] } {
    const text = this.nx(...args, '-t', 'render', '--output-style=static')
    const runs = [...text.matchAll(/> nx run ([\w-]+):render(.*)$/gm)]
    const isCached = (rest: string) => /cache/.test(rest)
    return {
      made: runs
        .filter(([, , rest]) => !isCached(rest!))
        .map(([, name]) => name!)
        .sort(),
      cached: runs
        .filter(([, , rest]) => isCached(rest!))
        .map(([, name]) => name!)
        .sort(),
    }
  }
}

const ALL = ['song-one', 'song-three', 'song-two']

describe('a catalogue of songs', () => {
  let songs: Workspace

  beforeAll(() => {
    songs = new Workspace(mkdtempSync(join(tmpdir(), 'mixwright-test-')))
    for (const name of ['one', 'two', 'three']) songs.song(name)
    songs.git('init', '-q', '-b', 'main')
    songs.commit()
  })

  afterAll(() => rmSync(songs.root, { recursive: true, force: true }))

  test('every folder with a mix file is a project with check, render and test', () => {
    const names = songs
      .nx('show', 'projects')
      .split('\n')
      .filter((name) => name.startsWith('song-'))
    expect(names.sort()).toEqual(ALL)
    const { targets } = JSON.parse(songs.nx('show', 'project', 'song-one', '--json'))
    expect(Object.keys(targets).sort()).toEqual(['check', 'render', 'test'])
    expect(targets.render.inputs).toContain('{projectRoot}/stems/tone.wav')
    expect(targets.render.inputs).toContain('{workspaceRoot}/projects/presets/plain.yaml')
  })

  test('what was rendered comes from the cache; what changed is rendered, also recordings that git ignores', () => {
    expect(songs.render('run-many')).toEqual({ made: ALL, cached: [] })
    expect(songs.render('run-many')).toEqual({ made: [], cached: ALL })
    appendFileSync(join(songs.root, 'projects/two/mix.yaml'), 'title: Two\n')
    expect(songs.render('run-many')).toEqual({ made: ['song-two'], cached: ['song-one', 'song-three'] })
    songs.write('projects/three/stems/tone.wav', floatWav(sine(220, 0.1, 0.5)))
    expect(songs.render('run-many')).toEqual({ made: ['song-three'], cached: ['song-one', 'song-two'] })
    songs.write('projects/presets/plain.yaml', 'gain: -4 dB\n')
    expect(songs.render('run-many').made).toEqual(ALL)
  })

  test('affected renders the songs that a commit touches', () => {
    songs.commit()
    appendFileSync(join(songs.root, 'projects/one/mix.yaml'), '# louder?\n')
    songs.commit()
    const affected = (base: string) =>
      songs.nx('show', 'projects', '--affected', `--base=${base}`, '--with-target=render')
    expect(affected('HEAD~1').trim().split('\n')).toEqual(['song-one'])
    songs.write('projects/presets/plain.yaml', 'gain: -5 dB\n')
    songs.commit()
    expect(affected('HEAD~1').trim().split('\n').sort()).toEqual(ALL)
    expect(songs.render('affected', '--base=HEAD~2').made).toEqual(ALL)
    songs.write('apps/cli/index.js', '// another engine\n')
    songs.commit()
    expect(
      affected('HEAD~1')
        .trim()
        .split('\n')
        .filter((name) => name.startsWith('song-'))
        .sort(),
    ).toEqual(ALL)
  })

  test('a malformed song breaks only itself', () => {
    songs.song('broken', `stems: { a: { file: "../../..//etc/passwd", b: [[[[ ${'{'.repeat(5000)}`)
    const names = songs.nx('show', 'projects').split('\n')
    expect(names).toContain('song-broken')
    expect(() => songs.nx('run', 'song-broken:check', '--output-style=static')).toThrow(/YAML_/)
    expect(songs.render('run-many', '--projects=song-one,song-two,song-three').cached).toEqual(ALL)
  })
})
