import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderMix } from '@mixwright/session'
import { expect, test } from 'vitest'
import { noise, writeSong } from '../_song.ts'
import { mixwright } from '../_tools.ts'
import { printTried } from '../_tried.ts'
import { outputsOf, renderHere, unfinishedIn } from './_state.ts'

printTried('bounds of memory')

const BOUND_MIB = 16

const plain = 'mixwright: 1\nstems: { a: { file: a.wav } }\ndeliver: { archive: {} }\n'
/** Each delay holds its longest time. */
const large = `mixwright: 1
stems: { a: { file: a.wav, sends: { ${names('-20 dB')} } } }
returns: { ${names('{ inserts: [ { delay: { time: 4 s } } ] }')} }
deliver: { archive: {} }
`
function names(value: string): string {
  return Array.from({ length: 12 }, (_, index) => `d${index}: ${value}`).join(', ')
}

test('a mix that needs more memory than it may have is an error that names the bound and a way out', async () => {
  const folder = writeSong(plain, { 'a.wav': noise(3, 0.2, 0.5) })
  const former = await renderHere(folder)
  writeFileSync(join(folder, 'mix.yaml'), large)
  for (const jobs of [1, 2]) {
    const { result } = await renderMix(folder, { jobs, memoryMiB: BOUND_MIB })
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error')
    expect(errors).toMatchObject([{ code: 'OUT_OF_MEMORY', message: expect.stringContaining(`${BOUND_MIB} MiB`) }])
    expect(errors[0]!.fix).toContain('--stems')
    expect(outputsOf(folder)).toEqual(former)
    expect(unfinishedIn(folder)).toEqual([])
  }
  // Where there is enough, it goes well.
  const { result } = await renderMix(folder, { jobs: 1, mixOnly: true, lock: 'ignore', memoryMiB: 256 })
  expect(result.mix).not.toBeNull()
})

test('a master that needs more memory than a thread may have is such an error too', async () => {
  const folder = writeSong(plain, { 'a.wav': noise(3, 0.2, 0.1) })
  const former = await renderHere(folder)
  // Each of the delays holds 12 MiB.
  const inserts = Array(48).fill('{ delay: { time: 4 s } }').join(', ')
  const mix = `mixwright: 1\nsampleRate: 192 kHz\nstems: { a: { file: a.wav } }\ndeliver: { archive: { inserts: [ ${inserts} ] } }\n`
  writeFileSync(join(folder, 'mix.yaml'), mix)
  const { result } = await renderMix(folder, { jobs: 1 })
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error')
  expect(errors).toMatchObject([{ code: 'OUT_OF_MEMORY', fix: expect.stringContaining('fewer inserts') }])
  expect(outputsOf(folder)).toEqual(former)
  expect(unfinishedIn(folder)).toEqual([])
})

test('too little memory for Node.js itself is told before anything begins', async () => {
  const folder = writeSong(plain, { 'a.wav': noise(3, 0.2, 0.1) })
  const former = await renderHere(folder)
  writeFileSync(join(folder, 'mix.yaml'), large)
  const env = { NODE_OPTIONS: '--max-old-space-size=16' }
  const run = mixwright(['render', folder], undefined, { env })
  expect([run.status, run.stderr]).toEqual([1, expect.stringMatching(/OUT_OF_MEMORY.*80 MiB are needed/)])
  expect(run.stderr).toContain('--max-old-space-size')
  expect(outputsOf(folder)).toEqual(former)
  expect(readFileSync(join(folder, 'mix.yaml'), 'utf8')).toBe(large)
  const { status, stdout } = mixwright(['render', folder, '--json'], undefined, { env })
  expect([status, JSON.parse(stdout).diagnostics[0].code]).toEqual([1, 'OUT_OF_MEMORY'])
})

test('a mix that is too long for the memory of Node.js is an error at once, not the end of the process', () => {
  const env = { NODE_OPTIONS: '--max-old-space-size=48' }
  for (const text of [`${plain}x: [ ${'a,'.repeat(200_000)} ]\n`, `${plain}x:\n${'- {}\n'.repeat(100_000)}`]) {
    const folder = writeSong(text, {})
    for (const command of ['check', 'render', 'fmt']) {
      const { status, stdout, stderr } = mixwright([command, folder], undefined, { env })
      expect([command, status, stderr]).toEqual([command, 1, expect.stringMatching(/OUT_OF_MEMORY: .* 96 MiB/)])
      expect(stdout).toBe('')
    }
    expect(readFileSync(join(folder, 'mix.yaml'), 'utf8')).toBe(text)
  }
})
