import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../_song.ts'
import { missing, mixwright } from '../_tools.ts'

const script = (shell: string) => mixwright(['completion', shell]).stdout

describe('mixwright completion', () => {
  test.skipIf(missing('bash'))('completes commands, options, choices, codes and files in bash', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'mixes.sh'), script('bash'))
    writeFileSync(join(folder, 'song.yaml'), '')
    const complete = (...words: string[]) => {
      const list = words.map((word) => `'${word}'`).join(' ')
      const lines = ['source ./mixes.sh', `COMP_WORDS=(mixwright ${list})`, `COMP_CWORD=${words.length}`, '_mixwright']
      const print = `printf '%s\\n' "\${COMPREPLY[@]}"`
      const out = execFileSync('bash', ['--norc', '-c', [...lines, print].join('\n')], {
        cwd: folder,
        encoding: 'utf8',
      })
      return out.split('\n').filter((word) => word !== '')
    }
    expect(complete('re')).toEqual(['render'])
    expect(complete('')).toEqual(expect.arrayContaining(['check', 'fmt', 'edit', 'explain', 'completion']))
    expect(complete('render', '--de')).toEqual(['--deliver'])
    expect(complete('diff', '--format', 'm')).toEqual(['markdown'])
    expect(complete('explain', 'ROUTE_L')).toEqual(['ROUTE_LOOP'])
    expect(complete('git', 's')).toEqual(expect.arrayContaining(['setup']))
    expect(complete('git', 'setup', '--u')).toEqual(['--undo'])
    expect(complete('check', 'song')).toEqual(['song.yaml'])
    expect(complete('')).not.toContain('merge-file')
  })

  test.each(['bash', 'zsh', 'fish'] as const)('is understood by %s', (shell) => {
    const text = script(shell)
    for (const word of ['render', 'explain', 'ROUTE_LOOP']) expect(text).toContain(word)
    if (missing(shell)) return
    execFileSync(shell, ['-n'], { input: text, stdio: ['pipe', 'ignore', 'inherit'] })
  })

  test('a shell that is not known is wrong usage', () => {
    expect(mixwright(['completion', 'tcsh']).status).toBe(2)
  })
})
