import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { noise, writeSong } from '../_song.ts'
import { CLI, missing, mixwright } from '../_tools.ts'

/** Runs a command on a terminal of a size and prints all that it wrote there. */
const ON_TERMINAL = `
import fcntl, os, pty, struct, sys, termios
columns, rows, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', int(rows), int(columns), 0, 0))
    os.execvp(command[0], command)
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    os.write(1, data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`

interface Terminal {
  columns?: number
  rows?: number
  env?: Record<string, string>
}

function onTerminal(args: readonly string[], { columns = 100, rows = 30, env = {} }: Terminal = {}): string {
  const command = ['-c', ON_TERMINAL, String(columns), String(rows), process.execPath, CLI, ...args]
  const { NO_COLOR, ...others } = process.env
  const options = { encoding: 'utf8', env: { ...others, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', ...env } } as const
  const { status, stdout } = spawnSync('python3', command, options)
  expect(status).toBe(0)
  return stdout
}

/** What a terminal shows in the end: lines are overwritten, the cursor moves up, the rest is erased. */
function screenOf(written: string, columns: number): string[] {
  const lines: string[] = ['']
  let [row, column] = [0, 0]
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a terminal is told by
  for (const [piece] of written.matchAll(/\x1b\[[\d;?]*[A-Za-z]|[\s\S]/gu)) {
    const count = Number(/\d+/.exec(piece)?.[0] ?? 1)
    if (piece === '\r') column = 0
    else if (piece === '\n') row++
    else if (piece.endsWith('A') && piece.length > 1) row = Math.max(0, row - count)
    else if (piece.endsWith('J') && piece.length > 1) lines.splice(row, lines.length, lines[row]!.slice(0, column))
    else if (piece.length <= 2 && !piece.startsWith('\x1b')) {
      if (column === columns) [row, column] = [row + 1, 0]
      while (lines.length <= row) lines.push('')
      lines[row] = lines[row]!.padEnd(column).slice(0, column) + piece + lines[row]!.slice(column + 1)
      column++
    }
    while (lines.length <= row) lines.push('')
  }
  return lines
}

const song = () =>
  writeSong(
    `mixwright: 1\nstems: { kick: { file: a.wav }, voice: { file: a.wav, start: 1 s } }\ndeliver: { spotify: {}, archive: {} }\n`,
    { 'a.wav': noise(1, 0.1, 2) },
  )
const isHidden = missing('python3')

describe('on a terminal', () => {
  test.skipIf(isHidden)('a render shows stages, stems and deliveries, then nothing but its tables', () => {
    const written = onTerminal(['render', song()], { columns: 160 })
    for (const word of ['▸ mixing', '✓ mixing', 'kick', 'voice', '▸ mastering', 'spotify', '░', '█']) {
      expect(written).toContain(word)
    }
    const screen = screenOf(written, 160)
    expect(screen.join('\n')).not.toMatch(/[▸░█]|mastering/)
    expect(screen[0]).toMatch(/^ +length +rate/)
    expect(screen.some((line) => line.startsWith('spotify: loudness'))).toBe(true)
  })

  test.skipIf(isHidden)('of 40 columns no line is broken, and tables have a line for each figure', () => {
    const screen = screenOf(onTerminal(['render', song()], { columns: 40, rows: 12 }), 40)
    const figures = screen.slice(
      0,
      screen.findIndex((line) => line.startsWith('spotify: loudness')),
    )
    expect(figures.length).toBeGreaterThan(20)
    expect(screen.find((line) => line.startsWith('  LUFS'))).toMatch(/^ {2}LUFS +-\d+\.\d$/)
  })

  test.skipIf(isHidden)('that is dumb, and with --plain, each stage has a line and nothing is escaped', () => {
    for (const plain of [{ env: { TERM: 'dumb' } }, { env: { MIXWRIGHT_PLAIN: '1' } }, { args: ['--plain'] }]) {
      const { env = {}, args = [] } = plain as { env?: Record<string, string>; args?: string[] }
      const written = onTerminal(['render', song(), '--mix-only', ...args], { env })
      expect(written).not.toContain('\x1b')
      expect(written).toMatch(/^checking\r\nreading audio\r\nhashing\r\nmixing\r\n/)
    }
  })

  test.skipIf(isHidden)('NO_COLOR leaves colours out, --quiet and --json the view', () => {
    const folder = song()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are told by them
    const color = /\x1b\[[\d;]*m/
    expect(onTerminal(['render', folder])).toMatch(color)
    expect(onTerminal(['render', folder], { env: { NO_COLOR: '1' } })).not.toMatch(color)
    expect(onTerminal(['render', folder, '--quiet', '--mix-only'])).not.toContain('\x1b')
    expect(JSON.parse(onTerminal(['render', folder, '--json', '--mix-only']))).toMatchObject({ deliveries: [] })
  })
})

test('elsewhere each stage has one line, and results stay plain', () => {
  const { stdout, stderr } = mixwright(['render', song(), '--mix-only'])
  expect(stdout + stderr).not.toContain('\x1b')
  expect(stderr.split('\n').slice(0, 5)).toEqual(['checking', 'reading audio', 'hashing', 'mixing', 'mastering'])
})
