import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type WatchOptions, type WatchRound, watchMix } from '@mixwright/session'
import { describe, expect, onTestFinished, test } from 'vitest'
import { floatWav, noise, sine, writeSong } from './_song.ts'

const BEGINS_WITHIN_MS = 1000
/** A machine that is busy with other things may be late; a watch that is slow is late each time. */
const TRIES = 3
const ROUNDS = 30

const mixFile = (gain = '-3 dB', more = '') =>
  `mixwright: 1\nstems: { a: { file: a.wav, gain: ${gain}${more} } }\ndeliver: { archive: {} }\n`

/** Watches a song until the test is over; rounds are taken one by one. */
function watching(folder: string, options: WatchOptions = {}) {
  const stop = new AbortController()
  const begun: number[] = []
  const rounds = watchMix(folder, {
    signal: stop.signal,
    jobs: 1,
    ...options,
    onBegin: (round) => {
      begun.push(performance.now())
      options.onBegin?.(round)
    },
  })
  onTestFinished(async () => {
    stop.abort()
    await rounds.return(undefined)
  })
  const next = async (): Promise<WatchRound> => (await rounds.next()).value as WatchRound
  return { next, stop, rounds, begun }
}

/** As many editors save: another file is renamed into the place. */
function saveByRename(path: string, text: string | Buffer): void {
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}

const codes = ({ result }: WatchRound) => result.diagnostics.map(({ code }) => code)

