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

/** CPU of a run. s */
async function cpuOf(work: () => unknown): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

test('reading and checking a mix takes as long as it has stems', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.wav'), floatWav(noise(1, 0.1, 0.01)))
  const [fewest, , most] = COUNTS
  const texts = new Map(COUNTS.map((count) => [count, song(count)] as const))
  const times = { read: new Map<number, number>(), check: new Map<number, number>() }
  /** Reads and checks a song, and keeps the least that it took so far. */
  const measure = async (count: (typeof COUNTS)[number]) => {
    const text = texts.get(count)!
    let stems = 0
    const took = {
      read: await cpuOf(() => {
        stems = parseProject(text, 'mix.yaml', { targets: ['archive'] }).project?.stems.length ?? 0
      }),
      check: Number.NaN,
    }
    expect(stems).toBe(count)
    writeFileSync(join(folder, 'mix.yaml'), text)
    let codes: string[] = []
    took.check = await cpuOf(async () => {
      const { diagnostics } = await checkMix(folder, { samples: true })
      codes = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)
    })
    expect(codes).toEqual([])
    for (const what of ['read', 'check'] as const) {
      times[what].set(count, Math.min(took[what], times[what].get(count) ?? Number.POSITIVE_INFINITY))
    }
  }
  const ratios = () => Object.values(times).map((all) => all.get(most)! / all.get(fewest)!)
  // What comes first is compiled while it runs.
  await measure(fewest)
  for (const count of COUNTS) await measure(count)
  // Anything may come between; once more, to be sure.
  for (let again = 0; again < 2 && ratios().some((ratio) => ratio >= MOST_RATIO); again++) await measure(most)
  const said = Object.entries(times).map(([what, all]) => {
    return `${what} ${COUNTS.map((count) => all.get(count)!.toFixed(2)).join(', ')} s of CPU`
  })
  process.stdout.write(`stems: ${COUNTS.join(', ')}: ${said.join('; ')}\n`)
  for (const ratio of ratios()) expect(ratio).toBeLessThan(MOST_RATIO)
}, 300_000)
