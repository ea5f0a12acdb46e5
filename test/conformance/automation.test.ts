import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { hashFile } from '@mixwright/audio-files'
import { renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { noise, readWav, sine, toDb, writeSong } from '../_song.ts'

const RECORDINGS = { 'noise.wav': noise(3, 0.4, 1), 'tone.wav': sine(330, 0.3, 1) }

const MOVING = `mixwright: 1
tempo: 120
sections: { verse: bar 1.2, chorus: bar 1.3 }
stems:
  noise:
    file: noise.wav
    trim: { 0:00: -6 dB, 0:00.7: smooth 0 dB }
    inserts:
      - eq:
          - { highPass: { 0:00: 40 Hz, 0:00.8: exponential 4 kHz }, slope: 24 dB/oct }
          - { bell: 1 kHz, gain: { verse: -9 dB, chorus: smooth 6 dB }, on: side }
      - compressor: { threshold: { 0:00: -10 dB, chorus: -30 dB }, ratio: 4, lookahead: 3 ms, sidechain: tone }
      - saturation: { drive: { 0:00: 0 dB, chorus: step 18 dB }, mix: { 0:00: 0 %, verse: 100 % } }
    mute: { 0:00: off, 0:00.30: on, 0:00.35: off }
    sends: { room: { 0:00: -20 dB, chorus: 0 dB }, echo: -6 dB }
  tone:
    file: tone.wav
    inserts: [ { stereo: { width: { 0:00: 0 %, 0:01: 200 % } }, bypass: { 0:00: on, verse: off } } ]
returns:
  room: { inserts: [ { reverb: { kind: plate, decay: 0.3 s, mix: { 0:00: 100 %, 0:01: 40 % } } } ] }
  echo: { inserts: [ { delay: { time: { 0:00: 1/16, chorus: step 90 ms }, feedback: { 0:00: 0 %, 0:00.9: 80 % } } } ] }
mix: { inserts: [ { limiter: { ceiling: { 0:00: -1 dBTP, 0:01: -6 dBTP } } } ] }
master: { inserts: [ { eq: [ { highShelf: 6 kHz, gain: { 0:00: 0 dB, 0:01: -6 dB } } ] } ] }
deliver: { archive: {} }
`

async function hashes(folder: string, jobs: number): Promise<Record<string, string>> {
  const { result } = await renderMix(folder, { jobs })
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const out = join(folder, 'out')
  const names = readdirSync(out).filter((name) => name.endsWith('.wav'))
  return Object.fromEntries(names.map((name) => [name, hashFile(join(out, name))]))
}

describe('automation', () => {
  test('gives the same bytes with 1, 2 and 3 workers', async () => {
    const folder = writeSong(MOVING, RECORDINGS)
    const one = await hashes(folder, 1)
    expect(Object.keys(one)).toEqual(['archive.wav', 'mix.wav'])
    expect(await hashes(folder, 2)).toEqual(one)
    expect(await hashes(folder, 3)).toEqual(one)
  })

  test('a mute falls silent within 5 ms from its moment on, post-fader and in what is sent, and comes back', async () => {
    const song = `mixwright: 1
stems: { tone: { file: tone.wav, mute: { 0:00.25: on, 0:00.5: off }, sends: { dry: { level: 0 dB, tap: preFader } } } }
returns: { dry: {} }
length: 1 s
`
    const folder = writeSong(song, RECORDINGS)
    await hashes(folder, 1)
    const plain = writeSong(song.replace(/mute: .*?}, /, ''), RECORDINGS)
    await hashes(plain, 1)
    const [muted, heard] = [folder, plain].map((at) => readWav(join(at, 'out', 'mix.wav')).left)
    expect(muted!.subarray(0, 12_000)).toEqual(heard!.subarray(0, 12_000))
    expect(muted!.subarray(12_240, 24_000).every((sample) => sample === 0)).toBe(true)
    expect(muted!.subarray(24_240)).toEqual(heard!.subarray(24_240))
    const steepest = (from: number, to: number) =>
      muted!.subarray(from, to).reduce((most, sample, n) => Math.max(most, Math.abs(sample - muted![from + n + 1]!)), 0)
    expect(toDb(steepest(11_990, 12_250) / steepest(0, 11_990))).toBeLessThan(0.5)
  })

  test('echoes of a note length fall on the beat, to half a frame, while the tempo moves', async () => {
    const song = `mixwright: 1
tempo: { 0:00: 80, bar 1.4: 140, bar 2: step 100 }
stems: { pulse: { file: pulse.wav, start: bar 1.2, gain: -inf dB, sends: { echo: { level: 0 dB, tap: preFader } } } }
returns: { echo: { inserts: [ { delay: { time: 1/4, feedback: 50 % } } ] } }
length: 4 s
`
    // Three beats at 110 bpm in the mean, one at 140, and the rest at 100.
    const rampS = (3 * 60) / 110
    const bpmPerS = 60 / rampS
    const secondsAt = (beat: number) => {
      if (beat > 4) return rampS + 60 / 140 + ((beat - 4) * 60) / 100
      if (beat > 3) return rampS + ((beat - 3) * 60) / 140
      return (120 * beat) / (80 + Math.sqrt(6400 + 120 * bpmPerS * beat))
    }
    const pulse = { frames: 200, channels: 1 as const, at: (frame: number) => Math.sin((Math.PI * frame) / 200) ** 2 }
    const folder = writeSong(song, { 'pulse.wav': pulse })
    await hashes(folder, 2)
    const out = readWav(join(folder, 'out', 'mix.wav')).left
    const middleS = (Math.round(secondsAt(1) * 48_000) + 100) / 48_000
    const beat = (80 * middleS + (bpmPerS * middleS * middleS) / 2) / 60
    for (const echo of [1, 2, 3, 4]) {
      const wanted = secondsAt(beat + echo) * 48_000
      const from = Math.round(wanted) - 400
      let [moment, weight] = [0, 0]
      out.subarray(from, from + 800).forEach((sample, n) => {
        moment += sample * (from + n)
        weight += sample
      })
      expect(weight).toBeGreaterThan(1)
      expect(Math.abs(moment / weight - wanted), `echo ${echo}`).toBeLessThan(0.5)
    }
  })

  test('a master moves with the time of the song', async () => {
    const song = (gain: string) => `mixwright: 1
stems: { tone: { file: tone.wav } }
length: 1 s
master: { inserts: [ { saturation: { drive: 0 dB, mix: 0 % } }, { convolution: { file: click.wav, gain: ${gain} } } ] }
deliver: { archive: {} }
`
    const click = { frames: 64, channels: 1 as const, at: (frame: number) => (frame === 0 ? 1 : 0) }
    const recordings = { ...RECORDINGS, 'click.wav': click }
    const [moving, loud] = ['{ 0:00.5: 0 dB, 0:00.75: step -20 dB }', '0 dB'].map((gain) =>
      writeSong(song(gain), recordings),
    )
    await hashes(moving!, 1)
    await hashes(loud!, 1)
    const [a, b] = [moving!, loud!].map((at) => readWav(join(at, 'out', 'archive.wav')).left)
    const level = (from: number, to: number) => {
      const power = (samples: Float64Array) => samples.subarray(from, to).reduce((sum, x) => sum + x * x, 0)
      return toDb(Math.sqrt(power(a!) / power(b!)))
    }
    expect(level(0, 36_000)).toBeCloseTo(0, 4)
    expect(level(36_240, 48_000)).toBeCloseTo(-20, 4)
  })
})
