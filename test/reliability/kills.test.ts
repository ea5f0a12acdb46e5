import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { noise, sine, temporaryFolder, writeSong } from '../_song.ts'
import { CLI } from '../_tools.ts'
import { isLong, type Outputs, outputsOf, randomNumbers, renderHere, unfinishedIn } from './_state.ts'

const KILLS = isLong ? 200 : 4
/** Songs that are killed side by side: much of a kill is waiting. */
const LANES = isLong ? 2 : 1
const SIGNALS = ['SIGKILL', 'SIGTERM', 'SIGINT'] as const
/** What the shell sees of a signal that was caught. */
const CAUGHT = { SIGTERM: 143, SIGINT: 130, SIGKILL: null } as const
/** A command that a signal stops clears up for less than this long; then it leaves that to the next one. */
const CLEARS_UP_MS = 850
const MEMORY_DISK = '/dev/shm'
const MOST_BYTES = 32 << 20
const PAUSE_HOOK = join(import.meta.dirname, '_pause-at.cjs')

const PLAIN = `mixwright: 1
title: Killed
stems:
  a: { file: a.wav, sends: { echo: -9 dB } }
  c: { file: c.wav }
  d: { file: c.wav, start: 0.1 s, gain: -6 dB }
  e: { file: a.wav, gain: -3 dB }
returns: { echo: { inserts: [ { delay: { time: 30 ms, feedback: 20 % } } ] } }
deliver: { low: { format: wav 16, loudness: as mixed } }
`
/** A stem is decoded and a delivery encoded by ffmpeg. */
const CODED = PLAIN.replace('e: { file: a.wav', 'e: { file: e.flac').replace('wav 16', 'flac 16')

const RECORDINGS = { 'a.wav': noise(3, 0.2, 0.3), 'c.wav': sine(220, 0.2, 0.3) }

/** A song that is rendered, in the first of its two versions. */
interface Song {
  folder: string
  texts: [string, string]
  /** What both versions come to. */
  outputs: [Outputs, Outputs]
  version: 0 | 1
  /** How long a render takes after it has begun to speak. */
  wholeMs: number
}

/** In memory where there is such a disk: no kill is a power cut, and to bring files safely to disk takes longest. */
function songFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_DISK)
    if (bavail * bsize < MOST_BYTES) return temporaryFolder()
    const folder = mkdtempSync(join(MEMORY_DISK, 'mixwright-test-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    return folder
  } catch {
    return temporaryFolder()
  }
}

async function renderedSong(text: string, flac: string): Promise<Song> {
  const texts: Song['texts'] = [text, text.replace('gain: -3 dB', 'gain: -4 dB')]
  const folders = [texts[1], texts[0]].map((one) => writeSong(one, RECORDINGS, songFolder()))
  for (const folder of folders) copyFileSync(flac, join(folder, 'e.flac'))
  const [second, first] = [await renderHere(folders[0]!), await renderHere(folders[1]!)]
  return { folder: folders[1]!, texts, outputs: [first, second], version: 0, wholeMs: 500 }
}

async function flacFile(): Promise<string> {
  const text = `mixwright: 1\nstems: { e: { file: a.wav } }\ndeliver: { e: { format: flac 24, loudness: as mixed } }\n`
  const folder = writeSong(text, RECORDINGS)
  await renderHere(folder)
  return join(folder, 'out/e.flac')
}

/** Places on disk that something is put into, by parts of their paths: that is over in a moment, and told apart. */
const PLACES = { 'before the lock': 'mix.lock', 'before a cache file': '.mixwright', 'before an output': '/out/' }
type Place = keyof typeof PLACES
const MOST_PAUSES = { 'before the lock': 1, 'before a cache file': 4, 'before an output': 5 }

/** So long after it was started, or after it first spoke; or before something is put into a place for the nth time. */
type Moment = { from: 'start' | 'word'; afterMs: number } | { place: Place; count: number }

