import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseProject } from '@mixwright/project'
import { checkMix } from '@mixwright/session'
import { expect, test } from 'vitest'
import { floatWav, noise, temporaryFolder } from '../_song.ts'

const COUNTS = [1250, 2500, 5000] as const
/** Four times the stems take four times as long, with room for what a busy machine adds; squares would take sixteen. */
const MOST_RATIO = 8

/** A song with sends, buses, groups and automation in proportion to its stems. */
function song(stems: number): string {
  const each = (count: number, text: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => text(i)).join('')
  const buses = stems / 10
  return `mixwright: 1
tempo: 120
sections: { verse: 0:00, chorus: 0:10 }
stems:
${each(stems, (i) => `  s${i}: { file: a.wav, bus: b${i % buses}, gain: { 0:00: -4 dB, chorus: -2 dB }, inserts: [ { eq: [ { bell: 1 kHz, gain: 1 dB } ] }, { compressor: { threshold: -20 dB, ratio: 2, sidechain: s${(i * 7) % i || 0} } } ], sends: { room: -14 dB } }\n`).replaceAll(/, sidechain: s0\b/g, '')}buses:
${each(buses, (i) => `  b${i}: { bus: ${i === 0 ? 'mix' : `b${Math.floor((i - 1) / 2)}`} }\n`)}returns: { room: {} }
groups: { all: { strips: [ ${each(stems, (i) => `s${i}, `)}] } }
deliver: { archive: {} }
`
}

/** The least CPU of a few runs. s */
async function cpuOf(work: () => unknown): Promise<number> {
  const runs: number[] = []
  for (let run = 0; run < 3; run++) {
    const start = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(start)
    runs.push((user + system) / 1e6)
  }
  return Math.min(...runs)
}

test('reading and checking a mix takes as long as it has stems', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.wav'), floatWav(noise(1, 0.1, 0.01)))
  const times = { read: [] as number[], check: [] as number[] }
  for (const count of COUNTS) {
    const text = song(count)
    const { project, diagnostics } = parseProject(text, 'mix.yaml', { targets: ['archive'] })
    expect(project?.stems, JSON.stringify(diagnostics.slice(0, 2))).toHaveLength(count)
    times.read.push(await cpuOf(() => parseProject(text, 'mix.yaml', { targets: ['archive'] })))
    writeFileSync(join(folder, 'mix.yaml'), text)
    times.check.push(await cpuOf(() => checkMix(folder, { samples: true })))
  }
  const said = Object.entries(times).map(([what, all]) => `${what} ${all.map((s) => s.toFixed(2)).join(', ')} s of CPU`)
  process.stdout.write(`stems: ${COUNTS.join(', ')}: ${said.join('; ')}\n`)
  for (const [few, , many] of Object.values(times)) expect(many! / few!).toBeLessThan(MOST_RATIO)
}, 300_000)
