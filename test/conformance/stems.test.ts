import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashFile, openPcm, probeWav } from '@mixwright/audio-files'
import { Arena } from '@mixwright/kernels'
import { renderMix } from '@mixwright/session'
import { expect, test } from 'vitest'
import { noise, sine, writeSong } from '../_song.ts'

/** All samples of a file, as they are. */
function samplesOf(path: string): Float64Array {
  const probed = probeWav(path)
  if ('problem' in probed) throw new Error(probed.problem.message)
  const arena = new Arena()
  const at = arena.allocFrames(probed.info.frames)
  openPcm(probed.info, arena).readInto(at, 0, probed.info.frames)
  return arena.f64(at, 2 * probed.info.frames).slice()
}

const MIX_FILE = `mixwright: 1
stems:
  bass: { file: tone.wav, gain: -3 dB, inserts: [ { compressor: { ratio: 4, threshold: -20 dB, sidechain: drums } } ] }
  drums: { file: noise.wav, bus: kit, sends: { room: -9 dB } }
  voice: { file: tone.wav, start: 0.2 s, pan: { 0:00: 100L, 0:01: 100R }, inserts: [ { limiter: { ceiling: -9 dBTP } } ], sends: { echo: -6 dB } }
buses: { kit: { inserts: [ { eq: [ { bell: 2 kHz, gain: 5 dB } ] } ] } }
returns:
  echo: { inserts: [ { delay: { time: 111 ms, feedback: 40 % } } ], sends: { room: -12 dB } }
  room: { inserts: [ { reverb: { decay: 0.6 s } } ], gain: -2 dB }
`

test('stems add up to the mix bus bit for bit, in the written order: stems, buses, returns, each by name', async () => {
  const folder = writeSong(MIX_FILE, { 'tone.wav': sine(220, 0.7, 1), 'noise.wav': noise(5, 0.6, 1) })
  const { result } = await renderMix(folder, { stems: true, jobs: 2 })
  expect(result.stems?.map((path) => path.split('/').at(-1))).toEqual([
    'bass.wav',
    'voice.wav',
    'kit.wav',
    'echo.wav',
    'room.wav',
  ])
  const mix = samplesOf(join(folder, 'out', 'mix.wav'))
  const stems = result.stems!.map((path) => samplesOf(join(folder, 'out', 'stems', path.split('/').at(-1)!)))
  expect(new Set(stems.map(({ length }) => length))).toEqual(new Set([mix.length]))
  const sum = mix.map((_, i) => Math.fround(stems.reduce((total, stem) => total + stem[i]!, 0)))
  expect(sum).toEqual(mix)
  expect(stems.every((stem) => stem.some((sample) => sample !== 0))).toBe(true)
})

const MANY = `mixwright: 1
stems:
${Array.from({ length: 8 }, (_, i) => `  s${i}: { file: noise.wav, pan: ${i}0R }\n`).join('')}`

test('stems that a worker keeps for one block only are written whole by another', async () => {
  const folder = writeSong(MANY, { 'noise.wav': noise(5, 0.1, 2) })
  const hashes = async (jobs: number) => {
    const { result } = await renderMix(folder, { stems: true, mixOnly: true, jobs, lock: 'ignore', cache: false })
    return result.stems!.map((path) => hashFile(join(folder, 'out', 'stems', path.split('/').at(-1)!)))
  }
  const shared = await hashes(2)
  expect(shared).toHaveLength(8)
  expect(shared).toEqual(await hashes(1))
})

const GROUPED = `mixwright: 1
length: 0.5 s
stems:
  a: { file: noise.wav, use: chain.yaml, pan: { left: 30L, right: 90R } }
  b: { file: noise.wav, mute: true, sends: { room: 0 dB } }
  c: { file: noise.wav, bus: kit, inserts: [ { compressor: { ratio: 4, threshold: -30 dB, lookahead: 3 ms, sidechain: b } } ] }
  d: { file: tone.wav, bus: gone }
buses: { kit: { sends: { room: { level: -6 dB, tap: preFader } } }, gone: {}, wet: { gain: -1 dB } }
returns: { echo: { bus: wet, inserts: [ { delay: { time: 50 ms } } ] }, room: { gain: -2 dB, inserts: [ { reverb: { decay: 0.3 s } } ] } }
groups:
  all: { strips: [ a, kit, room ], gain: { 0:00: -6 dB, 0:00.4: 0 dB } }
  low: { strips: [ a, wet ], gain: -1.5 dB }
  out: { strips: [ gone ], mute: true }
mix: { gain: -3 dB, inserts: [ { compressor: { ratio: 2 } } ] }
`
const CHAIN =
  'inserts: [ { limiter: { ceiling: -12 dBTP } } ]\nsends: { echo: -3 dB }\ngain: { 0:00: -9 dB, 0:00.3: -3 dB }\n'

test('stems add up with groups, presets, mutes and returns that feed buses', async () => {
  const folder = writeSong(GROUPED, { 'tone.wav': sine(220, 0.7, 0.5), 'noise.wav': noise(5, 0.6, 0.5) })
  writeFileSync(join(folder, 'chain.yaml'), CHAIN)
  const names = ['a', 'kit', 'wet', 'room']
  const { result } = await renderMix(folder, { stems: true, mixOnly: true, jobs: 2 })
  expect(result.diagnostics.filter(({ code }) => !code.startsWith('ADVICE_'))).toEqual([])
  expect(result.stems?.map((path) => path.split('/').at(-1))).toEqual(names.map((name) => `${name}.wav`))
  const stems = names.map((name) => samplesOf(join(folder, 'out', 'stems', `${name}.wav`)))
  // The same desk with a mix bus that does nothing writes what its inserts are given.
  writeFileSync(join(folder, 'mix.yaml'), GROUPED.replace(/^mix:.*$/m, ''))
  await renderMix(folder, { mixOnly: true })
  const bus = samplesOf(join(folder, 'out', 'mix.wav'))
  expect(bus.map((_, i) => Math.fround(stems.reduce((total, stem) => total + stem[i]!, 0)))).toEqual(bus)
  expect(stems.every((stem) => stem.some((sample) => sample !== 0))).toBe(true)
})

test('writing the stems changes no byte of the mix', async () => {
  const folder = writeSong(MIX_FILE, { 'tone.wav': sine(220, 0.7, 1), 'noise.wav': noise(5, 0.6, 1) })
  const mix = () => readFileSync(join(folder, 'out', 'mix.wav'))
  await renderMix(folder)
  const without = mix()
  await renderMix(folder, { stems: true })
  expect(mix().equals(without)).toBe(true)
})
