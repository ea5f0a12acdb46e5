import { createHash } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { renderMix } from '@mixwright/session'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noise, sine, writeSong } from '../_song.ts'

const RUNS = 6
const EDITS = 4

const RECORDINGS = {
  'a.wav': sine(110, 0.5, 0.3),
  'b.wav': noise(3, 0.3, 0.25),
  'c.wav': noise(4, 0.6, 0.2),
  'd.wav': sine(2000, 0.2, 0.3),
  'e.wav': noise(5, 1e-6, 0.3),
}
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'] as const
const FILES = Object.keys(RECORDINGS)

interface StemText {
  file: string
  bus: string
  gain: string
  pan: string
  insert: string
  sends: string
}

const INSERTS = [
  '',
  'compressor: { threshold: -30 dB, ratio: 4 }',
  'compressor: { threshold: -30 dB, ratio: 4, lookahead: 2 ms }',
  'eq: [ { bell: 900 Hz, gain: 6 dB } ]',
  'eq: { phase: linear, bands: [ { bell: 900 Hz, gain: 6 dB } ] }',
  'delay: { time: 40 ms, feedback: 60 %, mix: 50 % }',
  'compressor: { threshold: -40 dB, ratio: 4, sidechain: a }',
]
const stem: fc.Arbitrary<StemText> = fc.record({
  file: fc.constantFrom(...FILES),
  bus: fc.constantFrom('mix', 'mix', 'drums'),
  gain: fc.constantFrom('0 dB', '-3 dB', '-7.3 dB', '24 dB', '-inf dB', '{ 0:00: -6 dB, 0:00.2: 0 dB }'),
  pan: fc.constantFrom('C', '30L', '100R'),
  insert: fc.constantFrom(...INSERTS),
  sends: fc.constantFrom('', 'hall: -12 dB', 'hall: -6 dB, echo: -9 dB', 'echo: { level: -3 dB, tap: preFader }'),
})
const edit = fc.tuple(
  fc.nat(NAMES.length - 1),
  stem,
  fc.constantFrom(...(['gain', 'pan', 'insert', 'sends', 'file'] as const)),
)

function textOf(stems: readonly StemText[], loud = ''): string {
  const lines = stems.map(({ file, bus, gain, pan, insert, sends }, index) => {
    const own = index === 0 && insert.includes('sidechain') ? '' : insert
    const inserts = [own, index === 1 ? loud : ''].filter((one) => one !== '').map((one) => `{ ${one} }`)
    return `  ${NAMES[index]}: { file: ${file}, bus: ${bus}, gain: ${gain}, pan: ${pan}, inserts: [ ${inserts} ], sends: { ${sends} } }`
  })
  return `mixwright: 1
stems:
${lines.join('\n')}
buses: { drums: { inserts: [ { compressor: { threshold: -20 dB, ratio: 2 } } ] } }
returns:
  hall: { inserts: [ { delay: { time: 11 ms, feedback: 50 % } } ] }
  echo: { inserts: [ { delay: { time: 70 ms, feedback: 20 % } } ] }
mix: { inserts: [ { limiter: { ceiling: -1 dB } } ] }
`
}

async function bytesOf(folder: string, text: string, cache: boolean, jobs = 1): Promise<string> {
  writeFileSync(join(folder, 'mix.yaml'), text)
  const { result } = await renderMix(folder, { mixOnly: true, cache, jobs, out: join(folder, cache ? 'out' : 'whole') })
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const path = join(folder, cache ? 'out' : 'whole', 'mix.wav')
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

const PLAIN: StemText = { file: 'a.wav', bus: 'mix', gain: '-6 dB', pan: 'C', insert: '', sends: 'hall: -12 dB' }
const plainStems = (): StemText[] =>
  NAMES.map((_, index) => ({ ...PLAIN, file: FILES[index % FILES.length]!, pan: `${index}L` }))

const sums = (folder: string, suffix: string) => {
  const kept = join(folder, '.mixwright/renders')
  return readdirSync(kept)
    .filter((name) => name.startsWith('sum-') && name.endsWith(suffix))
    .map((name) => join(kept, name))
}

/** Makes a kept sum silent, with a checksum that is right. */
function silence(audio: string): void {
  const bytes = Buffer.alloc(readFileSync(audio).length)
  writeFileSync(audio, bytes)
  const path = audio.replace(/audio$/, 'json')
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), crc32: crc32(bytes) }))
}

describe('after a change', () => {
  test('any edits of any stems give the bytes of a whole render', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(...NAMES.map(() => stem)),
        fc.array(edit, { minLength: EDITS, maxLength: EDITS }),
        async (first, edits) => {
          const folder = writeSong('', RECORDINGS)
          const stems: StemText[] = [...first]
          expect(await bytesOf(folder, textOf(stems), true)).toBe(await bytesOf(folder, textOf(stems), false))
          for (const [index, other, key] of edits) {
            stems[index] = { ...stems[index]!, [key]: other[key] }
            const text = textOf(stems)
            expect(await bytesOf(folder, text, true, 1 + (index % 2))).toBe(await bytesOf(folder, text, false))
          }
        },
      ),
      { numRuns: RUNS },
    )
  }, 600_000)

  test('of one stem the others are not computed', async () => {
    const folder = writeSong('', RECORDINGS)
    const stems = plainStems()
    await bytesOf(folder, textOf(stems), true)
    expect(sums(folder, '.audio')).toHaveLength(1)
    stems[2] = { ...stems[2]!, gain: '-3 dB' }
    const whole = await bytesOf(folder, textOf(stems), false)
    silence(sums(folder, '.audio')[0]!)
    expect(await bytesOf(folder, textOf(stems), true)).not.toBe(whole)
  })

  test.each([
    ['cut', (path: string) => truncateSync(path, 1000)],
    ['gone', (path: string) => rmSync(path)],
    ['another', (path: string) => copyFileSync(new URL(import.meta.url), path)],
  ])('a sum that is %s is computed again', async (_, spoil) => {
    for (const suffix of ['.audio', '.json']) {
      const folder = writeSong('', RECORDINGS)
      const stems = plainStems()
      await bytesOf(folder, textOf(stems), true)
      sums(folder, suffix).forEach(spoil)
      stems[2] = { ...stems[2]!, gain: '-3 dB' }
      expect(await bytesOf(folder, textOf(stems), true)).toBe(await bytesOf(folder, textOf(stems), false))
    }
  })

  test('a stem so loud that no sum is exact is computed with all others', async () => {
    const folder = writeSong('', RECORDINGS)
    const boost = Array.from({ length: 8 }, () => '{ bell: 110 Hz, gain: 24 dB, q: 0.1 }').join(', ')
    const stems = plainStems()
    await bytesOf(folder, textOf(stems), true)
    for (const loud of [`eq: [ ${boost} ]`, '', `eq: [ ${boost} ]`]) {
      const text = textOf(stems, loud)
      expect(await bytesOf(folder, text, true)).toBe(await bytesOf(folder, text, false))
    }
  })

  test('a recording that was replaced cannot be taken away, and is not', async () => {
    const folder = writeSong('', RECORDINGS)
    const stems = plainStems()
    await bytesOf(folder, textOf(stems), true)
    copyFileSync(join(folder, 'd.wav'), join(folder, 'b.wav'))
    expect(await bytesOf(folder, textOf(stems), true)).toBe(await bytesOf(folder, textOf(stems), false))
  })
})
