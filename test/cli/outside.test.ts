import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Access, checkMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { floatWav, sine, temporaryFolder, writeSong } from '../_song.ts'
import { missing, mixwright } from '../_tools.ts'
import { printTried } from '../_tried.ts'

printTried('ways out of the project')

const TONE = floatWav(sine(440, 0.1, 0.1))
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const TARGET = 'deliver: { archive: {} }\n'

/** A project in `song/`, and files beside it that are none of its business. */
function project(mixFile: string): string {
  const top = temporaryFolder()
  writeFileSync(join(top, 'secret.wav'), TONE)
  writeFileSync(join(top, 'secret.png'), PNG)
  writeFileSync(join(top, 'secret.yaml'), 'gain: -3 dB\n')
  mkdirSync(join(top, 'other'))
  writeFileSync(join(top, 'other', 'mix.yaml'), 'mixwright: 1\nstems: { a: { file: ../secret.wav } }\n')
  const folder = join(top, 'song')
  mkdirSync(join(folder, 'sub'), { recursive: true })
  writeFileSync(join(folder, 'sub', 'b.wav'), TONE)
  symlinkSync('../secret.wav', join(folder, 'link.wav'))
  symlinkSync('sub/b.wav', join(folder, 'inner.wav'))
  symlinkSync('..', join(folder, 'up'))
  symlinkSync('../nothing.wav', join(folder, 'loose.wav'))
  symlinkSync('../secret.png', join(folder, 'link.png'))
  symlinkSync('../secret.yaml', join(folder, 'link.yaml'))
  return writeSong(mixFile.replaceAll('TOP', top), { 'a.wav': sine(440, 0.1, 0.1) }, folder)
}

const stem = (file: string) => `mixwright: 1\nstems: { a: { file: ${JSON.stringify(file)} } }\n${TARGET}`
const wet = (file: string) =>
  `mixwright: 1\nstems: { a: { file: a.wav, inserts: [ { convolution: { file: ${file}, mix: 50 % } } ] } }\n${TARGET}`
const cover = (file: string) => `mixwright: 1\nartwork: ${file}\nstems: { a: { file: a.wav } }\n${TARGET}`
const using = (file: string) => `mixwright: 1\nstems: { a: { file: a.wav, use: ${file} } }\n${TARGET}`

const LEADING_OUT: readonly [string, string][] = [
  ['a stem with ..', stem('../secret.wav')],
  ['a stem with .. in the middle', stem('sub/../../secret.wav')],
  ['an absolute stem', stem('TOP/secret.wav')],
  ['an absolute stem inside the project', stem('TOP/song/a.wav')],
  ['a link to a file', stem('link.wav')],
  ['a link to a folder', stem('up/secret.wav')],
  ['a link to nothing yet', stem('loose.wav')],
  ['a device', stem('/dev/zero')],
  ['a process file', stem('/proc/self/environ')],
  ['an impulse response', wet('../secret.wav')],
  ['a linked impulse response', wet('link.wav')],
  ['a cover', cover('../secret.png')],
  ['an absolute cover', cover('TOP/secret.png')],
  ['a linked cover', cover('link.png')],
  ['a cover of a delivery', `${stem('a.wav').replace('archive: {}', 'archive: { metadata: { artwork: link.png } }')}`],
  ['a preset', using('../secret.yaml')],
  ['an absolute preset', using('TOP/secret.yaml')],
  ['a linked preset', using('link.yaml')],
  ['a variant', `${stem('a.wav')}variants: { b: { stems: { a: { file: ../secret.wav } } } }\n`],
]

const codesOf = (stdout: string): string[] =>
  JSON.parse(stdout)
    .diagnostics.filter(({ severity }: { severity: string }) => severity === 'error')
    .map(({ code }: { code: string }) => code)

async function errorsOf(folder: string, access: Access = {}): Promise<string[]> {
  const { diagnostics } = await checkMix(folder, access)
  return diagnostics.flatMap(({ severity, code }) => (severity === 'error' ? [code] : []))
}

describe.each(LEADING_OUT)('%s outside the project', (what, mixFile) => {
  test('is refused, and read only when that is allowed', async () => {
    const folder = project(mixFile)
    expect(await errorsOf(folder)).toEqual(['PROJECT_OUTSIDE'])
    const isReadable = !/nothing yet|device|process/.test(what)
    const [error] = await errorsOf(folder, { allowOutside: true })
    if (isReadable) expect(error).toBeUndefined()
    else expect(error).toMatch(/^AUDIO_/)
  })
})

test.each(['http://example.org/a.wav', 'https://example.org/a.wav', 'file:///etc/passwd', 'concat://a.wav|b.wav'])(
  'the address %s is never followed',
  async (address) => {
    const folder = project(stem(address))
    for (const allowOutside of [false, true])
      expect(await errorsOf(folder, { allowOutside })).toEqual(['PROJECT_OUTSIDE'])
  },
)

