import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkMix, type RenderOptions, renderMix, verifyMix } from '@mixwright/session'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noise, sine, temporaryFolder, writeSong } from '../_song.ts'

const RECORDINGS = {
  'vocal.wav': sine(440, 0.3, 0.5),
  'clean.wav': sine(880, 0.3, 0.5),
  'drums.wav': noise(7, 0.2, 0.5),
}

const mixFile = (
  vocal = '',
  drums = '',
  master = 'inserts: [ { clipper: { ceiling: -12 dB } } ]',
  rest = '',
) => `mixwright: 1
stems:
  vocal: { file: vocal.wav, sends: { room: -6 dB }${vocal} }
  drums: { file: drums.wav, sends: { room: -12 dB }${drums} }
returns: { room: { inserts: [ { delay: { time: 90 ms } } ] } }
master: { ${master} }
deliver: { archive: {} }
${rest}`

const VARIANTS = `variants:
  instrumental: { mute: [ vocal ] }
  acappella: { solo: [ vocal ] }
  clean: { stems: { vocal: { file: clean.wav } }, deliver: [] }
  noLimiter: { master: { inserts: [] }, deliver: { draft: { format: wav 16, loudness: as mixed, dither: none } } }
`

const SONG = mixFile('', '', undefined, VARIANTS)

function render(folder: string, options: RenderOptions = {}) {
  return renderMix(folder, { jobs: 1, ...options }).then(({ result }) => result)
}

const codes = (found: { diagnostics: readonly { code: string }[] }) => found.diagnostics.map(({ code }) => code)
const output = (folder: string, name: string) => readFileSync(join(folder, 'out', name))
const lockOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'mix.lock'), 'utf8'))

let rendered: string
let result: Awaited<ReturnType<typeof render>>

beforeAll(async () => {
  rendered = writeSong(SONG, RECORDINGS, mkdtempSync(join(tmpdir(), 'mixwright-test-')))
  result = await render(rendered)
})

afterAll(() => rmSync(rendered, { recursive: true, force: true }))

describe('variants', () => {
  test.each<[string, string, string[]]>([
    ['instrumental', mixFile(', mute: true'), ['archive']],
    ['acappella', mixFile(', solo: true'), ['archive']],
    ['clean', mixFile().replace('vocal.wav', 'clean.wav').replace('archive: {}', ''), []],
    [
      'noLimiter',
      mixFile('', '', 'inserts: []').replace(
        'archive: {}',
        'archive: {}, draft: { format: wav 16, loudness: as mixed, dither: none }',
      ),
      ['archive', 'draft'],
    ],
  ])('%s has the bytes of the file that says the same by hand', async (name, byHand, deliveries) => {
    const alone = writeSong(byHand, RECORDINGS)
    await render(alone)
    for (const file of ['mix.wav', ...deliveries.map((delivery) => `${delivery}.wav`)]) {
      expect(output(rendered, join(name, file)).equals(output(alone, file))).toBe(true)
    }
    expect(readdirSync(join(rendered, 'out', name)).sort()).toEqual(
      ['mix.wav', ...deliveries.map((one) => `${one}.wav`)].sort(),
    )
  })

  test('are in the document and in the lock, each with its mix and its deliveries', () => {
    expect(codes(result)).toEqual([])
    expect(result.variants.map(({ name, deliveries }) => [name, deliveries.map((one) => one.name)])).toEqual([
      ['instrumental', ['archive']],
      ['acappella', ['archive']],
      ['clean', []],
      ['noLimiter', ['archive', 'draft']],
    ])
    expect(result.variants[3]!.mix.pcmSha256).toBe(result.mix!.pcmSha256)
    const { variants, deliveries } = lockOf(rendered)
    expect(Object.keys(variants)).toEqual(['acappella', 'clean', 'instrumental', 'noLimiter'])
    expect(variants.instrumental.mix.pcmSha256).toBe(result.variants[0]!.mix.pcmSha256)
    expect(variants.noLimiter.deliveries.archive.file).toBe('noLimiter/archive.wav')
    expect(deliveries.archive.file).toBe('archive.wav')
    expect(new Set([result.mix, ...result.variants.map(({ mix }) => mix)].map((one) => one!.pcmSha256)).size).toBe(4)
  })

  test('are proven by verify, and found out when the lock says something else of them', async () => {
    const folder = copy()
    const { result: proof } = await verifyMix(folder, { jobs: 1 })
    expect(proof.ok).toBe(true)
    expect(Object.keys(proof.variants)).toHaveLength(4)
    const lock = readFileSync(join(folder, 'mix.lock'), 'utf8')
    const { pcmSha256 } = lockOf(folder).variants.acappella.mix
    writeFileSync(join(folder, 'mix.lock'), lock.replaceAll(pcmSha256, '0'.repeat(64)))
    const refuted = await render(folder, { lock: 'frozen', variants: ['acappella'], mixOnly: true })
    expect(refuted.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['LOCK_OUTPUT_CHANGED', expect.stringMatching(/^variant 'acappella' mix came out different/)],
    ])
  })

  test('that say something else than when the lock was written are named', async () => {
    const folder = copy()
    writeFileSync(join(folder, 'mix.yaml'), SONG.replace('mute: [ vocal ]', 'mute: [ drums ]'))
    const { diagnostics } = await render(folder, { lock: 'frozen' })
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['LOCK_MIX_CHANGED', expect.stringContaining('`variants.instrumental` was changed')],
    ])
  })

  test('are chosen by name; the lock keeps those that were not made', async () => {
    const folder = copy(false)
    const some = await render(folder, { variants: ['acappella'], deliver: ['archive'], stems: true })
    expect(some.variants.map(({ name }) => name)).toEqual(['acappella'])
    expect(some.variants[0]!.stems?.map((path) => path.slice(path.indexOf('acappella')))).toEqual([
      'acappella/stems/vocal.wav',
      'acappella/stems/room.wav',
    ])
    expect(lockOf(folder)).toEqual(lockOf(rendered))
    const none = await render(folder, { variants: [], mixOnly: true, lock: 'frozen' })
    expect([none.variants, codes(none)]).toEqual([[], []])
    expect(existsSync(join(folder, 'out', 'instrumental'))).toBe(false)
    expect(codes(await render(folder, { variants: ['acapella'] }))).toEqual(['VARIANT_UNKNOWN_NAME'])
  })

  test('that name what is not there are checked with the mix', async () => {
    const folder = writeSong(
      `${SONG}  loud: { stems: { vocal: { file: gone.wav } }, deliver: { cd: { format: mp3 320, dither: tpdf } } }\n`,
      RECORDINGS,
    )
    const { diagnostics } = await checkMix(folder)
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ['AUDIO_FILE_MISSING', 13],
      ['DELIVERY_IMPOSSIBLE', 13],
    ])
  })
})

/** The song with its lock, and its outputs where they are wanted, elsewhere. */
function copy(withOutputs = true): string {
  const folder = temporaryFolder()
  cpSync(rendered, folder, {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => withOutputs || !/out$/.test(path),
  })
  return folder
}
