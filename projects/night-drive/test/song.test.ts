import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashFile, hashPcm, probeWav } from '@mixwright/audio-files'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kickStrokes, snareStrokes, tomStrokes } from '../song/score/groove.ts'
import { leadMelody } from '../song/score/melody.ts'
import { pitchToHz } from '../song/score/note.ts'
import { renderStem, stems } from '../song/song.ts'
import { writeTrack } from '../song/stem-file.ts'
import { levelAtDb, type Recording, readRecording, steepestRiseS } from './_recording.ts'

/** A listener hears drums as together up to about here. */
const ONSET_TOLERANCE_S = 0.015
const OFFSET_TOLERANCE = 0.001
const PITCH_TOLERANCE_CENTS = 12
const FIRST_NOTES = 8

/** Of the samples as they stand in the files. They change when the song does, and never from machine to machine. */
const PCM_SHA256: Record<(typeof stems)[number]['name'] | 'underpass', string> = {
  kick: '325d011980610d17ea7905061e2798cd252eda1db5f1b0556d9b8f0fcc583eb0',
  snare: '607fca1d704685aa28484b1a59ebb0534f341ed364916c0c098d346a42b942ba',
  hats: '078292484ac4fd3f2038412acf00b2b2ad905acf914d0c78a2854c5be8e375b0',
  toms: '313b752f3cb9795a4f2ec3eb9e4d63d10717396fb0638573d6b771d17f22b32f',
  effects: 'd863c725b4596be2e8991d31f2decfe5c26eb44de967f993c256bf39ec84bd4c',
  bass: 'c9d95bf41c728d3a6f608a18d71de39a037d80b49e380f7b9aa4d646af94dea2',
  pad: '375e73490a530e4e59684db3b4c674b01fad79157aa35199826742331200f3cd',
  keys: '03863dea996353ff0036b33f3e4759b5492407ad3c44342f69b15e053905d6be',
  arp: '0da7f421e898a94bec51ca5871651e5fc2fe65300424f8d3ba4398aa9849b3a8',
  bells: '6fbba9c357c91216fdbe2eded3e6357b31b96c08d03f30030b83992995ef6de1',
  lead: 'b306bbe09b9347740068dae51c131c978ff310bdc4e06a294ffde1a6725c3a48',
  voice: 'abd514978ef2a398ba8f2d23778641b34898c512f7ca90f0b3f4722d8bc9120e',
  choir: 'dbe03984c8d782931911014b4ad8d39ec8affaa8af3a139bc93be76bf563190d',
  underpass: 'd36c75d172d5bfc6720a759c2e21757b3f2d01f332b65aac12ba8bcc6eecebb8',
}

const folder = mkdtempSync(join(tmpdir(), 'night-drive-'))
const recordings = new Map<string, Recording>()
const file = (name: string) => join(folder, 'stems', `${name}.wav`)

/** Runs the script as `npm run demo` does; returns what it says. */
function playSong(): string {
  const script = fileURLToPath(new URL('../build/stems.js', import.meta.url))
  return spawnSync(process.execPath, [script, folder], { encoding: 'utf8' }).stderr
}

