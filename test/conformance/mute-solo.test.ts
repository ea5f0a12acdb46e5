import { join } from 'node:path'
import { renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { amplitudeOf, RATE_HZ, readWav, sine, writeSong } from '../_song.ts'

const TONES_HZ = { kick: 100, snare: 400, vocal: 1600 } as const
const RECORDINGS = Object.fromEntries(Object.entries(TONES_HZ).map(([name, hz]) => [`${name}.wav`, sine(hz, 0.2, 0.5)]))

/** The desk of every case: two stems in a bus, all of them sending to a return. */
function mixFile(settings: Record<string, string>): string {
  const of = (name: string) => (settings[name] ? `, ${settings[name]}` : '')
  return `mixwright: 1
length: 0.5 s
stems:
  kick: { file: kick.wav, bus: drums, sends: { room: -6 dB }${of('kick')} }
  snare: { file: snare.wav, bus: drums${of('snare')} }
  vocal: { file: vocal.wav, sends: { room: -6 dB }${of('vocal')} }
buses: { drums: { gain: 0 dB${of('drums')} } }
returns: { room: { inserts: [ { delay: { time: 100 ms } } ]${of('room')} } }
${settings.groups ? `groups: { ${settings.groups} }` : ''}
`
}

/** Which tones are heard in the mix, and whether only late, from the return. */
async function heard(settings: Record<string, string>): Promise<string[]> {
  const folder = writeSong(mixFile(settings), RECORDINGS)
  const { result } = await renderMix(folder, { mixOnly: true })
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const { left } = readWav(join(folder, 'out', 'mix.wav'))
  const level = (hz: number, fromS: number) => amplitudeOf(left, hz, RATE_HZ, fromS * RATE_HZ, 0.05 * RATE_HZ)
  return Object.entries(TONES_HZ).flatMap(([name, hz]) => {
    if (level(hz, 0.02) > 0.01) return [name]
    return level(hz, 0.3) > 0.01 ? [`${name} in the room`] : []
  })
}

describe('mute and solo', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, ['kick', 'snare', 'vocal']],
    ['a muted stem', { kick: 'mute: true' }, ['snare', 'vocal']],
    ['a muted bus, whose stems still send', { drums: 'mute: true' }, ['kick in the room', 'vocal']],
    ['a muted return', { room: 'mute: true' }, ['kick', 'snare', 'vocal']],
    ['a soloed stem', { vocal: 'solo: true' }, ['vocal']],
    ['a soloed stem in a bus', { snare: 'solo: true' }, ['snare']],
    ['a soloed bus', { drums: 'solo: true' }, ['kick', 'snare']],
    [
      'a soloed return: what it is sent, and nothing else',
      { room: 'solo: true' },
      ['kick in the room', 'vocal in the room'],
    ],
    ['two solos', { kick: 'solo: true', vocal: 'solo: true' }, ['kick', 'vocal']],
    ['a muted group', { groups: 'a: { strips: [ kick, vocal ], mute: true }' }, ['snare']],
    [
      'a muted group of a bus and a return',
      { groups: 'a: { strips: [ drums, room ], mute: true }, b: { strips: [ snare ] }' },
      ['vocal'],
    ],
    ['a soloed group', { groups: 'a: { strips: [ kick, vocal ], solo: true }' }, ['kick', 'vocal']],
    [
      'a soloed group, a muted one and a strip in both',
      { groups: 'a: { strips: [ kick, vocal ], solo: true }, b: { strips: [ vocal ], mute: true }' },
      ['kick'],
    ],
    ['a group at -inf dB', { groups: 'a: { strips: [ kick, drums, vocal ], gain: -inf dB }' }, []],
    ['a stem that is soloed and muted', { vocal: 'solo: true, mute: true' }, []],
  ])('with %s', async (_, settings, expected) => {
    expect(await heard(settings)).toEqual(expected)
  })

  test('a muted stem still steers the side-chain that listens to it', async () => {
    const file = (mute: boolean) => `mixwright: 1
length: 0.5 s
stems:
  key: { file: kick.wav, mute: ${mute}, pan: 100R }
  snare: { file: snare.wav, pan: 100R }
  pad: { file: vocal.wav, pan: 100L, inserts: [ { compressor: { sidechain: key, threshold: -40 dB, ratio: 10 } } ] }
`
    const level = async (mute: boolean) => {
      const folder = writeSong(file(mute), RECORDINGS)
      await renderMix(folder, { mixOnly: true })
      return readWav(join(folder, 'out', 'mix.wav')).left
    }
    expect(await level(true)).toEqual(await level(false))
  })

  test('that leave nothing to be heard are an error, unless the song has a length', async () => {
    const file = mixFile({ groups: 'a: { strips: [ kick, snare, vocal ], mute: true }' })
    const { result } = await renderMix(writeSong(file.replace('length: 0.5 s\n', ''), RECORDINGS), { mixOnly: true })
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error')
    expect(errors.map(({ code, line }) => [code, line])).toEqual([['STEM_NONE', 2]])
    const lasting = await renderMix(writeSong(file, RECORDINGS), { mixOnly: true })
    expect(lasting.result.mix).toMatchObject({ durationS: 0.5, samplePeakDbfs: Number.NEGATIVE_INFINITY })
  })
})