/** Starts a render and ends it at a moment; how far it had come. */
async function killedRender(folder: string, signal: (typeof SIGNALS)[number], jobs: number, moment: Moment) {
  const isPaused = 'place' in moment
  const pause = isPaused && {
    NODE_OPTIONS: `--require ${PAUSE_HOOK}`,
    PAUSE_PATH: PLACES[moment.place],
    PAUSE_COUNT: String(moment.count),
  }
  const child = spawn(process.execPath, [CLI, 'render', folder, '--jobs', String(jobs)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...pause },
  })
  const ended = once(child, 'close')
  let said = ''
  let begin = performance.now()
  let timer: NodeJS.Timeout | undefined
  let killedAt = Number.NaN
  const kill = () => {
    killedAt = performance.now()
    child.kill(signal)
  }
  const wait = (afterMs: number) => {
    begin = performance.now()
    timer = setTimeout(kill, afterMs)
  }
  child.stderr.on('data', (chunk) => {
    if (!isPaused && moment.from === 'word' && said === '') wait(moment.afterMs)
    said += chunk
    if (isPaused && said.includes('\npaused\n')) kill()
  })
  if (!isPaused && moment.from === 'start') wait(moment.afterMs)
  const [code, died] = await ended
  clearTimeout(timer)
  const stage = said.split('\n').findLast((line) => /^[a-z]+( audio)?$/.test(line) && line !== 'paused') ?? 'starting'
  const isKilled = died !== null || code === CAUGHT[signal]
  const [ms, stoppedMs] = [begin, killedAt].map((from) => performance.now() - from) as [number, number]
  return { isKilled, code, phase: isPaused ? moment.place : stage, ms, stoppedMs, said }
}

/** The nth time in one of the places; there may be fewer. */
function pauseAt(random: () => number): Moment {
  const places = Object.keys(PLACES) as Place[]
  const place = places[Math.floor(random() * places.length)]!
  return { place, count: 1 + Math.floor(random() * MOST_PAUSES[place]) }
}

test(`a render that is killed at ${KILLS} random moments leaves outputs whole, and the next one goes well`, async () => {
  const flac = await flacFile()
  const random = randomNumbers(Number(process.env.MIXWRIGHT_SEED ?? 8))
  const phases: Record<string, number> = {}
  let kills = 0
  let left = 0
  let caught = 0
  let late = 0
  const begin = performance.now()

  const lane = async (songs: { plain: Song; coded: Song }, wantedKills: number) => {
    for (let round = 0, killed = 0; killed < wantedKills; round++) {
      expect(round, 'renders end before they are killed').toBeLessThan(3 * wantedKills)
      const song = round % 5 === 4 ? songs.coded : songs.plain
      const { folder, outputs } = song
      const former = outputs[song.version]
      song.version = song.version === 0 ? 1 : 0
      const wanted = outputs[song.version]
      writeFileSync(join(folder, 'mix.yaml'), song.texts[song.version])
      if (random() < 0.5) rmSync(join(folder, '.mixwright'), { recursive: true, force: true })
      const signal = SIGNALS[round % SIGNALS.length]!
      // What waits cannot catch anything.
      const isPaused = signal === 'SIGKILL' && random() < 0.6
      const from = random() < 0.1 ? 'start' : 'word'
      const moment = isPaused ? pauseAt(random) : ({ from, afterMs: random() * song.wholeMs } as const)
      const run = await killedRender(folder, signal, 1 + (round % 2), moment)
      if (run.isKilled) {
        killed++
        phases[run.phase] = (phases[run.phase] ?? 0) + 1
      } else {
        expect(run.code, run.said).toBe(0)
        if (!isPaused && from === 'word') song.wholeMs = run.ms
      }
      const found = outputsOf(folder)
      expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort())
      for (const [name, state] of Object.entries(found)) expect([former[name], wanted[name]], name).toContain(state)
      const unfinished = unfinishedIn(folder)
      if (unfinished.length > 0) left++
      // What can be caught is cleared up at once; a machine that is busy with other things may be late.
      if (signal !== 'SIGKILL') {
        caught++
        if (run.stoppedMs >= CLEARS_UP_MS) late++
        else expect(unfinished, run.said).toEqual([])
      }
      expect(await renderHere(folder)).toEqual(wanted)
      expect(unfinishedIn(folder)).toEqual([])
    }
    kills += wantedKills
  }
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      const songs = { plain: await renderedSong(PLAIN, flac), coded: await renderedSong(CODED, flac) }
      await lane(songs, KILLS / LANES)
    }),
  )
  expect(late).toBeLessThan(caught / 2)
  const counts = Object.entries(phases).map(([phase, count]) => `${count} ${phase}`)
  const seconds = Math.round((performance.now() - begin) / 1000)
  console.log(
    `reliability: ${kills} renders killed in ${seconds} s (${counts.join(', ')}), ${left} left unfinished files`,
  )
}, 1_200_000)
