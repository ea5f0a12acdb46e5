import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { noise, sine, writeSong } from '../_song.ts'
import { CLI } from '../_tools.ts'
import { isLong, type Outputs, outputsOf, randomNumbers, renderHere, unfinishedIn } from './_state.ts'

const KILLS = isLong ? 200 : 4
const SIGNALS = ['SIGKILL', 'SIGTERM', 'SIGINT'] as const
/** What the shell sees of a signal that was caught. */
const CAUGHT = { SIGTERM: 143, SIGINT: 130, SIGKILL: null } as const

const PLAIN = `mixwright: 1
title: Killed
stems:
  a: { file: a.wav, sends: { echo: -9 dB } }
  c: { file: c.wav }
  d: { file: c.wav, start: 0.2 s, gain: -6 dB }
  e: { file: a.wav, gain: -3 dB }
returns: { echo: { inserts: [ { delay: { time: 30 ms, feedback: 20 % } } ] } }
deliver: { archive: {}, low: { format: wav 16, loudness: as mixed } }
`
/** A stem is decoded and a delivery encoded by ffmpeg. */
const CODED = PLAIN.replace('e: { file: a.wav', 'e: { file: e.flac').replace('wav 16', 'flac 16')

const RECORDINGS = { 'a.wav': noise(3, 0.2, 0.6), 'c.wav': sine(220, 0.2, 0.6) }

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

async function renderedSong(text: string, flac: string): Promise<Song> {
  const texts: Song['texts'] = [text, text.replace('gain: -3 dB', 'gain: -4 dB')]
  const folders = [texts[1], texts[0]].map((one) => writeSong(one, RECORDINGS))
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

/** Starts a render and ends it some time after it was started, or after it first spoke; how far it had come. */
async function killedRender(
  folder: string,
  signal: (typeof SIGNALS)[number],
  jobs: number,
  from: 'start' | 'word',
  afterMs: number,
) {
  const child = spawn(process.execPath, [CLI, 'render', folder, '--jobs', String(jobs)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'close')
  let said = ''
  let begin = performance.now()
  let timer: NodeJS.Timeout | undefined
  const wait = () => {
    begin = performance.now()
    timer = setTimeout(() => child.kill(signal), afterMs)
  }
  child.stderr.on('data', (chunk) => {
    if (said === '' && from === 'word') wait()
    said += chunk
  })
  if (from === 'start') wait()
  const [code, died] = await ended
  clearTimeout(timer)
  const stage = said.split('\n').findLast((line) => /^[a-z]+( audio)?$/.test(line)) ?? 'starting'
  return { isKilled: died !== null || code === CAUGHT[signal], code, stage, ms: performance.now() - begin, said }
}

test(`a render that is killed at ${KILLS} random moments leaves outputs whole, and the next one goes well`, async () => {
  const flac = await flacFile()
  const [plain, coded] = [await renderedSong(PLAIN, flac), await renderedSong(CODED, flac)]
  const random = randomNumbers(Number(process.env.MIXWRIGHT_SEED ?? 8))
  const stages: Record<string, number> = {}
  let kills = 0
  let left = 0
  for (let round = 0; kills < KILLS; round++) {
    expect(round, 'renders end before they are killed').toBeLessThan(3 * KILLS)
    const song = round % 5 === 4 ? coded : plain
    const { folder, outputs } = song
    const former = outputs[song.version]
    song.version = song.version === 0 ? 1 : 0
    const wanted = outputs[song.version]
    writeFileSync(join(folder, 'mix.yaml'), song.texts[song.version])
    if (random() < 0.5) rmSync(join(folder, '.mixwright'), { recursive: true, force: true })
    const signal = SIGNALS[round % SIGNALS.length]!
    const from = random() < 0.1 ? 'start' : 'word'
    const run = await killedRender(folder, signal, 1 + (round % 2), from, random() * song.wholeMs)
    if (run.isKilled) {
      kills++
      stages[run.stage] = (stages[run.stage] ?? 0) + 1
    } else {
      expect(run.code, run.said).toBe(0)
      if (from === 'word') song.wholeMs = run.ms
    }
    const found = outputsOf(folder)
    expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort())
    for (const [name, state] of Object.entries(found)) expect([former[name], wanted[name]], name).toContain(state)
    const unfinished = unfinishedIn(folder)
    if (unfinished.length > 0) left++
    // What can be caught is cleared up at once.
    if (signal !== 'SIGKILL') expect(unfinished).toEqual([])
    expect(await renderHere(folder)).toEqual(wanted)
    expect(unfinishedIn(folder)).toEqual([])
  }
  const counts = Object.entries(stages).map(([stage, count]) => `${count} ${stage}`)
  console.log(`reliability: ${kills} renders killed (${counts.join(', ')}), ${left} left unfinished files`)
}, 1_200_000)