beforeAll(() => {
  playSong()
  for (const { name } of stems) recordings.set(name, readRecording(file(name)))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function hashOf(path: string): string {
  const probed = probeWav(path)
  return 'info' in probed ? hashPcm(probed.info) : probed.problem.message
}

describe.each(stems)('stem $name', ({ name, channels, sampleRateHz, bitDepth }) => {
  test('has the pinned samples, whatever machine played it', () => {
    expect(hashOf(file(name))).toBe(PCM_SHA256[name])
  })

  test(`is ${bitDepth}-bit at ${sampleRateHz} Hz with ${channels} channels, 64 s long`, () => {
    expect(recordings.get(name)).toMatchObject({ channels, sampleRateHz, bitDepth, lengthS: 64 })
  })

  test(`peaks between -12 and -1 dBFS, with an offset under ${OFFSET_TOLERANCE}`, () => {
    const { left, right } = recordings.get(name)!
    for (const side of [left, right]) {
      let [peak, sum] = [0, 0]
      for (let i = 0; i < side.length; i++) {
        peak = Math.max(peak, Math.abs(side[i]!))
        sum += side[i]!
      }
      expect(20 * Math.log10(peak)).toBeGreaterThan(-12)
      expect(20 * Math.log10(peak)).toBeLessThan(-1)
      expect(Math.abs(sum / side.length)).toBeLessThan(OFFSET_TOLERANCE)
    }
  })

  test('has faded to silence at its end', () => {
    const { left, right } = recordings.get(name)!
    for (const side of [left, right]) expect(Math.abs(side.at(-1)!)).toBeLessThan(1e-6)
  })
})

describe('the underpass', () => {
  test('has the pinned samples', () => {
    expect(hashOf(join(folder, 'ir', 'underpass.wav'))).toBe(PCM_SHA256.underpass)
  })

  test('falls by 60 dB within 1.9 s, and differs from side to side', () => {
    const { left, right } = readRecording(join(folder, 'ir', 'underpass.wav'))
    const energy = (side: Float64Array) => side.reduce((sum, value) => sum + value * value, 0)
    expect(energy(left.subarray(-4800)) / energy(left.subarray(0, 4800))).toBeLessThan(1e-6)
    const product = left.reduce((sum, value, i) => sum + value * right[i]!, 0)
    expect(Math.abs(product) / Math.sqrt(energy(left) * energy(right))).toBeLessThan(0.5)
  })
})

describe('making the song', () => {
  test('plays the kick a second time, in another process, to the same bytes', () => {
    const stem = stems.find(({ name }) => name === 'kick')!
    mkdirSync(join(folder, 'again'), { recursive: true })
    const again = join(folder, 'again', 'kick.wav')
    writeTrack(renderStem(stem), again, stem.bitDepth)
    expect(hashFile(again)).toBe(hashFile(file('kick')))
  })

  test('leaves files alone that are there and current, and says nothing', () => {
    const before = statSync(file('kick')).mtimeMs
    expect(playSong()).toBe('')
    expect(statSync(file('kick')).mtimeMs).toBe(before)
  })

  test('leaves nothing unfinished behind', () => {
    const expected = [...stems.map(({ name }) => `${name}.wav`), '.edition']
    expect(readdirSync(join(folder, 'stems')).sort()).toEqual(expected.sort())
  })
})

describe('what is played is what is written', () => {
  test(`the lead's first ${FIRST_NOTES} notes are within ${PITCH_TOLERANCE_CENTS} cents of the score`, () => {
    const lead = recordings.get('lead')!
    for (const { atS, lengthS, pitch } of leadMelody.slice(0, FIRST_NOTES)) {
      const windowS = Math.min(0.3, lengthS - 0.1)
      const level = (cents: number) => levelAtDb(lead, pitchToHz(pitch + cents / 100), atS + 0.09, windowS)
      const around = Array.from({ length: 31 }, (_, i) => i * 4 - 60)
      const loudest = around.reduce((best, cents) => (level(cents) > level(best) ? cents : best), 0)
      expect(Math.abs(loudest)).toBeLessThanOrEqual(PITCH_TOLERANCE_CENTS)
      expect(level(0) - Math.max(level(-100), level(100), level(-300), level(300))).toBeGreaterThan(6)
    }
  })

  const drums = [
    { name: 'kick', strokes: kickStrokes },
    { name: 'snare', strokes: snareStrokes.filter(({ sound }) => sound !== 'g') },
    { name: 'toms', strokes: tomStrokes },
  ]
  test.each(drums)('every stroke of the $name is within 15 ms of the grid', ({ name, strokes }) => {
    for (const { atS } of strokes) {
      expect(Math.abs(steepestRiseS(recordings.get(name)!, atS) - atS)).toBeLessThan(ONSET_TOLERANCE_S)
    }
  })
})
