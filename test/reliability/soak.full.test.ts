import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { noise, sine, writeSong } from '../_song.ts'
import { renderHere, unfinishedIn } from './_state.ts'

const ROUNDS = 80
const WARM_UP = 20
const MOST_GROWTH_MIB = 8

test.skipIf(process.platform !== 'linux')(
  `${ROUNDS} renders of a mix that changes leave no open file, no thread and no memory behind`,
  async () => {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const text = (gainDb: number) =>
      `mixwright: 1\nstems: { a: { file: a.wav, gain: ${gainDb} dB }, b: { file: b.wav } }\ndeliver: { archive: {} }\n`
    const folder = writeSong(text(0), { 'a.wav': sine(220, 0.2, 0.3), 'b.wav': noise(5, 0.2, 0.3) })
    const state = async () => {
      // Threads that have answered end on their own.
      await new Promise((resolve) => setTimeout(resolve, 300))
      collect()
      collect()
      return {
        files: readdirSync('/proc/self/fd').length,
        threads: readdirSync('/proc/self/task').length,
        heapMiB: process.memoryUsage().heapUsed / 2 ** 20,
      }
    }
    let before = await state()
    for (let round = 1; round <= ROUNDS; round++) {
      writeFileSync(join(folder, 'mix.yaml'), text(-(round % 40) / 10))
      await renderHere(folder)
      if (round === WARM_UP) before = await state()
    }
    const after = await state()
    const grownMiB = after.heapMiB - before.heapMiB
    console.log(`reliability: ${ROUNDS} renders in one process, heap grown by ${grownMiB.toFixed(1)} MiB`)
    expect(after.files).toBeLessThanOrEqual(before.files)
    expect(after.threads).toBeLessThanOrEqual(before.threads)
    expect(grownMiB).toBeLessThan(MOST_GROWTH_MIB)
    expect(unfinishedIn(folder)).toEqual([])
  },
  300_000,
)
