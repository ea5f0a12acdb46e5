import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { encodeAudio, FfmpegCore } from '@mixwright/audio-files'
import { noise, sine, temporaryFolder, writeSong } from '../_song.ts'
import { mixwright, type RunOptions } from '../_tools.ts'

const SECONDS = 1

const RECORDINGS = {
  'kick.wav': { ...sine(60, 0.8, SECONDS), at: beat },
  'noise.wav': noise(11, 0.4, SECONDS),
  'pad.wav': sine(330, 0.3, SECONDS, 44_100),
  'space.wav': noise(12, 0.05, 0.3),
}

/** Every processor, sends of both kinds, a side-chain, and movements of every shape. */
export const MATRIX_MIX = `mixwright: 1
title: Every processor
artist: Ärger & Söhne
year: 2026
tempo: { bar 1: 120, bar 1.3: 140 }
sections: { verse: bar 1.2, chorus: bar 1.3 }
stems:
  kick:
    file: kick.wav
    bus: drums
    inserts:
      - gate: { threshold: -40 dB, range: 60 dB, hold: 20 ms, lookahead: 1 ms }
      - transient: { attack: 6 dB, sustain: -6 dB }
      - clipper: { ceiling: -3 dB, style: soft }
  noise:
    file: noise.wav
    bus: drums
    trim: { 0:00: -6 dB, 0:00.7: smooth 0 dB }
    inserts:
      - eq:
          - { highPass: { 0:00: 40 Hz, 0:00.8: exponential 4 kHz }, slope: 24 dB/oct }
          - { bell: 1 kHz, gain: { verse: -9 dB, chorus: smooth 6 dB }, on: side }
          - { highShelf: 9 kHz, gain: 3 dB }
      - compressor: { threshold: { 0:00: -10 dB, chorus: -30 dB }, ratio: 4, lookahead: 2 ms, sidechain: kick }
      - expander: { threshold: -40 dB, ratio: 3, range: 30 dB }
    pan: { 0:00: 100L, 0:01: 100R }
    sends: { room: { 0:00: -20 dB, chorus: -6 dB }, echo: { level: -6 dB, tap: preFader } }
  pad:
    file: pad.wav
    inserts:
      - chorus: { rate: 0.8 Hz, depth: 3 ms, voices: 2, mix: 50 % }
      - saturation: { style: tape, drive: { 0:00: 0 dB, chorus: step 18 dB } }
      - imager: { crossovers: [200 Hz, 2 kHz], widths: [0 %, 100 %, 140 %] }
    gain: { 0:00: -20 dB, 0:00.6: step -3 dB }
    width: 150 %
    mute: { 0:00: off, 0:00.30: on, 0:00.35: off }
    sends: { hall: -8 dB }
  voice:
    file: voice.mp3
    start: bar 1.2
    fadeIn: 20 ms
    inserts:
      - deesser: { freq: 6.5 kHz, threshold: -28 dB, ratio: 4, range: 12 dB }
      - exciter: { freq: 3 kHz, amount: 50 %, style: tube }
    gain: -12 dB
    sends: { room: -9 dB }
buses:
  drums: { inserts: [ { compressor: { threshold: -16 dB, ratio: 2, release: auto, detector: rms } } ] }
returns:
  room: { inserts: [ { reverb: { kind: plate, decay: 0.3 s, damping: 6 kHz } } ] }
  hall: { inserts: [ { convolution: { file: space.wav, gain: -20 dB } } ] }
  echo: { inserts: [ { delay: { time: 1/16 dotted, feedback: 15 %, pingPong: true, lowPass: 4 kHz } } ] }
groups: { rhythm: { strips: [ kick, noise ], gain: -1 dB } }
mix: { inserts: [ { limiter: { ceiling: { 0:00: -1 dBTP, 0:01: -6 dBTP } } } ] }
master:
  inserts:
    - multiband: { crossovers: [120 Hz, 2 kHz], bands: [ { threshold: -24 dB, ratio: 3 }, {}, { threshold: -30 dB, ratio: 2 } ] }
    - stereo: { width: 110 %, monoBelow: 120 Hz }
    - maximizer: { style: loud, amount: 40 % }
deliver:
  archive: {}
  cd: { dither: shaped }
  vinyl: {}
  flac: { target: spotify, format: flac 24 }
  mp3: { target: spotify, format: mp3 320 }
  aac: { target: apple, format: aac 256 }
  opus: { target: youtube, format: opus 160 }
`

/** Writes the song into a folder: a mix file, and recordings at two rates, one of them an MP3 file. */
export async function writeMatrixSong(folder: string): Promise<void> {
  writeSong(MATRIX_MIX, RECORDINGS, folder)
  const loaded = FfmpegCore.load()
  if ('problem' in loaded) throw new Error(loaded.problem.message)
  await encodeAudio(loaded.core, join(folder, 'noise.wav'), join(folder, 'voice.mp3'), { codec: 'mp3', kbps: 192 })
}

/** The song in another folder, as a fresh checkout has it: without caches and outputs. */
export function copyMatrixSong(folder: string): string {
  const copy = join(temporaryFolder(), 'another', 'söng')
  mkdirSync(copy, { recursive: true })
  for (const name of ['mix.yaml', 'voice.mp3', ...Object.keys(RECORDINGS)])
    copyFileSync(join(folder, name), join(copy, name))
  return copy
}

/** What a render came to: the hash of every file by its name, and what the report says of their sound. */
export interface MatrixRender {
  files: Record<string, string>
  sound: unknown
}

/** Renders the song of a folder by the command, in a process of its own. */
export function renderMatrix(folder: string, args: readonly string[], options?: RunOptions): MatrixRender {
  const { status, stdout, stderr } = mixwright(['render', folder, '--json', ...args], undefined, options)
  if (status !== 0) throw new Error(`render ended with ${status}: ${stdout}${stderr}`)
  const out = join(folder, 'out')
  const paths = [join(folder, 'mix.lock'), ...readdirSync(out).map((name) => join(out, name))]
  return readMatrixRender(new Map(paths.map((path) => [basename(path), readFileSync(path)])))
}

/** Reads the files of a render. What depends on the clock and the folder is left out of the report. */
export function readMatrixRender(outputs: ReadonlyMap<string, Uint8Array>): MatrixRender {
  const {
    'report.json': _,
    'report.html': __,
    ...files
  } = Object.fromEntries(
    [...outputs].sort().map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]),
  )
  const { mix, deliveries } = JSON.parse(Buffer.from(outputs.get('report.json')!).toString('utf8'))
  const soundOf = ({ file: _, ...sound }: { file: string }) => sound
  return { files, sound: [mix, ...deliveries].map(soundOf) }
}

/** Four beats of a falling drum. */
function beat(frame: number): number {
  const inBeat = frame % 14_400
  return 0.9 * Math.exp(-inBeat / 3000) * Math.sin(inBeat / 140)
}
