import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../_song.ts'
import { missing, mixwright } from '../_tools.ts'

type Shell = 'bash' | 'zsh' | 'fish'

const script = (shell: string) => mixwright(['completion', shell]).stdout

const CAPTURE = fileURLToPath(new URL('_complete.zsh', import.meta.url))

/** What a shell with its script offers after each of these lines, in a folder with a file to complete. */
function completed(shell: Shell, lines: readonly string[]): string[][] {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'mixes.sh'), script(shell))
  writeFileSync(join(folder, 'song.yaml'), '')
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, TERM: 'dumb' }
  const run = (args: readonly string[]) => {
    const stdio = ['ignore', 'pipe', 'inherit'] as const
    return execFileSync(shell, args, { cwd: folder, encoding: 'utf8', env, timeout: 20_000, stdio: [...stdio] })
  }
  return { bash: inBash, zsh: inZsh, fish: inFish }[shell](lines)(run)
}

type Run = (args: readonly string[]) => string

const rows = (text: string) => text.split(/[\r\n]+/).filter((row) => row !== '')

const inBash = (lines: readonly string[]) => (run: Run) => {
  const asks = lines.map((line) => {
    const words = line.split(' ')
    const list = words.map((word) => `'${word}'`).join(' ')
    return `COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _mixwright; printf '%s\\n' "\${COMPREPLY[@]}" '<end>'`
  })
  const said = run(['--norc', '-c', ['source ./mixes.sh', ...asks].join('\n')])
  return said.split('<end>').slice(0, -1).map(rows)
}

const inZsh = (lines: readonly string[]) => (run: Run) => {
  const said = run(['-f', CAPTURE, './mixes.sh', ...lines])
    .split('<end>')
    .slice(0, -1)
  return said.map((one) => [...new Set(rows(one).flatMap((row) => row.split('<hit>').slice(1)))])
}

const inFish = (lines: readonly string[]) => (run: Run) => {
  const asks = lines.map((line) => `complete -C '${line}'; echo '<end>'`)
  const said = run(['--no-config', '-c', ['source ./mixes.sh', ...asks].join('; ')])
  return said
    .split('<end>')
    .slice(0, -1)
    .map((one) => rows(one).map((row) => row.split('\t')[0]!))
}

describe('mixwright completion', () => {
  describe.each(['bash', 'zsh', 'fish'] as const)('in %s', (shell) => {
    test.skipIf(missing(shell))('completes commands, options, choices, codes and files', () => {
      const asked = {
        'mixwright re': ['render'],
        'mixwright render --de': ['--deliver'],
        'mixwright diff --format m': ['markdown'],
        'mixwright explain ROUTE_L': ['ROUTE_LOOP'],
        'mixwright git setup --u': ['--undo'],
        'mixwright check song': ['song.yaml'],
      }
      const [commands, shells, below, ...rest] = completed(shell, [
        'mixwright ',
        'mixwright completion ',
        'mixwright git s',
        ...Object.keys(asked),
      ])
      expect(commands).toEqual(expect.arrayContaining(['check', 'fmt', 'edit', 'explain', 'completion', 'help']))
      expect(commands).not.toContain('merge-file')
      expect(commands).not.toContain('song.yaml')
      expect(shells).toEqual(expect.arrayContaining(['bash', 'fish', 'zsh']))
      expect(below).toEqual(expect.arrayContaining(['setup']))
      expect(rest).toEqual(Object.values(asked))
    })
  })

  test.each(['bash', 'zsh', 'fish'] as const)('is understood by %s', (shell) => {
    const text = script(shell)
    for (const word of ['render', 'explain', 'ROUTE_LOOP']) expect(text).toContain(word)
    if (missing(shell)) return
    const file = join(temporaryFolder(), 'mixes.sh')
    writeFileSync(file, text)
    execFileSync(shell, ['-n', file], { stdio: ['ignore', 'ignore', 'inherit'] })
  })

  test('a shell that is not known is wrong usage', () => {
    expect(mixwright(['completion', 'tcsh']).status).toBe(2)
  })
})
