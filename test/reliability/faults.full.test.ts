import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { renderMix } from '@mixwright/session'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Repository } from '../_repository.ts'
import { noise, sine, temporaryFolder, writeSong } from '../_song.ts'
import { missing, mixwright } from '../_tools.ts'
import { type Outputs, outputsOf, renderHere, unfinishedIn } from './_state.ts'

const MIX = `mixwright: 1
stems: { a: { file: a.wav, gain: -3 dB }, b: { file: b.wav } }
deliver: { archive: {}, low: { format: wav 16, loudness: as mixed } }
`
const OTHER = MIX.replace('-3 dB', '-4 dB')
const song = (folder?: string) => writeSong(MIX, { 'a.wav': sine(220, 0.2, 1), 'b.wav': noise(5, 0.2, 1) }, folder)

const errorsOf = async (folder: string, options = {}) => {
  const { result } = await renderMix(folder, { jobs: 1, ...options })
  return result.diagnostics.filter(({ severity }) => severity === 'error')
}

/** A small disk of its own, where this user may have one. */
function smallDisk(mib: number): string | undefined {
  const folder = temporaryFolder()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'mixwright-test', folder])
  if (mounted.status !== 0) return undefined
  onTestFinished(() => void spawnSync('umount', ['-l', folder]))
  return folder
}

describe.skipIf(process.platform !== 'linux')('on a small disk', () => {
  test('that is full, at any point: no former output is lost, and the next render goes well', async (context) => {
    const disk = smallDisk(6)
    if (!disk) return context.skip('needs the right to mount a disk')
    song(disk)
    const texts = [MIX, OTHER]
    const outputs: Outputs[] = []
    for (const text of texts) {
      writeFileSync(join(disk, 'mix.yaml'), text)
      outputs.push(await renderHere(disk))
    }
    expect(outputs[0]!['mix.wav']).not.toBe(outputs[1]!['mix.wav'])
    const steps = 24
    let failed = 0
    for (let step = 0; step < steps; step++) {
      // From one version to the other, and back.
      const [former, next] = step % 2 === 0 ? [1, 0] : [0, 1]
      rmSync(join(disk, '.mixwright'), { recursive: true })
      writeFileSync(join(disk, 'mix.yaml'), texts[next]!)
      const filler = join(disk, 'filler')
      const { bavail, bsize } = statfsSync(disk)
      const leaves = Math.floor((step / steps) * 2 ** 21)
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leaves)))
      const errors = await errorsOf(disk)
      expect(unfinishedIn(disk)).toEqual([])
      if (errors.length > 0) {
        failed++
        expect(errors).toMatchObject([{ code: 'OUTPUT_NOT_WRITABLE' }])
        expect(errors[0]!.message).toContain('the disk is full (ENOSPC)')
        expect(outputsOf(disk)).toEqual(outputs[former])
      }
      rmSync(filler)
      expect(await renderHere(disk)).toEqual(outputs[next])
    }
    expect(failed).toBeGreaterThan(1)
    console.log(`reliability: ${steps} renders on a disk with little room, ${failed} of them ended for want of it`)
  })

  test('that is nearly full: what would only be kept is left out before an output is', async (context) => {
    const disk = smallDisk(12)
    if (!disk) return context.skip('needs the right to mount a disk')
    const stems = Array.from({ length: 6 }, (_, index) => `s${index}: { file: b.wav, gain: -${index + 6} dB }`)
    const text = `mixwright: 1\nstems: { ${stems.join(', ')} }\ndeliver: { low: { format: wav 16, loudness: as mixed } }\n`
    const filler = join(disk, 'filler')
    const attempt = async (roomBytes: number, cache: boolean) => {
      for (const name of ['out', '.mixwright', 'mix.lock', 'filler'])
        rmSync(join(disk, name), { recursive: true, force: true })
      writeSong(text, { 'b.wav': noise(5, 0.1, 3) }, disk)
      const { bavail, bsize } = statfsSync(disk)
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - roomBytes)))
      return { errors: await errorsOf(disk, { cache }), kept: keptIn(disk) }
    }
    let tight = 0
    for (let roomBytes = 2 ** 20; roomBytes <= 8 * 2 ** 20; roomBytes += 2 ** 19) {
      const plain = await attempt(roomBytes, false)
      if (plain.errors.length > 0) continue
      const cached = await attempt(roomBytes, true)
      expect(cached.errors, `${roomBytes} bytes`).toEqual([])
      if (!cached.kept.some((name) => name.startsWith('sum-'))) tight++
    }
    expect(tight).toBeGreaterThan(0)
    expect((await attempt(10 * 2 ** 20, true)).kept.some((name) => name.startsWith('sum-'))).toBe(true)
    console.log(`reliability: ${tight} renders on a disk with room for outputs alone kept none of their sums`)
  })

  test('that may only be read: an error with a way out, and nothing lost', async (context) => {
    const disk = smallDisk(6)
    if (!disk) return context.skip('needs the right to mount a disk')
    song(disk)
    const former = await renderHere(disk)
    writeFileSync(join(disk, 'mix.yaml'), OTHER)
    spawnSync('mount', ['-o', 'remount,ro', disk])
    const run = mixwright(['render', disk])
    expect([run.status, run.stderr]).toEqual([1, expect.stringContaining('read-only disk (EROFS)')])
    expect(outputsOf(disk)).toEqual(former)
    const out = temporaryFolder()
    expect(mixwright(['render', disk, '--out', out]).status).toBe(0)
    expect(readdirSync(out)).toContain('archive.wav')
  })

  test('a diff says that it has no room, or may not write, and is no bug', (context) => {
    const disk = smallDisk(6)
    if (!disk || missing('git')) return context.skip('needs the right to mount a disk, and git')
    song(disk)
    const repository = new Repository(disk)
    repository.commit()
    writeFileSync(join(disk, 'mix.yaml'), OTHER)
    const { bavail, bsize } = statfsSync(disk)
    writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize))
    const full = mixwright(['diff', 'HEAD', disk])
    expect([full.status, full.stderr]).toEqual([1, expect.stringContaining('the disk is full (ENOSPC)')])
    expect(full.stderr).not.toContain('bug')
    rmSync(join(disk, 'filler'))
    spawnSync('mount', ['-o', 'remount,ro', disk])
    const readOnly = mixwright(['diff', 'HEAD', disk])
    expect([readOnly.status, readOnly.stderr]).toEqual([1, expect.stringContaining('read-only disk (EROFS)')])
  })
})

