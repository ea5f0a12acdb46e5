import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../_song.ts'
import { CLI } from '../_tools.ts'
import { writeLongWav } from './_long-wav.ts'

const HOOK = fileURLToPath(new URL('../_peak-memory.cjs', import.meta.url))
const MOST_MIB = 512

const list = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => item(i)).join('\n')
const CHAIN = 'inserts: [ { eq: [ { highPass: 60 Hz }, { bell: 1 kHz, gain: 2 dB } ] }, { compressor: { ratio: 3 } } ]'

/** Renders with the report and the cache, as a user does: seconds, and the most memory. MiB */
function rendered(folder: string): { seconds: number; peakMiB: number } {
  const peakFile = join(folder, 'peak')
  const env = { ...process.env, NODE_OPTIONS: `--require ${HOOK}`, PEAK_MEMORY_FILE: peakFile }
  const begin = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [CLI, 'render', folder, '--quiet'], { env, encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  return { seconds: (performance.now() - begin) / 1000, peakMiB: Number(readFileSync(peakFile, 'utf8')) / 1024 }
}

const SONGS = {
  'a programme of 20 minutes and 8 stems': (folder: string) => {
    for (let stem = 0; stem < 8; stem++)
      writeLongWav(join(folder, `${stem}.wav`), { seconds: 1200, burstS: 2, everyS: 20, seed: stem + 1 })
    return `mixwright: 1
stems:
${list(8, (i) => `  s${i}: { file: ${i}.wav, gain: -6 dB, ${CHAIN}, sends: { room: -20 dB } }`)}
returns: { room: { inserts: [ { reverb: { decay: 1.2 s } } ] } }
deliver: { low: { format: wav 24, loudness: as mixed } }
`
  },
  'a mix of 500 stems': (folder: string) => {
    for (let stem = 0; stem < 10; stem++) writeLongWav(join(folder, `${stem}.wav`), { seconds: 3, seed: stem + 1 })
    return `mixwright: 1
stems:
${list(500, (i) => `  s${i}: { file: ${i % 10}.wav, start: ${i % 7} s, gain: -30 dB, ${CHAIN}, sends: { room: -20 dB } }`)}
returns: { room: { inserts: [ { reverb: { decay: 1.2 s } } ] } }
deliver: { low: { format: wav 24, loudness: as mixed } }
`
  },
}

test.each(Object.entries(SONGS))(
  `%s stays under ${MOST_MIB} MiB`,
  (what, write) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'mix.yaml'), write(folder))
    const { seconds, peakMiB } = rendered(folder)
    console.log(`reliability: ${what}: ${seconds.toFixed(1)} s, at most ${Math.round(peakMiB)} MiB`)
    expect(peakMiB).toBeLessThan(MOST_MIB)
  },
  300_000,
)