test('links and .. that stay inside the project are good', async () => {
  for (const file of ['inner.wav', 'sub/../a.wav', './sub/b.wav'])
    expect(await errorsOf(project(stem(file)))).toEqual([])
})

test('inside a repository all of it is the project, so that songs share files', async () => {
  const folder = project(stem('../secret.wav'))
  mkdirSync(join(folder, '..', '.git'))
  expect(await errorsOf(folder)).toEqual([])
  const above = project(stem('../../secret.wav'))
  mkdirSync(join(above, '..', '.git'))
  expect(await errorsOf(above)).toEqual(['PROJECT_OUTSIDE'])
})

test('a repository in the home folder makes no project of it', () => {
  const folder = project(stem('../secret.wav'))
  const home = join(folder, '..')
  mkdirSync(join(home, '.git'))
  const { stdout } = mixwright(['check', folder, '--json'], undefined, { env: { HOME: home } })
  expect(codesOf(stdout)).toEqual(['PROJECT_OUTSIDE'])
})

const EVERY = ['check', 'render', 'test', 'verify', 'expand'] as const

test.each(EVERY)('%s refuses what leads out', (command) => {
  const folder = project(stem('../secret.wav'))
  const { status, stdout } = mixwright([command, folder, '--json'])
  expect(status).toBe(1)
  if (command === 'test' || command === 'verify') expect(stdout).toMatch(/EXPECT_NONE|LOCK_MISSING/)
  else expect(codesOf(stdout)).toEqual(['PROJECT_OUTSIDE'])
})

test('render and verify make the same of it with --allow-outside', () => {
  const folder = project(stem('../secret.wav'))
  expect(mixwright(['render', folder, '--allow-outside']).status).toBe(0)
  expect(codesOf(mixwright(['verify', folder, '--json']).stdout)).toEqual(['PROJECT_OUTSIDE'])
  expect(mixwright(['verify', folder, '--allow-outside']).status).toBe(0)
})

test('edit does not let a file in from outside', () => {
  const folder = project(stem('a.wav'))
  const { stdout } = mixwright(['edit', 'stems.a.file', '../secret.wav', folder, '--json'])
  expect(codesOf(stdout)).toEqual(['PROJECT_OUTSIDE'])
  expect(mixwright(['edit', 'stems.a.file', '../secret.wav', folder, '--allow-outside']).status).toBe(0)
})

describe('an album', () => {
  const album = (track: string) => {
    const folder = project(stem('a.wav'))
    const text = `mixwrightAlbum: 1\ntracks: [ { ${track} } ]\n`
    writeFileSync(join(folder, 'album.yaml'), text.replace('TOP', join(folder, '..')))
    return folder
  }
  test.each(['file: ../secret.wav', 'file: TOP/secret.wav', 'file: link.wav', 'song: ../other', 'song: up/other'])(
    'refuses { %s }',
    (track) => {
      expect(codesOf(mixwright(['album', album(track), '--json']).stdout)).toEqual(['PROJECT_OUTSIDE'])
    },
  )
})

describe('what is no file', () => {
  const noFifo = missing('mkfifo')
  test.skipIf(noFifo)('a pipe makes nobody wait: stems, covers, presets, locks and mix files', () => {
    for (const [name, text] of [
      ['pipe.wav', stem('pipe.wav')],
      ['pipe.png', cover('pipe.png')],
      ['pipe.yaml', using('pipe.yaml')],
      ['mix.lock', stem('a.wav')],
    ] as const) {
      const folder = project(text)
      execFileSync('mkfifo', [join(folder, name)])
      const { status, signal, stderr } = mixwright(['verify', folder])
      expect([name, status, signal], stderr).toEqual([name, 1, null])
    }
    const folder = temporaryFolder()
    execFileSync('mkfifo', [join(folder, 'mix.yaml')])
    for (const command of ['check', 'fmt']) {
      expect(mixwright([command, folder]).stderr).toContain('is no file')
    }
  })

  test('a folder or a device is refused', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'mix.yaml'))
    for (const path of [folder, '/dev/zero', '/dev/null']) {
      const { status, stderr } = mixwright(['check', path])
      expect([status, stderr.includes('is no file') || stderr.includes('PROJECT_NOT_FOUND')]).toEqual([1, true])
    }
  })
})

test.each(['out', '.mixwright'])('the folder %s is not written to where it leads out', (name) => {
  const folder = project(stem('a.wav'))
  mkdirSync(join(folder, '..', 'elsewhere'))
  symlinkSync('../elsewhere', join(folder, name))
  const { stdout } = mixwright(['render', folder, '--json'])
  expect(codesOf(stdout)).toEqual(['PROJECT_OUTSIDE'])
  expect(mixwright(['render', folder, '--allow-outside']).status).toBe(0)
})
