import { expect, test } from 'vitest'
import { type Recording, sine, writeSong } from '../_song.ts'
import { mixwright } from '../_tools.ts'

const stereo = (at: (frame: number, channel: number) => number): Recording => ({ frames: 48_000, channels: 2, at })
const wave = (hz: number, frame: number) => Math.sin((2 * Math.PI * hz * frame) / 48_000)

const FILES = {
  'clipped.wav': { ...sine(100, 4), at: (frame: number) => Math.max(-1, Math.min(1, 4 * wave(100, frame))) },
  'bass.wav': sine(55, 0.2),
  'voice.wav': sine(300, 0.2),
  'lows.wav': stereo((frame, channel) => (channel === 0 ? 0.3 : -0.3) * wave(60, frame)),
  'nothing.wav': stereo(() => 0),
}

const MIX = `mixwright: 1
stems:
  clipped: { file: clipped.wav, gain: -20 dB }
  bass: { file: bass.wav, gain: -20 dB, inserts: [ { eq: [ { highPass: 120 Hz } ] } ] }
  voice: { file: voice.wav, gain: -20 dB, inserts: [ { eq: [ { highPass: 120 Hz } ] } ] }
  lows: { file: lows.wav }
  nothing: { file: nothing.wav }
`

const adviceOf = (folder: string, options = ['--mix-only']) => {
  const { stdout, status } = mixwright(['render', folder, '--json', ...options])
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; line: number; severity: string }[] }
  expect([status, new Set(diagnostics.map(({ severity }) => severity))]).toEqual([0, new Set(['warning'])])
  return diagnostics.map(({ code, line }) => `${line} ${code}`).sort()
}

const ADVICE = [
  '2 ADVICE_LOWS_OUT_OF_PHASE',
  '3 ADVICE_STEM_CLIPPED',
  '4 ADVICE_HIGH_PASS',
  '6 ADVICE_LOWS_OUT_OF_PHASE',
  '7 ADVICE_SILENT_STEM',
]

test('render gives advice on what it hears in recordings and in the mix, from the cache too', () => {
  const folder = writeSong(MIX, FILES)
  expect(adviceOf(folder)).toEqual(ADVICE)
  expect(adviceOf(folder)).toEqual(ADVICE)
})

test('advice that is allowed is not told', () => {
  const folder = writeSong(`${MIX}allow: [ADVICE_STEM_CLIPPED, ADVICE_LOWS_OUT_OF_PHASE]\n`, FILES)
  expect(adviceOf(folder)).toEqual(['4 ADVICE_HIGH_PASS', '7 ADVICE_SILENT_STEM'])
})

test('a render without a lock says what is known of recordings that were read before', () => {
  const folder = writeSong(MIX, FILES)
  expect(adviceOf(folder, ['--mix-only', '--no-lock'])).toEqual(['2 ADVICE_LOWS_OUT_OF_PHASE'])
  adviceOf(folder)
  expect(adviceOf(folder, ['--mix-only', '--no-lock'])).toEqual(ADVICE)
})

test('render gives advice on a send to a muted return, and on masters that services turn down', () => {
  const folder = writeSong(
    `mixwright: 1
stems:
  voice: { file: voice.wav, gain: 10 dB, sends: { hall: -6 dB } }
returns: { hall: { mute: true, inserts: [ { delay: { time: 50 ms } } ] } }
deliver:
  spotify: { loudness: as mixed }
  tidal: { loudness: -9 LUFS }
  archive: {}
`,
    FILES,
  )
  const told = adviceOf(folder, ['--no-report'])
  expect(told).toEqual(['3 ADVICE_MUTED_RETURN', '6 ADVICE_LOUD_MASTER', '7 ADVICE_LOUD_MASTER'])
})
