import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { noise, RATE_HZ, writeSong } from '../_song.ts'
import { CLI } from '../_tools.ts'

const HOOK = fileURLToPath(new URL('../_peak-memory.cjs', import.meta.url))
const SHORT_S = 60
const LONG_S = 240
/**
 * Between the two: what a single stem or master would take in memory, in floats of 32 bits. Node.js itself grows by 20
 * to 45 MiB, by how soon it collects.
 */
const MAX_GROWTH_MIB = ((LONG_S - SHORT_S) * RATE_HZ * 2 * 4) / 2 ** 20
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
    const short = peakMiB(SHORT_S, ...options)
    const long = peakMiB(LONG_S, ...options)
    console.log(
      `reliability: render ${options.join(' ')}: ${Math.round(short)} MiB for ${SHORT_S} s, ${Math.round(long)} for ${LONG_S} s`,
    )
    expect(long - short).toBeLessThan(MAX_GROWTH_MIB)
    expect(long).toBeLessThan(MAX_PEAK_MIB)
  },
)
