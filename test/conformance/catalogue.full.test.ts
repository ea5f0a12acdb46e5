import { appendFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Catalogue } from '../_catalogue.ts'
import { floatWav, sine } from '../_song.ts'

const ALL = ['song-one', 'song-three', 'song-two']

describe('a catalogue of songs', () => {
  let songs: Catalogue

  beforeAll(() => {
    songs = new Catalogue()
    for (const name of ['one', 'two', 'three']) songs.song(name)
    songs.git('init', '-q', '-b', 'main')
    songs.commit()
  })

  afterAll(() => songs.remove())

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

  test('the name of a song’s folder is a name to the shell, whatever it holds', () => {
    for (const name of ['$(touch owned)', '"; touch owned; "', '`touch owned` & b', '-i <b>']) songs.song(name)
    const text = songs.nx('run-many', '-t', 'check', '--projects=song-*', '--output-style=static')
    expect(text).toMatch(/Successfully ran target check for 7 projects/)
    expect(readdirSync(songs.root, { recursive: true }).filter((path) => `${path}`.endsWith('owned'))).toEqual([])
  })

  test('a malformed song breaks only itself', () => {
    songs.song('broken', `stems: { a: { file: "../../..//etc/passwd", b: [[[[ ${'{'.repeat(5000)}`)
    const names = songs.nx('show', 'projects').split('\n')
    expect(names).toContain('song-broken')
    expect(() => songs.nx('run', 'song-broken:check', '--output-style=static')).toThrow(/YAML_/)
    expect(songs.render('run-many', '--projects=song-one,song-two,song-three').cached).toEqual(ALL)
  })
})
