import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sine, writeSong } from '../_song.ts'
import { mixwright } from '../_tools.ts'

interface Wrong {
  what: string
  file: string
  code: string
  line: number
  column: number
}

const TONE = { 'a.wav': sine(440, 0.5, 0.1) }

/** One wrong file of each kind; the place is that of the fault. */
const WRONG: readonly Wrong[] = [
  {
    what: 'an unknown key with a typo',
    file: 'mixwright: 1\nstems:\n  a:\n    file: a.wav\n    gian: -3 dB\n',
    code: 'PROJECT_UNKNOWN_KEY',
    line: 5,
    column: 5,
  },
  {
    what: 'a missing stem',
    file: 'mixwright: 1\nstems:\n  a: { file: a.wav }\n  b: { file: b.wav }\n',
    code: 'AUDIO_FILE_MISSING',
    line: 4,
    column: 14,
  },
  {
    what: 'a routing loop',
    file: 'mixwright: 1\nstems: { a: { file: a.wav, bus: x } }\nbuses:\n  x: { bus: y }\n  y: { bus: x }\n',
    code: 'ROUTE_LOOP',
    line: 5,
    column: 13,
  },
  {
    what: 'a bad unit',
    file: 'mixwright: 1\nstems:\n  a: { file: a.wav, gain: -3 Hz }\n',
    code: 'PROJECT_BAD_UNIT',
    line: 3,
    column: 27,
  },
  {
    what: 'a duplicate key',
    file: 'mixwright: 1\nstems:\n  a:\n    file: a.wav\n    gain: 1 dB\n    gain: 2 dB\n',
    code: 'YAML_DUPLICATE_KEY',
    line: 6,
    column: 5,
  },
  {
    what: 'a text that is not YAML',
    file: 'mixwright: 1\nstems: { a: { file: a.wav }\n',
    code: 'YAML_SYNTAX',
    line: 3,
    column: 1,
  },
  {
    what: 'a stem that is not audio',
    file: 'mixwright: 1\nstems:\n  a: { file: text.wav }\n',
    code: 'AUDIO_NOT_AUDIO',
    line: 3,
    column: 14,
  },
  {
    what: 'an empty stem',
    file: 'mixwright: 1\nstems:\n  a: { file: empty.wav }\n',
    code: 'AUDIO_EMPTY',
    line: 3,
    column: 14,
  },
]

function songOf(file: string): string {
  const folder = writeSong(file, TONE)
  writeFileSync(join(folder, 'text.wav'), '<html><body>404 Not Found</body></html>'.repeat(20))
  writeFileSync(join(folder, 'empty.wav'), '')
  return folder
}

describe.each(WRONG)('$what', ({ file, code, line, column }) => {
  test.each(['check', 'render'])('fails %s with a diagnostic at its place, and leaves no output', (command) => {
    const folder = songOf(file)
    const { status, stdout } = mixwright([command, folder, '--json'])
    expect(status).toBe(1)
    const { diagnostics } = JSON.parse(stdout)
    expect(diagnostics).toContainEqual(expect.objectContaining({ code, severity: 'error', line, column }))
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })
})

test('all problems of a file are reported together', () => {
  const folder = songOf(`mixwright: 1
stems:
  a: { file: a.wav, gain: loud, pan: 200R }
  b: { file: missing.wav, sends: { hal: -3 dB } }
returns: { hall: {} }
`)
  const { diagnostics } = JSON.parse(mixwright(['check', folder, '--json']).stdout)
  const codes = diagnostics.map(({ code }: { code: string }) => code)
  expect(codes).toEqual(['PROJECT_BAD_VALUE', 'PROJECT_OUT_OF_RANGE', 'AUDIO_FILE_MISSING', 'ROUTE_UNKNOWN_RETURN'])
})

test('a person sees the line, a caret under the place and a suggestion', () => {
  const { stderr, stdout } = mixwright(['check', songOf(WRONG[0]!.file)])
  expect(stdout).toBe('')
  expect(stderr).toContain('    gian: -3 dB\n')
  expect(stderr).toMatch(/\n\s+\| {5}\^\^\^\^\n/)
  expect(stderr).toContain("did you mean 'gain'?")
  expect(stderr).toContain('1 error')
})

test('a folder without a mix file is refused with a way out', () => {
  const { status, stderr } = mixwright(['render', '/nowhere/at/all'])
  expect(status).toBe(1)
  expect(stderr).toContain('PROJECT_NOT_FOUND')
})
