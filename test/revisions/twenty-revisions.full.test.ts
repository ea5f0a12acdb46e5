import { join } from 'node:path'
import { describeChanges, openRevision, type Revision, WORKING_TREE } from '@mixwright/revisions'
import { describe, expect, test } from 'vitest'
import { Repository } from '../_repository.ts'
import { floatWav, sine } from '../_song.ts'
import { missing, mixwright } from '../_tools.ts'
import { PRESET, SONG, STEPS } from './_twenty.ts'

const KICK = floatWav(sine(997, 0.125, 0.5))
const LOUDER = floatWav(sine(997, 0.25, 0.6))

/** The song of `_twenty.ts` with a commit for each step; the tag r1 is before the first. */
function twentyRevisions(): Repository {
  const repository = new Repository().write('.gitignore', '.mixwright/\n').write('mix.yaml', SONG)
  for (const name of ['bass', 'vocal', 'keys', 'pad'])
    repository.write(`stems/${name}.wav`, `${name} is not listened to. `.repeat(99))
  repository.write('stems/kick.wav', KICK).write('presets/soft.yaml', PRESET).commit()
  let [file, text] = ['mix.yaml', SONG]
  for (const { edit = [], files = {}, rename = file, name } of STEPS) {
    for (const [from, to] of edit) {
      expect(text.replace(from, to), `${name}: ${from}`).not.toBe(text)
      text = text.replace(from, to)
    }
    if (rename !== file) repository.git('mv', file, rename)
    file = rename
    repository.write(file, text)
    for (const [path, content] of Object.entries(files)) {
      repository.write(path, content === 'louder' ? LOUDER : content)
    }
    repository.commit(name)
  }
  return repository
}

describe.skipIf(missing('git'))('twenty revisions', () => {
  test('are told one by one: every change once, in the right words, and nothing else', async () => {
    const repository = twentyRevisions()
    const before = repository.state()
    const song = join(repository.folder, 'night.yaml')
    const revisions = [...STEPS.keys(), STEPS.length].map((index): Revision => {
      const { revision, diagnostics } = openRevision(`r${index + 1}`, song, { audio: false })
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      return revision!
    })
    const told: Record<string, string[]> = {}
    for (const [index, { name }] of STEPS.entries()) {
      const changes = await describeChanges(revisions[index]!, revisions[index + 1]!)
      told[name] = changes.map(({ text }) => text)
    }
    expect(told).toEqual(Object.fromEntries(STEPS.map(({ name, says }) => [name, says])))

    const whole = await describeChanges(revisions[0]!, revisions[STEPS.length]!)
    const texts = whole.map(({ text }) => text)
    expect(new Set(texts).size).toBe(texts.length)
    expect(texts).toContain('stem voc renamed vocal')
    expect(texts).toContain('vocal: send to room -14 dB → -12 dB')
    // What three steps did to one fader is one change.
    expect(texts).toHaveLength(STEPS.flatMap(({ says }) => says).length - 2)

    const now = openRevision(WORKING_TREE, song).revision!
    expect(await describeChanges(revisions[STEPS.length]!, now)).toEqual([])
    expect(await describeChanges(now, revisions[STEPS.length]!)).toEqual([])
    repository.write('night.yaml', SONG.replace('-22 dB', '-23 dB'))
    const untouched = before.replace(/(?<=^\w+\n,)/, ' M night.yaml\n')
    const dirty = openRevision(WORKING_TREE, song).revision!
    expect((await describeChanges(revisions[0]!, dirty)).map(({ text }) => text)).toEqual([
      'kick: audio of stems/kick.wav changed (0:00.5 → 0:00.6, -21.1 → -15.1 LUFS)',
      'bass: compressor threshold -22 dB → -23 dB',
      'preset presets/soft.yaml: compressor ratio 2 → 2.5 (keys, pad)',
    ])
    expect(repository.state().replace('!! .mixwright/\n', '')).toBe(untouched)
  })
})

describe.skipIf(missing('git'))('mixwright diff', () => {
  test('prints the changes by strip, as Markdown and as JSON, and says with its exit code what it is asked', () => {
    const repository = new Repository().write('.gitignore', '.mixwright/\n').write('mix.yaml', SONG)
    repository.write('presets/soft.yaml', PRESET).commit()
    repository.write('mix.yaml', SONG.replace('gain: -4 dB', 'gain: -2.5 dB').replace('tempo: 96', 'tempo: 99'))
    const { folder } = repository
    const words = mixwright(['diff', 'r1', '--no-sound'], folder)
    expect([words.status, words.stdout]).toEqual([0, 'tempo 96 bpm → 99 bpm\n\nvoc\n  fader -4 dB → -2.5 dB\n'])
    expect(words.stderr).toMatch(/^r1 \(\w{7}\) → working tree\n$/)

    const json = mixwright(['diff', 'r1', '--no-sound', '--json', '--exit-code'], folder)
    expect(json.status).toBe(1)
    expect(JSON.parse(json.stdout)).toEqual({
      from: expect.stringMatching(/^r1 \(/),
      to: 'working tree',
      changes: [
        { path: 'tempo', from: 96, to: 99, text: 'tempo 96 bpm → 99 bpm' },
        { path: 'stems.voc.gain', from: -4, to: -2.5, text: 'voc: fader -4 dB → -2.5 dB' },
      ],
    })
    const markdown = mixwright(['diff', 'r1', '--no-sound', '--format', 'markdown'], folder)
    expect(markdown.stdout).toMatch(
      /^### r1 \(\w+\) → working tree\n\n- tempo .*\n\n\*\*voc\*\*\n\n- fader -4 dB → -2.5 dB\n$/,
    )
    const same = mixwright(['diff', 'r1..r1', folder, '--no-sound', '--exit-code'])
    expect([same.status, same.stdout, same.stderr.split('\n').at(-2)]).toEqual([0, '', 'nothing changed'])

    const unknown = mixwright(['diff', 'r9', '--no-sound', '--json'], folder)
    expect(unknown.status).toBe(1)
    expect(JSON.parse(unknown.stdout).diagnostics).toMatchObject([{ code: 'REVISION_UNKNOWN' }])
    expect(mixwright(['diff', '--no-sound', '--', '--output=x'], folder).stderr).toContain('REVISION_UNKNOWN')
    expect(mixwright(['diff'], folder).status).toBe(2)
  })
})
