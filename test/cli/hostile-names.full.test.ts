import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { sine, temporaryFolder, writeSong } from '../_song.ts'
import { missing, mixwright } from '../_tools.ts'
import { printTried } from '../_tried.ts'

printTried('places for hostile names')

/** Clears the screen, sets the window's title, hides text, turns reading round; in 7 and 8 bits. */
const ESCAPES = '\x1b[2J\x1b]0;owned\x07\x1b[8m\x9b2J\u202e\r\b'
const ACTS = /(?![\n\t])[\p{Cc}\u2028-\u202e\u2066-\u2069]/u
const MARKUP = `"'><script>alert(1)</script><img src=x onerror=alert(1)></title></script>`
const OPTIONS = '-i /etc/passwd -f; $(touch /tmp/mixwright-was-here) `id` | & %n'

const TONE = { 'a.wav': sine(440, 0.1, 0.4) }
const text = (value: string) => JSON.stringify(value)
/** All texts that a mix file may hold, hostile. */
const hostile = (value: string, deliver = 'archive: { format: wav 24 }') => `mixwright: 1
title: ${text(value)}
artist: ${text(value)}
album: ${text(value)}
comment: ${text(value)}
genre: ${text(value)}
copyright: ${text(value)}
stems: { a: { file: a.wav } }
deliver: { ${deliver} }
`

describe('the console', () => {
  test.each([
    ['a folder and a mix file', ['check', 'FOLDER'], 'mixwright: 1\nstems: { a: { file: a.wav } }\n'],
    [
      'a stem that is not there',
      ['check', 'FOLDER'],
      `mixwright: 1\nstems: { a: { file: ${text(`${ESCAPES}.wav`)} } }\n`,
    ],
    ['names', ['check', 'FOLDER'], `mixwright: 1\nstems: { ${text(ESCAPES)}: { file: a.wav } }\n`],
    [
      'keys and values',
      ['check', 'FOLDER'],
      `mixwright: 1\n${text(ESCAPES)}: ${text(ESCAPES)}\nstems: { a: { file: a.wav, gain: ${text(ESCAPES)} } }\n`,
    ],
    ['raw bytes in the text', ['check', 'FOLDER'], `mixwright: 1\n# ${ESCAPES}\ntitel: ${ESCAPES}\n`],
    ['a recording', ['measure', `FOLDER/${ESCAPES.replace('/', '')}.wav`], ''],
    ['a master', ['master', `FOLDER/none${ESCAPES}.wav`, '--for', 'spotify'], ''],
    ['an unknown command', [ESCAPES], ''],
    ['an unknown option', ['check', `--${ESCAPES}`], ''],
    [
      'an unknown delivery',
      ['render', 'FOLDER', '--deliver', ESCAPES],
      'mixwright: 1\nstems: { a: { file: a.wav } }\n',
    ],
    ['an unknown code', ['explain', ESCAPES], ''],
    ['an edit', ['edit', 'title', ESCAPES, 'FOLDER', '--dry-run'], 'mixwright: 1\nstems: { a: { file: a.wav } }\n'],
  ])('gets no escapes from %s, coloured or not', (_, args, mixFile) => {
    const folder = join(temporaryFolder(), `song ${ESCAPES}`)
    mkdirSync(folder)
    writeSong(mixFile, TONE, folder)
    renameSync(join(folder, 'a.wav'), join(folder, 'b.wav'))
    const { 'a.wav': recording } = TONE
    writeSong(mixFile, { 'a.wav': recording, [`${ESCAPES}.wav`]: recording }, folder)
    for (const more of args[0] === 'check' ? [[], ['--json']] : [[]]) {
      const { stdout, stderr, signal } = mixwright([...args.map((one) => one.replace('FOLDER', folder)), ...more])
      expect(signal).toBeNull()
      expect(`${stdout}${stderr}`).not.toBe('')
      expect(`${stdout}${stderr}`).not.toMatch(ACTS)
    }
  })

  test('gets our own colours, where it is one', async () => {
    const { createColors, terminalText } = await import('../../apps/cli/src/terminal-text.ts')
    const { red, dim } = createColors(true)
    expect(terminalText(`${red('no')} ${dim('\x1b[2Jmaybe')}\tx\n`)).toBe(
      '\x1b[31mno\x1b[39m \x1b[2m\ufffd[2Jmaybe\x1b[22m\tx\n',
    )
    expect(terminalText(createColors(false).red('\x1b[31mno'))).toBe('\ufffd[31mno')
  })
})

