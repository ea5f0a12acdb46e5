import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../_song.ts'
import { CLI, missing } from '../_tools.ts'
import { writeLongWav } from './_long-wav.ts'
import { isLong, unfinishedIn } from './_state.ts'

const STOPS_WITHIN_MS = 1000
/** A command that takes longer than this ends without clearing up: that is left to the next one. */
const CLEARS_UP_MS = 850
/** A machine that is busy with other things may be late; a command that does not stop is late each time. */
const TRIES = 3
const LATEST_MS = 60_000

/** When to stop a command: when it has said this, or when there is such a file of some size. */
type Moment = { said: RegExp } | { file: RegExp }

interface Row {
  /** What is being done then. */
  what: string
  args: (folder: string) => string[]
  /** Makes what the command works on. */
  prepare: (folder: string) => void
  moment: Moment
  signal?: NodeJS.Signals
  code?: number
  needs?: 'git'
}

const long = (folder: string, name: string, seconds = 60) => writeLongWav(join(folder, name), { seconds })
const mixFile = (folder: string, deliver: string, stem = 'a.wav', more = '') =>
  writeFileSync(
    join(folder, 'mix.yaml'),
    `mixwright: 1\nstems: { a: { file: ${stem}${more} }, b: { file: ${stem}, start: 1 s } }\ndeliver: { ${deliver} }\n`,
  )
/** A song with one delivery. */
const song = (deliver: string, seconds?: number) => (folder: string) => {
  long(folder, 'a.wav', seconds)
  mixFile(folder, deliver)
}
/** Compressed files of noise, made once. */
const coded = new Map<string, Buffer>()
function writeCoded(path: string, format: string): void {
  const extension = format.split(' ')[0]!
  let bytes = coded.get(format)
  if (!bytes) {
    const folder = temporaryFolder()
    long(folder, 'a.wav')
    writeFileSync(
      join(folder, 'mix.yaml'),
      `mixwright: 1\nstems: { a: { file: a.wav } }\ndeliver: { a: { format: ${format}, loudness: as mixed } }\n`,
    )
    const args = [CLI, 'render', folder, '--no-lock', '--no-cache', '--no-report']
    expect(spawnSync(process.execPath, args).status).toBe(0)
    bytes = readFileSync(join(folder, 'out', `a.${extension}`))
    coded.set(format, bytes)
  }
  writeFileSync(path, bytes)
}

const render = (...options: string[]) => ({ args: (folder: string) => ['render', folder, '--no-lock', ...options] })
const encoding = (name: string, format: string, seconds?: number): Row => ({
  what: `encoding ${name}`,
  ...render('--no-cache', '--no-report'),
  prepare: song(`x: { format: ${format}, loudness: as mixed }`, seconds),
  moment: { file: /\.x\.[a-z0-9]+\.p.*part$/ },
})
const raw = 'x: { format: wav 16, loudness: as mixed }'