test.skipIf(process.platform === 'win32')(
  'a limit on the size of files is an error, not the end of the process',
  () => {
    const folder = song()
    const { execPath } = process
    const command = `ulimit -f 64; exec "${execPath}" "${join(import.meta.dirname, '../../apps/cli/bin/mixwright.js')}" render "${folder}"`
    const run = spawnSync('bash', ['-c', command], { encoding: 'utf8' })
    expect([run.status, run.stderr]).toEqual([1, expect.stringContaining('(EFBIG)')])
    expect(unfinishedIn(folder)).toEqual([])
  },
)

function keptIn(folder: string): string[] {
  const path = join(folder, '.mixwright', 'renders')
  return existsSync(path) ? readdirSync(path) : []
}

describe('a stem', () => {
  /** Does something to the stem when a stage begins. */
  const during = async (stage: string, folder: string, change: (path: string) => void) => {
    let isDone = false
    const onProgress = (state: { stage: string }) => {
      if (state.stage !== stage || isDone) return
      isDone = true
      change(join(folder, 'a.wav'))
    }
    const errors = await errorsOf(folder, { onProgress })
    expect(isDone).toBe(true)
    return errors
  }
  const CHANGES: Record<string, (path: string) => void> = {
    vanished: (path) => rmSync(path),
    grown: (path) => appendFileSync(path, Buffer.alloc(4000)),
    cut: (path) => writeFileSync(path, readFileSync(path).subarray(0, 50_000)),
    'written over': (path) =>
      writeFileSync(
        path,
        readFileSync(path).map((byte, at) => (at > 60_000 ? byte ^ 1 : byte)),
      ),
    replaced: (path) => {
      writeFileSync(
        `${path}.new`,
        readFileSync(path).map((byte, at) => (at > 60_000 ? byte ^ 1 : byte)),
      )
      renameSync(`${path}.new`, path)
    },
  }
  const stages = ['reading audio', 'hashing', 'mixing']
  test.each(Object.keys(CHANGES).flatMap((what) => stages.map((stage) => [what, stage] as const)))(
    'that is %s while %s: an error that names it, no output, and nothing stale later',
    async (what, stage) => {
      const folder = song()
      const former = await renderHere(folder)
      writeFileSync(join(folder, 'mix.yaml'), OTHER)
      const errors = await during(stage, folder, CHANGES[what]!)
      expect(errors.map(({ code }) => code)).toContain('AUDIO_CHANGED')
      expect(errors.at(-1)!.message).toMatch(/stem 'a' file: 'a.wav' (changed|vanished) while it was read/)
      expect(outputsOf(folder)).toEqual(former)
      expect(unfinishedIn(folder)).toEqual([])
      if (what === 'vanished') return
      // What comes now is what comes where nothing was ever kept.
      const fresh = temporaryFolder()
      mkdirSync(fresh, { recursive: true })
      for (const name of ['a.wav', 'b.wav', 'mix.yaml'])
        writeFileSync(join(fresh, name), readFileSync(join(folder, name)))
      expect(await renderHere(folder)).toEqual(await renderHere(fresh))
    },
  )
})

test('two renders at once in one folder do not harm each other', async () => {
  const folder = song()
  const wanted = await renderHere(folder)
  for (let round = 0; round < 10; round++) {
    if (round % 2 === 0) rmSync(join(folder, '.mixwright'), { recursive: true })
    const runs = await Promise.all([renderHere(folder), renderHere(folder), renderHere(folder)])
    for (const found of runs) expect(Object.keys(found).length).toBeGreaterThan(0)
    expect(outputsOf(folder)).toEqual(wanted)
    expect(unfinishedIn(folder)).toEqual([])
  }
})
