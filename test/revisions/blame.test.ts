import { blameMix } from '@mixwright/revisions'
import { describe, expect, test } from 'vitest'
import { Repository } from '../_repository.ts'
import { missing, mixwright } from '../_tools.ts'

const why = missing('git')

/** Six commits, a branch merged, and what is not committed. */
function songInGit(): Repository {
  const repository = new Repository()
  const mix = `mixwright: 1
stems:
  kick: { file: kick.wav, gain: -3 dB }
  vocal: { use: voice.yaml, file: vocal.wav, gain: -4 dB }
`
  repository.write('voice.yaml', 'pan: 10R\ninserts: [{ compressor: { threshold: -20 dB, ratio: 3 } }]\n')
  repository.write('song.yaml', mix).commit('first')
  const second = mix.replace('gain: -3 dB', 'gain: -2 dB')
  repository.write('song.yaml', second).commit('louder kick')
  const third = `# moved, respelled and put into lines
stems:
  vocal:
    gain: -4.0dB
    use: voice.yaml
    file: vocal.wav
  kick:
    gain: -2.0 dB
    file: kick.wav
mixwright: 1
`
  repository.remove('song.yaml').write('mix.yaml', second).commit('renamed')
  repository.write('mix.yaml', third).commit('tidied')
  repository.write('voice.yaml', 'inserts: [{ compressor: { ratio: 3, threshold: -24 dB } }]\npan: 10R\n')
  repository.commit('harder voice')
  repository.git('checkout', '-q', '-b', 'side', 'HEAD~1')
  repository.write('mix.yaml', third.replace('-4.0dB', '-5 dB')).commit('softer voice')
  repository.git('checkout', '-q', 'main')
  repository.git('merge', '-q', '--no-edit', 'side')
  return repository.write('mix.yaml', third.replace('-4.0dB', '-5 dB').replace('file: kick.wav', 'file: kick2.wav'))
}

describe.skipIf(why)('blame', () => {
  test('names the commit that set each value, whatever became of its line', () => {
    const { values, diagnostics } = blameMix(songInGit().folder)
    expect(diagnostics).toEqual([])
    expect(values.map(({ path, value, commit }) => [path, value, commit?.subject])).toEqual([
      ['mixwright', '1', 'first'],
      ['stems.kick.file', 'kick2.wav', undefined],
      ['stems.kick.gain', '-2 dB', 'louder kick'],
      ['stems.vocal.file', 'vocal.wav', 'first'],
      ['stems.vocal.gain', '-5 dB', 'softer voice'],
      ['stems.vocal.inserts', 'compressor', 'first'],
      ['stems.vocal.compressor.ratio', '3', 'first'],
      ['stems.vocal.compressor.threshold', '-24 dB', 'harder voice'],
      ['stems.vocal.pan', '10 R', 'first'],
      ['stems.vocal.use', 'voice.yaml', 'first'],
    ])
  })

  test('of one value or strip, as text and as JSON', () => {
    const { folder } = songInGit()
    const { stdout, status } = mixwright(['blame', 'stems.kick'], folder)
    expect([status, stdout.split('\n').map((line) => line.trim().replace(/^[0-9a-f]{7,}/, 'hash'))]).toEqual([
      0,
      [
        'not committed            stems.kick.file: kick2.wav',
        'hash  2026-01-01     A. Mixer  stems.kick.gain: -2 dB      louder kick',
        '',
      ],
    ])
    const { values } = JSON.parse(mixwright(['blame', folder, 'stems.vocal.gain', '--json']).stdout)
    expect(values).toEqual([
      {
        path: 'stems.vocal.gain',
        value: '-5 dB',
        commit: {
          commit: expect.stringMatching(/^[0-9a-f]{40}$/),
          short: expect.stringMatching(/^[0-9a-f]{7,}$/),
          date: expect.stringMatching(/^2026-01-01T12:00:00(Z|\+00:00)$/),
          author: 'A. Mixer',
          subject: 'softer voice',
        },
      },
    ])
    expect(blameMix(folder, 'stems.kik').diagnostics).toMatchObject([
      {
        code: 'BLAME_NO_VALUE',
        message: "got 'stems.kik', which the mix does not set",
        fix: 'have: stems.kick, stems.vocal',
      },
    ])
  })
})