const commit = (folder: string, ...args: string[]) => {
  const identity = ['-c', 'user.name=A', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false']
  expect(spawnSync('git', [...identity, ...args], { cwd: folder }).status).toBe(0)
}
const twoRevisions = (folder: string) => {
  song(raw, 30)(folder)
  commit(folder, 'init', '-q')
  commit(folder, 'add', '.')
  commit(folder, 'commit', '-q', '-m', 'one')
  mixFile(folder, raw, 'a.wav', ', gain: -3 dB')
  commit(folder, 'commit', '-q', '-a', '-m', 'two')
}
const albumOf = (folder: string) => {
  for (const name of ['a.wav', 'b.wav']) long(folder, name)
  writeFileSync(join(folder, 'album.yaml'), 'mixwrightAlbum: 1\ntracks: [ { file: a.wav }, { file: b.wav } ]\n')
}

const QUICK: Row[] = [
  { what: 'mixing', ...render(), prepare: song(raw), moment: { file: /mix\.wav.*part$/ } },
  { ...encoding('MP3', 'mp3 320', 20), signal: 'SIGTERM', code: 143 },
]

const LONG: Row[] = [
  {
    what: 'hashing stems',
    args: (folder) => ['render', folder],
    prepare: song(raw),
    moment: { said: /^hashing$/m },
  },
  {
    what: 'decoding a stem',
    ...render('--no-cache'),
    prepare: (folder) => {
      writeCoded(join(folder, 'a.flac'), 'flac 16')
      mixFile(folder, raw, 'a.flac')
    },
    moment: { file: /decoded.*part$/ },
  },
  {
    what: 'mastering',
    ...render(),
    prepare: song('spotify: {}'),
    moment: { said: /^mastering$/m },
    signal: 'SIGHUP',
    code: 129,
  },
  { what: 'cutting vinyl', ...render(), prepare: song('vinyl: {}'), moment: { said: /^mastering$/m } },
  ...[
    ['AAC', 'aac 256'],
    ['Opus', 'opus 160'],
    ['FLAC', 'flac 16'],
    ['ALAC', 'alac 16'],
  ].map(([name, format]) => encoding(name!, format!)),
  {
    what: 'measuring a decoded MP3',
    ...render('--no-cache', '--no-report'),
    prepare: song('x: { format: mp3 320, loudness: as mixed }'),
    moment: { file: /decoded\.wav.*part$/ },
  },
  { what: 'album: a track', args: (folder) => ['album', folder], prepare: albumOf, moment: { said: /^track 1$/m } },
  {
    what: 'album: the disc',
    args: (folder) => ['album', folder],
    prepare: albumOf,
    moment: { said: /^writing the disc$/m },
  },
  ...Object.entries({
    mixing: { file: /comparing.*\.wav.*part$/ },
    mastering: { file: /masters.*\.wav.*part$/ },
    nulling: { said: /^nulling$/m },
    'writing what is heard': { file: /difference\.wav/ },
  }).map(([what, moment]): Row => {
    return {
      what: `diff: ${what}`,
      args: (folder) => ['diff', 'HEAD~1', 'HEAD', folder, '--audio'],
      prepare: twoRevisions,
      moment,
      needs: 'git',
    }
  }),
  {
    what: 'bisect',
    args: (folder) => ['bisect', folder, '--good', 'HEAD~1', '--until', 'loudness(mix) < -30'],
    prepare: twoRevisions,
    moment: { file: /bisect.*mix\.wav.*part$/ },
    needs: 'git',
  },
  {
    what: 'bisect: measuring stems',
    args: (folder) => ['bisect', folder, '--good', 'HEAD~1', '--until', 'level(a) < -30'],
    prepare: twoRevisions,
    moment: { file: /bisect.*[/\\]out$|bisect.*stems[/\\]a\.wav$/ },
    needs: 'git',
  },
  {
    what: 'measure: decoding',
    args: (folder) => ['measure', join(folder, 'a.mp3')],
    prepare: (folder) => writeCoded(join(folder, 'a.mp3'), 'mp3 320'),
    moment: { file: /0\.wav.*part$/ },
  },
  {
    what: 'measure',
    args: (folder) => ['measure', join(folder, 'a.wav')],
    prepare: (folder) => long(folder, 'a.wav', 1800),
    moment: { said: /^measuring$/m },
  },
  ...(['measuring', 'mastering'] as const).map((stage): Row => {
    return {
      what: `master: ${stage}`,
      args: (folder) => ['master', join(folder, 'a.wav'), '--for', 'spotify,cd,vinyl', '--out', join(folder, 'out')],
      prepare: (folder) => long(folder, 'a.wav', 240),
      moment: { said: new RegExp(`^${stage}$`, 'm') },
    }
  }),
  ...(['listening to stems', 'setting levels'] as const).map((stage): Row => {
    return {
      what: `init: ${stage}`,
      args: (folder) => ['init', folder],
      prepare: (folder) => {
        for (const [seed, name] of ['kick', 'bass', 'vocal'].entries())
          writeLongWav(join(folder, `${name}.wav`), { seconds: 100, seed })
      },
      moment: { said: new RegExp(`^${stage}$`, 'm') },
    }
  }),
  ...(['verify', 'test'] as const).map((command): Row => {
    return {
      what: command,
      args: (folder) => [command, folder],
      prepare: (folder) => {
        long(folder, 'a.wav', 60)
        mixFile(folder, raw)
        if (command === 'test')
          writeFileSync(
            join(folder, 'mix.yaml'),
            `${readFileSync(join(folder, 'mix.yaml'))}expect: [ { loudness: mix, atMost: 0 LUFS } ]\n`,
          )
        else expect(spawnSync(process.execPath, [CLI, 'render', folder]).status).toBe(0)
      },
      moment: { file: /mix\.wav.*part$/ },
    }
  }),
  {
    what: 'watch',
    args: (folder) => ['watch', folder],
    prepare: song(raw),
    moment: { file: /mix\.wav.*part$/ },
    code: 0,
  },
]

const FORMER = ['mix.wav', 'x.wav', 'report.json', 'album.wav', 'diff/a.wav', 'spotify.wav']

/** Starts a command, stops it at its moment, and waits for its end: how long that took, and what it left. */
async function stop({ args, moment, signal = 'SIGINT' }: Row, folder: string, temp: string) {
  const env = { ...process.env, TMPDIR: temp }
  const child = spawn(process.execPath, [CLI, ...args(folder), '--plain'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'close')
  let isOver = false
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  void ended.then(() => {
    isOver = true
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const isThere = () =>
    'said' in moment ? moment.said.test(said) : [folder, temp].some((one) => has(one, moment.file))
  const begin = performance.now()
  while (!isThere()) {
    expect(isOver, `it ended before its moment: ${said}`).toBe(false)
    expect(performance.now() - begin, said).toBeLessThan(LATEST_MS)
    await setTimeout(5)
  }
  await setTimeout(30)
  const at = performance.now()
  child.kill(signal)
  const [code] = await ended
  return { code, ms: performance.now() - at, said }
}

/** Whether there is such a file that something was written to. */
function has(folder: string, name: RegExp): boolean {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((path) => {
    if (!name.test(path)) return false
    const found = statSync(join(folder, path), { throwIfNoEntry: false })
    return found !== undefined && found.size > 0
  })
}

describe.skipIf(process.platform === 'win32')(`within ${STOPS_WITHIN_MS} ms a signal stops`, () => {
  test.each(isLong ? [...QUICK, ...LONG] : QUICK)(
    '$what',
    async (row) => {
      const reason = row.needs && missing(row.needs)
      if (reason) return console.log(`skipped: ${reason}`)
      const folder = temporaryFolder()
      row.prepare(folder)
      const kept = existsSync(join(folder, 'mix.lock')) ? readFileSync(join(folder, 'mix.lock'), 'utf8') : undefined
      const times: number[] = []
      while (times.length < TRIES && !times.some((ms) => ms < CLEARS_UP_MS)) {
        rmSync(join(folder, 'out'), { recursive: true, force: true })
        for (const name of FORMER) {
          mkdirSync(join(folder, 'out', name, '..'), { recursive: true })
          writeFileSync(join(folder, 'out', name), 'former')
        }
        const temp = temporaryFolder()
        const { code, ms, said } = await stop(row, folder, temp)
        times.push(ms)
        expect(code, said).toBe(row.code ?? 130)
        if (ms < CLEARS_UP_MS) expect([unfinishedIn(folder), readdirSync(temp)]).toEqual([[], []])
        for (const name of FORMER) expect(readFileSync(join(folder, 'out', name), 'utf8'), name).toBe('former')
        const lock = join(folder, 'mix.lock')
        expect(existsSync(lock) ? readFileSync(lock, 'utf8') : undefined).toBe(kept)
        if (row.what.startsWith('init')) expect(existsSync(join(folder, 'mix.yaml'))).toBe(false)
      }
      console.log(`reliability: ${row.what}: stopped after ${times.map(Math.round).join(', ')} ms`)
      expect(Math.min(...times)).toBeLessThan(CLEARS_UP_MS)
    },
    240_000,
  )
})