describe('watching a mix', () => {
  test('renders within a second of a save, however it is saved', async () => {
    const folder = writeSong(mixFile(), { 'a.wav': sine(440, 0.25, 0.5) })
    const { next, begun } = watching(folder)
    const path = join(folder, 'mix.yaml')
    const first = await next()
    expect(first).toMatchObject({ number: 1, saved: [], result: { dir: folder } })
    const saves: ((text: string) => void)[] = [
      (text) => writeFileSync(path, text),
      (text) => saveByRename(path, text),
      (text) => {
        rmSync(path)
        setTimeout(() => writeFileSync(path, text), 60)
      },
    ]
    const firstDb = first.result.mix!.samplePeakDbfs
    let rounds = 1
    for (const save of saves) {
      const lagsMs: number[] = []
      while (lagsMs.length < TRIES && !lagsMs.some((ms) => ms < BEGINS_WITHIN_MS)) {
        const savedAtMs = performance.now()
        save(mixFile(`-${3 + rounds} dB`))
        const round = await next()
        expect(round).toMatchObject({ number: ++rounds, saved: [path] })
        expect(round.result.mix!.samplePeakDbfs).toBeCloseTo(firstDb - rounds + 1, 3)
        lagsMs.push(begun.at(-1)! - savedAtMs)
      }
      expect(Math.min(...lagsMs)).toBeLessThan(BEGINS_WITHIN_MS)
    }
  })

  test('sees stems, presets and impulse responses, also those that were not there', async () => {
    const folder = writeSong(mixFile('-3 dB', ', use: presets/lead.yaml'), { 'a.wav': sine(440, 0.25, 0.5) })
    const { next } = watching(folder)
    expect(codes(await next())).toContain('PRESET_NOT_FOUND')
    mkdirSync(join(folder, 'presets'))
    writeFileSync(join(folder, 'presets/lead.yaml'), 'inserts: [ { convolution: { file: ../room.wav } } ]\n')
    expect(codes(await next())).toContain('AUDIO_FILE_MISSING')
    writeFileSync(join(folder, 'room.wav'), floatWav(noise(3, 0.1, 0.1)))
    const made = await next()
    expect(made.saved).toEqual([join(folder, 'room.wav')])
    expect(made.result.deliveries.map(({ name }) => name)).toEqual(['archive'])
    saveByRename(join(folder, 'room.wav'), floatWav(noise(4, 0.1, 0.1)))
    const other = await next()
    expect(other.result.mix!.pcmSha256).not.toBe(made.result.mix!.pcmSha256)
    saveByRename(join(folder, 'a.wav'), floatWav(sine(440, 0.125, 0.5)))
    expect((await next()).result.mix!.pcmSha256).not.toBe(other.result.mix!.pcmSha256)
  })

  test('keeps watching a file that is broken, and one that is gone for a while', async () => {
    const folder = writeSong(mixFile(), { 'a.wav': sine(440, 0.25, 0.5) })
    const { next } = watching(folder)
    await next()
    writeFileSync(join(folder, 'mix.yaml'), 'mixwright: 1\nstems: { a: [ }\n')
    expect(codes(await next())[0]).toMatch(/^YAML_/)
    rmSync(join(folder, 'mix.yaml'))
    expect(codes(await next())).toEqual(['PROJECT_NOT_FOUND'])
    writeFileSync(join(folder, 'mix.yaml'), mixFile())
    expect((await next()).result.mix).not.toBeNull()
  })

  test('a save during a render stops it and begins anew; former outputs are never half new', async () => {
    const folder = writeSong(mixFile(), { 'a.wav': noise(1, 0.25, 60) })
    let isFirst = true
    const told: string[][] = []
    const { next } = watching(folder, {
      cache: false,
      onBegin: ({ saved }) => told.push(saved),
      onProgress: ({ stage }) => {
        if (stage !== 'mixing' || !isFirst) return
        isFirst = false
        writeFileSync(join(folder, 'mix.yaml'), mixFile('-20 dB'))
        expect(readdirSync(join(folder, 'out'))).not.toContain('mix.wav')
      },
    })
    const round = await next()
    expect(told).toEqual([[], [join(folder, 'mix.yaml')]])
    expect(round.number).toBe(1)
    expect(round.result.mix!.samplePeakDbfs).toBeCloseTo(20 * Math.log10(0.25) - 20, 0)
    const left = readdirSync(join(folder, 'out')).sort()
    expect(left).toEqual(['archive.wav', 'mix.wav', 'report.json'])
  })

  test('a recording that is still being saved when a render ends is waited for, and is no error', async () => {
    const folder = writeSong(mixFile(), { 'a.wav': sine(440, 0.25, 0.5) })
    const quieter = floatWav(sine(440, 0.125, 0.5))
    let savesLeft = 15
    const saveAgain = () => {
      saveByRename(join(folder, 'a.wav'), quieter)
      if (--savesLeft > 0) setTimeout(saveAgain, 40)
    }
    let isFirst = true
    const { next, begun } = watching(folder, {
      cache: false,
      onProgress: ({ stage }) => {
        if (stage !== 'mixing' || !isFirst) return
        isFirst = false
        saveAgain()
      },
    })
    const round = await next()
    expect([round.number, begun.length, savesLeft]).toEqual([1, 2, 0])
    expect(codes(round)).not.toContain('AUDIO_CHANGED')
    // The fader and, of a mono stem in the centre, the pan law.
    expect(round.result.mix!.samplePeakDbfs).toBeCloseTo(20 * Math.log10(0.125) - 6, 1)
  })

  test('ends with its signal, in a render and between them, and leaves no watcher, timer or file', async () => {
    const folder = writeSong(mixFile(), { 'a.wav': noise(1, 0.25, 20) })
    const before = process.getActiveResourcesInfo().length
    const idle = watching(folder)
    await idle.next()
    idle.stop.abort()
    expect((await idle.rounds.next()).done).toBe(true)
    const busy: ReturnType<typeof watching> = watching(folder, {
      cache: false,
      onProgress: ({ stage }) => stage === 'mixing' && busy.stop.abort(),
    })
    expect((await busy.rounds.next()).done).toBe(true)
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['archive.wav', 'mix.wav', 'report.json'])
    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before)
  })

  test(`${ROUNDS} rounds leave no memory, files or handles behind`, async () => {
    const folder = writeSong(mixFile(), { 'a.wav': sine(440, 0.25, 0.5) })
    const { next } = watching(folder)
    await next()
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const seen: { round: number; heapMib: number; handles: number; kept: number }[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      writeFileSync(join(folder, 'mix.yaml'), mixFile(`${(-3 - round / 100).toFixed(2)} dB`))
      const { result } = await next()
      expect(result.mix).not.toBeNull()
      if (round % (ROUNDS / 3) > 0) continue
      collect()
      const kept = readdirSync(join(folder, '.mixwright'), { recursive: true }).length
      const heapMib = process.memoryUsage().heapUsed / 2 ** 20
      seen.push({ round, heapMib, handles: process.getActiveResourcesInfo().length, kept })
    }
    for (const { round, heapMib, handles, kept } of seen) {
      console.log(`watch, round ${round}: heap ${heapMib.toFixed(1)} MiB, ${handles} handles, ${kept} files kept`)
    }
    const [first, , last] = seen
    expect(last!.heapMib - first!.heapMib).toBeLessThan(8)
    expect(last!.handles).toBeLessThanOrEqual(first!.handles + 1)
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['archive.wav', 'mix.wav', 'report.json'])
  }, 600_000)
})
