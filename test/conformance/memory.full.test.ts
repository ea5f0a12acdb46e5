import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { noise, writeSong } from '../_song.ts'
import { CLI } from '../_tools.ts'

const HOOK = fileURLToPath(new URL('../_peak-memory.cjs', import.meta.url))
/** Of 50 s more: audio of that length in memory would take 38 MB a stem or master. */
const MAX_GROWTH_MIB = 25
const MAX_PEAK_MIB = 512

const MIX_FILE = `mixwright: 1
stems:
  a: { file: a.wav, inserts: [ { compressor: { ratio: 3 } } ], sends: { hall: -10 dB } }
  b: { file: a.wav, polarity: invert, start: 0.5 s }
returns: { hall: { inserts: [ { reverb: { decay: 1 s } } ] } }
deliver: { spotify: {}, cd: {}, flac: { format: flac 24 } }
`

function peakMiB(seconds: number, ...options: string[]): number {
  const folder = writeSong(MIX_FILE, { 'a.wav': noise(3, 0.2, seconds) })
  const peakFile = join(folder, 'peak')
  const env = { ...process.env, NODE_OPTIONS: `--require ${HOOK}`, PEAK_MEMORY_FILE: peakFile }
  const { status, stderr } = spawnSync(process.execPath, [CLI, 'render', folder, '--quiet', ...options], {
    env,
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([0, ''])
  return Number(readFileSync(peakFile, 'utf8')) / 1024
}

test.each([[['--no-report']], [[]]])(
  `memory does not grow with the length of the song, and stays under ${MAX_PEAK_MIB} MiB: render %j`,
  (options) => {
    const short = peakMiB(10, ...options)
    const long = peakMiB(60, ...options)
    console.log(
      `reliability: render ${options.join(' ')}: ${Math.round(short)} MiB for 10 s, ${Math.round(long)} for 60 s`,
    )
    expect(long - short).toBeLessThan(MAX_GROWTH_MIB)
    expect(long).toBeLessThan(MAX_PEAK_MIB)
  },
)
