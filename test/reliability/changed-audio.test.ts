import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareSound } from '@mixwright/revisions'
import { type Diagnostic, initMix, masterFile, measureFiles, renderAlbum, type StageProgress } from '@mixwright/session'
import { afterAll, expect, test } from 'vitest'
import { noise, sine, writeSong } from '../_song.ts'
import { isLong, unfinishedIn } from './_state.ts'

const MIX = 'mixwright: 1\nstems: { a: { file: a.wav } }\ndeliver: { cd: {} }\n'

/** What a command came to while somebody did something to `a.wav` when it told of its progress. */
type Run = (
  folder: string,
  onProgress: (progress: Pick<StageProgress, 'stage'>) => void,
) => Promise<readonly Diagnostic[]>

interface Command {
  stages: string[]
  /** Never there after an error. */
  output?: string
  run: Run
}

const mixFile = (folder: string) => {
  const path = join(folder, 'mix.yaml')
  writeFileSync(path, MIX)
  return path
}
const COMMANDS: Record<string, Command> = {
  measure: {
    stages: ['measuring'],
    run: async (folder, onProgress) => {
      const files = ['a.wav', 'b.wav'].map((name) => join(folder, name))
      const document = await measureFiles(files, { jobs: 1, onProgress: () => onProgress({ stage: 'measuring' }) })
      expect(document.files.map(({ file }) => file)).toEqual([files[1]])
      return document.diagnostics
    },
  },
  master: {
    stages: ['measuring', 'mastering'],
    output: 'out/spotify.wav',
    run: async (folder, onProgress) => {
      const options = { targets: ['spotify'], out: join(folder, 'out'), jobs: 1, onProgress }
      const { diagnostics, mix, deliveries } = await masterFile(join(folder, 'a.wav'), options)
      expect([mix, deliveries]).toEqual([null, []])
      return diagnostics
    },
  },
  album: {
    stages: ['track 1', 'track 2', 'writing the disc'],
    output: 'out/album.wav',
    run: async (folder, onProgress) => {
      writeFileSync(join(folder, 'album.yaml'), 'mixwrightAlbum: 1\ntracks: [ { file: a.wav }, { file: b.wav } ]\n')
      const { document } = await renderAlbum(folder, { jobs: 1, onProgress })
      expect(document.album).toBeNull()
      return document.diagnostics
    },
  },
  'album of a song': {
    stages: ['track 1', 'writing the disc'],
    output: 'out/album.wav',
    run: async (folder, onProgress) => {
      mixFile(folder)
      writeFileSync(join(folder, 'album.yaml'), 'mixwrightAlbum: 1\ntracks: [ { song: mix.yaml } ]\n')
      const { document } = await renderAlbum(folder, { jobs: 1, onProgress })
      expect(document.album).toBeNull()
      return document.diagnostics
    },
  },
  diff: {
    stages: ['mixing now', 'mastering now', 'nulling'],
    run: async (folder, onProgress) => {
      const sides = [MIX, MIX.replace('a.wav', 'a.wav, gain: -3 dB')].map((text, index) => {
        const path = join(folder, index === 0 ? 'former.yaml' : 'mix.yaml')
        writeFileSync(path, text)
        return { name: index === 0 ? 'former' : 'now', mixFile: path }
      })
      const [from, to] = sides as [(typeof sides)[0], (typeof sides)[0]]
      const { document, diagnostics } = await compareSound(from, to, { folder, jobs: 1, onProgress })
      expect(document).toBeUndefined()
      return diagnostics
    },
  },
  init: {
    stages: ['listening to stems', 'setting levels'],
    output: 'mix.yaml',
    run: async (folder, onProgress) => {
      const { document, text } = await initMix(folder, { jobs: 1, onProgress })
      expect([document.file, document.written, text]).toEqual([null, false, undefined])
      return document.diagnostics
    },
  },
}

const flipped = (path: string) => readFileSync(path).map((byte, at) => (at > 100_000 ? byte ^ 1 : byte))
const CHANGES: Record<string, (path: string) => void> = {
  replaced: (path) => {
    writeFileSync(`${path}.new`, flipped(path))
    renameSync(`${path}.new`, path)
  },
  cut: (path) => writeFileSync(path, readFileSync(path).subarray(0, 90_000)),
  vanished: (path) => rmSync(path),
}

const ALL = Object.entries(COMMANDS).flatMap(([command, { stages }]) =>
  stages.flatMap((stage) => Object.keys(CHANGES).map((change) => [command, change, stage] as const)),
)
const QUICK = ALL.filter(([command, change]) => ['measure', 'init'].includes(command) && change === 'replaced')

test.each(isLong ? ALL : QUICK)('%s: a file that is %s while %s is an error that names it', async (...row) => {
  const [command, change, stage] = row
  const { run, output } = COMMANDS[command]!
  const folder = writeSong(MIX, { 'a.wav': noise(3, 0.2, 6), 'b.wav': sine(220, 0.2, 6) })
  rmSync(join(folder, 'mix.yaml'))
  let isDone = false
  const diagnostics = await run(folder, (progress) => {
    if (isDone || progress.stage !== stage) return
    isDone = true
    CHANGES[change]!(join(folder, 'a.wav'))
  })
  expect(isDone).toBe(true)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const changed = errors.filter(({ code }) => code === 'AUDIO_CHANGED')
  expect(changed.length, JSON.stringify(errors)).toBeGreaterThan(0)
  for (const { message, fix } of changed) {
    expect(message).toMatch(/a\.wav' (changed|vanished) while it was read/)
    expect(fix).toBeDefined()
  }
  if (output) expect(existsSync(join(folder, output))).toBe(false)
  expect(unfinishedIn(folder)).toEqual([])
  tried++
})

let tried = 0
afterAll(() => console.log(`reliability: ${tried} files replaced, cut or gone under other commands, each told`))
