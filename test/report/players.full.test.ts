import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { noise, sine, writeSong } from '../_song.ts'
import { missing, mixwright } from '../_tools.ts'
import { Browser, type Page } from './_browser.ts'
import { expectSound } from './_looks.ts'

const MIX = `
mixwright: 1
title: Players
stems:
  tone: { file: tone.wav, gain: -18 dB }
  hiss: { file: hiss.wav, gain: -30 dB }
deliver:
  spotify: {}
  apple: {}
`

/** What the page's script plays with. */
interface Played {
  heard: number
  paused: boolean[]
  atS: number[]
  volumes: number[]
  decodedBytes: number[]
}

const without = missing('chromium')
test.skipIf(without)(
  `plays from disk, at one loudness, and stays where it is${without ? `: ${without}` : ''}`,
  async () => {
    const folder = writeSong(MIX, { 'tone.wav': sine(330, 0.5, 12), 'hiss.wav': noise(3, 0.3, 12) })
    const { status, stderr } = mixwright(['render', folder, '--no-lock'])
    expect(status, stderr).toBe(0)
    const page = join(folder, 'out/report.html')
    const [report] = JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8')).reports
    const lufs: number[] = [report.mix, ...report.deliveries].map((one) => one.integratedLufs)
    expect(Math.max(...lufs) - Math.min(...lufs)).toBeGreaterThan(2)
    await expectSound(page, 'players')
    const browser = new Browser()
    try {
      const { seen, complaints } = await browser.look(page, { width: 1280, scheme: 'light' }, async (tab) => {
        await tab.press(' ', 'Space')
        const first = await played(tab, 1.2)
        await tab.press('2', 'Digit2')
        const second = await played(tab, 0.8)
        await tab.press('x', 'KeyX')
        const third = await played(tab, 0.8)
        await tab.press('l', 'KeyL')
        const moved = await played(tab, 0.4)
        await tab.press('m', 'KeyM')
        const unmatched = await played(tab, 0)
        await tab.press(' ', 'Space')
        return { first, second, third, moved, unmatched, stopped: await played(tab, 0) }
      })
      const { first, second, third, moved, unmatched, stopped } = seen
      // What is heard runs, and was decoded from the file; the others stand still.
      expect(first).toMatchObject({ heard: 0, paused: [false, true, true] })
      expect(first.decodedBytes[0]).toBeGreaterThan(10_000)
      expect(second).toMatchObject({ heard: 1, paused: [true, false, true] })
      expect(second.decodedBytes[1]).toBeGreaterThan(10_000)
      expect(third).toMatchObject({ heard: 0, paused: [false, true, true] })
      // From one to the other at the same place.
      expect(first.atS[0]).toBeGreaterThan(0.3)
      expect(second.atS[1]! - first.atS[0]!).toBeGreaterThan(0.2)
      expect(second.atS[1]! - first.atS[0]!).toBeLessThan(2.5)
      expect(third.atS[0]! - second.atS[1]!).toBeGreaterThan(0.2)
      expect(third.atS[0]! - second.atS[1]!).toBeLessThan(2.5)
      expect(moved.atS[0]! - third.atS[0]!).toBeGreaterThan(4.5)
      // All come out at the loudness of the quietest.
      const quietest = Math.min(...lufs)
      for (const [index, volume] of third.volumes.entries()) {
        expect(lufs[index]! + 20 * Math.log10(volume)).toBeCloseTo(quietest, 1)
      }
      expect(unmatched.volumes).toEqual([1, 1, 1])
      expect(stopped.paused).toEqual([true, true, true])
      expect(complaints).toEqual([])
    } finally {
      browser.close()
    }
  },
)

/** The state of the players after some time. */
async function played(tab: Page, afterS: number): Promise<Played> {
  await new Promise((resolve) => setTimeout(resolve, 1000 * afterS))
  return tab.evaluate(() => {
    // Constants of the page's script: a name in its scope, none of the window.
    const all = players as (HTMLAudioElement & { webkitAudioDecodedByteCount: number })[]
    return {
      heard,
      paused: all.map((one) => one.paused),
      atS: all.map((one) => one.currentTime),
      volumes: all.map((one) => one.volume),
      decodedBytes: all.map((one) => one.webkitAudioDecodedByteCount),
    }
  })
}

declare const players: HTMLAudioElement[]
declare const heard: number
