import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { floatWav, noise, sine, temporaryFolder, writeSong } from '../_song.ts'
import { CLI } from '../_tools.ts'
import { unfinishedIn } from './_state.ts'

const ROUNDS = 100
/** The first rounds fill caches and pools that stay. */
const WARM_UP = 60
/** One way from save to save: short enough to cut off many renders, long enough for others to end. */
const SAVE_EVERY_MS = 100
/** Saves to see what is held between them: when garbage is collected is up to Node.js. */
const RESTS = 5
const MOST_GROWTH_MIB = 32
const LATEST_MS = 120_000

const mixFile = (round: number) =>
  `mixwright: 1\nstems: { a: { file: a.wav, gain: -${round % 12} dB }, b: { file: b.wav } }\ndeliver: { archive: {} }\n`

/** What a process holds. */
function heldBy(pid: number) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return {
    residentMiB: Number(/^VmRSS:\s+(\d+)/m.exec(status)![1]) / 1024,
    files: readdirSync(`/proc/${pid}/fd`).length,
    threads: Number(/^Threads:\s+(\d+)/m.exec(status)![1]),
  }
}

test.skipIf(process.platform !== 'linux')(
  `watch of a mix that is saved ${ROUNDS} times keeps no memory, file, thread or unfinished thing`,
  async () => {
    const folder = writeSong(mixFile(0), { 'a.wav': sine(220, 0.2, 0.5), 'b.wav': noise(5, 0.2, 0.5) })
    const temp = temporaryFolder()
    const child = spawn(process.execPath, [CLI, 'watch', folder, '--json', '--jobs', '2'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: temp },
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const ended = once(child, 'close')
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    const documents: string[] = []
    let rest = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop()!
      documents.push(...lines)
    })
    const whole = async (count: number) => {
      for (const begin = performance.now(); documents.length < count; await setTimeout(5)) {
        expect(performance.now() - begin, said).toBeLessThan(LATEST_MS)
        expect(child.exitCode, said).toBeNull()
      }
    }
    /** Saves a few times more, and waits each time until nothing is on its way: the least that is held then. */
    const atRest = async () => {
      const held: ReturnType<typeof heldBy>[] = []
      for (let round = 0; round < RESTS; round++) {
        writeFileSync(join(folder, 'mix.yaml'), mixFile(round))
        await whole(documents.length + 1)
        await setTimeout(500)
        held.push(heldBy(child.pid!))
      }
      const least = (kind: keyof ReturnType<typeof heldBy>) => Math.min(...held.map((one) => one[kind]))
      return { residentMiB: least('residentMiB'), files: least('files'), threads: least('threads') }
    }
    const save = (round: number) => {
      // A stem now and then, as an editor saves it.
      if (round % 10 === 9) {
        writeFileSync(join(folder, 'b.new'), floatWav(noise(round, 0.2, 0.5)))
        renameSync(join(folder, 'b.new'), join(folder, 'b.wav'))
      } else writeFileSync(join(folder, 'mix.yaml'), mixFile(round))
    }
    await whole(1)
    let before = heldBy(child.pid!)
    const seen: number[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      save(round)
      // Every third save waits for its render; those between cut one off.
      if (round % 3 === 0) await whole(documents.length + 1)
      else await setTimeout(SAVE_EVERY_MS)
      if (round === WARM_UP) before = await atRest()
      if (round % 50 === 0) seen.push(Math.round(heldBy(child.pid!).residentMiB))
    }
    const after = await atRest()
    const grownMiB = after.residentMiB - before.residentMiB
    console.log(
      `reliability: watch: ${ROUNDS} saves, ${documents.length} whole renders, resident ${seen.join(', ')} MiB, ` +
        `${grownMiB.toFixed(1)} MiB more than after ${WARM_UP}; ${before.files} and ${after.files} open files`,
    )
    expect(grownMiB).toBeLessThan(MOST_GROWTH_MIB)
    expect(after.files).toBeLessThanOrEqual(before.files)
    expect(after.threads).toBeLessThanOrEqual(before.threads)
    expect(unfinishedIn(folder)).toEqual([])
    expect(readdirSync(temp)).toEqual([])
    child.kill('SIGINT')
    expect((await ended)[0]).toBe(0)
    const wrong = documents.flatMap((text) =>
      JSON.parse(text).diagnostics.filter(({ severity }: { severity: string }) => severity === 'error'),
    )
    expect(wrong).toEqual([])
  },
  600_000,
)
