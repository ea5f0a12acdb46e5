import { type JsonSchema, mixSchema } from '@mixwright/project'
import { describe, expect, test } from 'vitest'
import { noise, writeSong } from '../../../test/_song.ts'
import { type Mixed, TestDesk } from './_desk.ts'

const RECORDING = noise(11, 0.1, 0.1)
const FILES = { 'a.wav': RECORDING, 'b.wav': noise(12, 0.5, 0.1) }

/** Settings that do nothing, of processors that have none by default: required keys, or sounds of their own. */
const IDLE: Readonly<Record<string, string>> = {
  expander: 'threshold: -80 dB, ratio: 1',
  gate: 'threshold: -80 dB, range: 0 dB',
  deesser: 'threshold: 0 dB, range: 0 dB',
  multiband: 'crossovers: [ 1 kHz ], bands: [ {}, {} ]',
  saturation: 'drive: 0 dB, mix: 0 %',
  clipper: 'ceiling: 0 dB',
  imager: 'crossovers: [ 1 kHz ], widths: [ 100 %, 100 % ]',
  chorus: 'mix: 0 %',
  reverb: 'decay: 1 s, mix: 0 %',
  convolution: 'file: b.wav, mix: 0 %',
  delay: 'time: 10 ms, mix: 0 %',
  limiter: 'ceiling: 0 dBTP',
}

const schema = mixSchema()
const inserts = (schema.definitions as Record<string, JsonSchema>).insert!.anyOf as JsonSchema[]
const kinds = inserts.map(({ required }) => (required as string[])[0]!)

describe('neutrality', () => {
  const mix = (text: string) => new TestDesk(writeSong('', FILES), Object.keys(FILES)).mix(text)

  /** Whether a mix is the recording bit for bit, with silence behind it. */
  const isAsRecorded = (mixed: Mixed) =>
    mixed.length >= 2 * RECORDING.frames &&
    mixed.every((sample, i) => {
      const frame = i >> 1
      return sample === (frame < RECORDING.frames ? Math.fround(RECORDING.at(frame, i & 1)) : 0)
    })

  test.each(kinds)('of %s: at its defaults, or where it has none at settings that do nothing', (kind) => {
    const settings = IDLE[kind] ?? (kind === 'eq' ? undefined : '')
    const insert = `{ ${kind}: ${settings === undefined ? '[]' : `{ ${settings} }`} }`
    const text = `mixwright: 1\nstems: { a: { file: a.wav, inserts: [ ${insert} ] } }\n`
    expect(isAsRecorded(mix(text))).toBe(true)
  })

  test('of strips: faders at 0 dB, width 100 %, groups at 0 dB, through buses and the mix bus', () => {
    const idle = 'gain: 0 dB, pan: C, width: 100 %'
    const text = `mixwright: 1
stems: { a: { file: a.wav, bus: x, trim: 0 dB, delay: 0 samples, channels: stereo, polarity: normal, ${idle} } }
buses: { x: { bus: y, ${idle} }, y: { ${idle.replace('pan: C', 'pan: { left: 100L, right: 100R }')} } }
returns: { r: {} }
groups: { g: { strips: [ a, x, y ], gain: 0 dB }, h: { strips: [ a ], gain: { 0:00: 0 dB, 0:00.05: 0 dB } } }
mix: { gain: 0 dB }
`
    expect(isAsRecorded(mix(text))).toBe(true)
  })

  test('of what moves without leaving 0 dB, the centre and 100 %', () => {
    const still = (value: string) => `{ 0:00: ${value}, 0:00.03: ${value}, 0:00.07: step ${value} }`
    const moves = `gain: ${still('0 dB')}, pan: ${still('C')}, width: ${still('100 %')}`
    expect(isAsRecorded(mix(`mixwright: 1\nstems: { a: { file: a.wav, ${moves} } }\n`))).toBe(true)
  })
})
