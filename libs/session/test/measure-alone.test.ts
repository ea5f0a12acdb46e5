import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { type PcmFile, probeWav } from '@mixwright/audio-files'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { floatWav, noise, type Recording, silence, temporaryFolder } from '../../../test/_song.ts'
import { measureAlone, measureInTwoThreads } from '../src/measure/measure-alone.ts'
import type { MeasuredProgramme } from '../src/measure/measuring-programme.ts'

let workers: Worker[] = []
const note = (worker: Worker) => void workers.push(worker)
beforeAll(() => void process.on('worker', note))
afterAll(() => void process.off('worker', note))
beforeEach(() => {
  workers = []
})

function pcmOf(recording: Recording): PcmFile {
  const path = join(temporaryFolder(), 'a.wav')
  writeFileSync(path, floatWav(recording))
  const probed = probeWav(path)
  if ('problem' in probed) throw new Error(probed.problem.message)
  return probed.info
}

const music = (channels: number, seconds: number): Recording => {
  const { frames, at } = noise(5, 0.4, seconds)
  return { frames, channels, at: (n, channel) => at(n, channel & 1) * (channel === 1 ? 2.6 : 1 / (1 + channel)) }
}
const withHoles: Recording = {
  ...music(2, 1),
  at: (n, channel) => (n % 7919 === 5000 ? Number.NaN : Math.sin(n * n * 1e-6 + channel)),
}

describe('one file, measured by two threads, reads as by one', () => {
  test.each<[string, Recording, { dualMono?: boolean }]>([
    ['in mono', music(1, 1.3), {}],
    ['in mono, counted twice', music(1, 0.9), { dualMono: true }],
    ['in stereo', music(2, 2), {}],
    ['in 5.1', music(6, 1), {}],
    ['in five channels at another rate', { ...music(5, 1), sampleRateHz: 22_050 }, {}],
    ['with what is no number', withHoles, {}],
    ['of a moment', { ...music(2, 1), frames: 100 }, {}],
    ['of silence', silence(1), {}],
  ])('%s', async (_, recording, options) => {
    const pcm = pcmOf(recording)
    const one = await measureAlone(pcm, { ...options, jobs: 1 })
    expect(workers).toHaveLength(0)
    expect(await measureInTwoThreads(pcm, options)).toEqual(one)
    expect(workers).toHaveLength(1)
    const { measurement, notNumbers } = one as MeasuredProgramme
    expect(Object.keys(measurement)).toEqual(expect.arrayContaining(['integratedLufs', 'bandsDb', 'bandsWidth']))
    expect(notNumbers.samples).toBe(recording === withHoles ? 12 : 0)
  })
})

test('a second thread is taken for a long file where there may be one', async () => {
  const frames = 15_100_000
  const short = pcmOf(music(2, 0.1))
  truncateSync(short.path, short.pcm.dataOffset + frames * short.pcm.frameBytes)
  const long = { ...short, frames }
  const two = await measureAlone(long, { jobs: 2 })
  expect(workers).toHaveLength(1)
  expect(await measureAlone(long, { jobs: 1 })).toEqual(two)
  await measureAlone(short, { jobs: 2 })
  expect(workers).toHaveLength(1)
})

describe('a second thread', () => {
  test('tells how far the slower of both has come', async () => {
    const told: number[] = []
    await measureInTwoThreads(pcmOf(silence(15)), { onProgress: (done) => told.push(done) })
    expect(told.at(-1)).toBeGreaterThan(0.5)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
  })

  test('ends when it is stopped', async () => {
    const stop = new AbortController()
    const measured = measureInTwoThreads(pcmOf(silence(15)), {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('stopped by hand')),
    })
    await expect(measured).rejects.toThrow('stopped by hand')
    expect(workers[0]!.threadId).toBe(-1)
  })

  test('fails as the first does, where the file has become shorter', async () => {
    const pcm = pcmOf(music(2, 1))
    truncateSync(pcm.path, 50_000)
    const one = await measureAlone(pcm, { jobs: 1 })
    expect(one).toMatchObject({ problem: { code: 'AUDIO_DAMAGED' } })
    expect(await measureInTwoThreads(pcm)).toEqual(one)
  })

  test('that cannot begin is an error', async () => {
    const pcm = { ...pcmOf(music(2, 1)), odd: () => 0 }
    await expect(measureInTwoThreads(pcm)).rejects.toThrow('could not be cloned')
  })
})