test('the report holds names as text, never as markup', () => {
  const folder = writeSong(
    hostile(MARKUP, 'archive: { format: wav 24 }, loud: { target: spotify, format: flac 24 }'),
    TONE,
  )
  const clean = writeSong(
    hostile('plain', 'archive: { format: wav 24 }, loud: { target: spotify, format: flac 24 }'),
    TONE,
  )
  const page = (of: string) => {
    const { status, stderr } = mixwright(['render', of])
    expect(status, stderr).toBe(0)
    return parseHTML(readFileSync(join(of, 'out', 'report.html'), 'utf8')).document
  }
  const [bad, good] = [page(folder), page(clean)]
  expect(bad.body.textContent).toContain('<script>alert(1)')
  for (const tag of ['script', 'img', 'iframe', 'title', 'style']) {
    expect([tag, bad.querySelectorAll(tag).length]).toEqual([tag, good.querySelectorAll(tag).length])
  }
  const handlers = [...bad.querySelectorAll('*')]
    .flatMap((one) => [...one.attributes])
    .filter(({ name }) => name.startsWith('on'))
  expect(handlers.map(({ name }) => name)).toEqual([])
})

test.skipIf(missing('ffmpeg'))('tags carry what is an option elsewhere as the text that it is', () => {
  const folder = writeSong(
    hostile(
      OPTIONS,
      'archive: { format: wav 24 }, a: { target: apple, format: mp3 320 }, b: { target: tidal, format: aac 256 }, c: { target: spotify, format: opus 160 }, d: { target: spotify, format: flac 24 }',
    ),
    { 'a.wav': sine(440, 0.2, 1) },
  )
  const { status, stderr } = mixwright(['render', folder])
  expect(status, stderr).toBe(0)
  expect(readdirSync(join(folder, 'out')).sort()).toEqual([
    'a.mp3',
    'archive.wav',
    'b.m4a',
    'c.opus',
    'd.flac',
    'mix.wav',
    'report.html',
    'report.json',
  ])
  for (const name of ['a.mp3', 'b.m4a', 'c.opus', 'd.flac']) {
    expect(readFileSync(join(folder, 'out', name)).includes(OPTIONS.slice(0, 20))).toBe(true)
  }
  expect(readdirSync('/tmp')).not.toContain('mixwright-was-here')
})

test.each(['--help', '-version', '--output=x', '-i'])(
  'a stem and a delivery called %s are names, not options',
  (name) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'mix.yaml'), '')
    writeSong(
      `mixwright: 1\nstems: { a: { file: ${text(`${name}.wav`)} } }\ndeliver: { archive: {} }\n`,
      { [`${name}.wav`]: sine(440, 0.1, 0.1) },
      folder,
    )
    expect(mixwright(['check', folder]).status).toBe(0)
    const { stdout } = mixwright(['measure', '--json', '--', `${name}.wav`], folder)
    expect(JSON.parse(stdout).files).toHaveLength(1)
  },
)

test.skipIf(missing('git'))('a revision cannot be an option of git', () => {
  const folder = writeSong('mixwright: 1\nstems: { a: { file: a.wav } }\n', TONE)
  const { stdout } = mixwright(['diff', '--json', '--', '--output=owned', 'HEAD', folder])
  expect(JSON.parse(stdout).diagnostics[0].code).toMatch(/^REVISION_/)
  expect(readdirSync(folder)).not.toContain('owned')
})
