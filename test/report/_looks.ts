import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { Browser, type Look } from './_browser.ts'
import { layoutFaults } from './_layout.ts'

export const LOOKS: readonly Look[] = [
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
  { width: 390, scheme: 'light' },
  { width: 390, scheme: 'dark' },
]

const MOST_BYTES = 3 * 2 ** 20
/** PNG: width and height lie at fixed places. */
const [WIDTH_BYTE, HEIGHT_BYTE] = [16, 20]

/** Looks at a report, as on a desk and on a phone, in light and dark; `MIXWRIGHT_PICTURES` names a folder for the pictures. */
export async function expectSound(file: string, name: string, looks: readonly Look[] = LOOKS): Promise<void> {
  expect(readFileSync(file).length).toBeLessThan(MOST_BYTES)
  const browser = new Browser()
  try {
    for (const look of looks) {
      const { seen, complaints, requests } = await browser.look(file, look, async (page) => {
        const picture = await page.picture()
        return { picture, faults: await layoutFaults(page) }
      })
      const { picture, faults } = seen
      const where = `${name}-${look.width}-${look.scheme}`
      keep(picture, where)
      expect(picture.readUInt32BE(WIDTH_BYTE), where).toBe(look.width)
      expect(picture.readUInt32BE(HEIGHT_BYTE), where).toBeGreaterThan(2000)
      expect(faults.texts, where).toBeGreaterThan(150)
      expect({ ...faults, texts: 0 }, where).toEqual({
        overflowPx: 0,
        overlaps: [],
        cuts: [],
        broken: [],
        faint: [],
        unnamed: [],
        texts: 0,
      })
      expect({ complaints, requests }, where).toEqual({ complaints: [], requests: [] })
    }
  } finally {
    browser.close()
  }
}

function keep(picture: Buffer, name: string): void {
  const folder = process.env.MIXWRIGHT_PICTURES
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.png`), picture)
}
