import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatDiagnostic, loadMix, measure, type RenderResult, render, type StageProgress } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { noise, sine, writeSong } from './_song.ts'
import { ROOT } from './_tools.ts'

const song = (seconds = 1) =>
  writeSong(
    `mixwright: 1
title: Small
stems:
  a: { file: a.wav, gain: -3 dB }
  b: { file: b.wav }
deliver: { archive: {}, spotify: {} }
`,
    { 'a.wav': sine(440, 0.25, seconds), 'b.wav': noise(1, 0.2, seconds) },
  )

describe('the library', () => {
  test('loads, renders and measures, with typed results and progress', async () => {
    const folder = song()
    const mix = await loadMix(folder)
    expect(mix).toMatchObject({ folder, isValid: true, variants: [] })
    expect(mix.project?.stems.map(({ name }) => name)).toEqual(['a', 'b'])

    const told: StageProgress[] = []
    const result: RenderResult = await render(mix, { deliver: ['archive'], onProgress: (one) => told.push(one) })
    expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(result.deliveries.map(({ name }) => name)).toEqual(['archive'])
    const stages = [...new Set(told.map(({ stage }) => stage))]
    const whole = told.flatMap((one) => one.whole ?? [])
    expect(whole.length).toBeGreaterThan(4)
    expect(whole.every(({ done, leftS }, at) => leftS >= 0 && done >= (whole[at - 1]?.done ?? 0))).toBe(true)
    expect(whole.at(-1)!.leftS).toBeCloseTo(0, 6)
    expect(stages).toEqual(['checking', 'reading audio', 'hashing', 'mixing', 'mastering'])
    for (const stage of stages) {
      const done = told.filter((one) => one.stage === stage).map((one) => one.done)
      expect(done).toEqual([...done].sort((a, b) => a - b))
      expect([done[0], done.at(-1)]).toEqual([0, 1])
    }

    const parts: number[] = []
    const { files } = await measure(join(folder, 'out', 'mix.wav'), { onProgress: (done) => parts.push(done) })
    expect(files).toHaveLength(1)
    expect(files[0]!.integratedLufs).toBe(result.mix!.integratedLufs)
    expect(parts.every((part) => part >= 0 && part <= 1)).toBe(true)
  })

  test('renders what it was allowed to load outside of the project, and else refuses it as a value', async () => {
    const folder = song(0.25)
    const inner = join(folder, 'inner')
    mkdirSync(join(inner, '.git'), { recursive: true })
    writeFileSync(join(inner, 'mix.yaml'), 'mixwright: 1\nstems: { a: { file: ../a.wav } }\n')
    const refused = await loadMix(inner)
    expect(refused.diagnostics.map(({ code }) => code)).toContain('PROJECT_OUTSIDE')
    expect((await render(refused)).mix).toBeNull()
    const mix = await loadMix(inner, { allowOutside: true })
    expect(mix).toMatchObject({ isValid: true, allowOutside: true })
    expect((await render(mix)).mix).not.toBeNull()
    expect((await render(mix, { allowOutside: false })).mix).toBeNull()
  })

  test('tells what is wrong as values, with the lines that are meant', async () => {
    const folder = writeSong('mixwright: 1\nstems: { a: { file: a.wav, gian: -3 dB } }\n', { 'a.wav': sine(440, 0.25) })
    const mix = await loadMix(folder)
    expect(mix).toMatchObject({ isValid: false, project: undefined })
    const [first] = mix.diagnostics
    expect(formatDiagnostic(first!, mix.texts.get(first!.file!))).toContain('gian: -3 dB')
    expect(await render(folder)).toMatchObject({ mix: null, deliveries: [] })
    expect(await measure([join(folder, 'none.wav')])).toMatchObject({
      files: [],
      diagnostics: [{ code: 'AUDIO_FILE_MISSING' }],
    })
  })

  test('stops in any stage when it is told to, and leaves nothing', async () => {
    const folder = song(20)
    for (const stage of ['hashing', 'mixing', 'mastering']) {
      const stop = new AbortController()
      const onProgress = (progress: StageProgress) => {
        if (progress.stage === stage) setTimeout(() => stop.abort(new Error(`in ${stage}`)), 30)
      }
      await expect(render(folder, { signal: stop.signal, cache: false, onProgress })).rejects.toThrow(`in ${stage}`)
      expect(existsSync(join(folder, 'out'))).toBe(false)
      const left = readdirSync(folder).filter((name) => name !== '.mixwright')
      expect(left.sort()).toEqual(['a.wav', 'b.wav', 'mix.yaml'])
    }
    const stopped = AbortSignal.abort(new Error('before it began'))
    await expect(measure(join(folder, 'a.wav'), { signal: stopped })).rejects.toThrow('before it began')
  })
})

describe('examples', () => {
  const example = (name: string, ...args: string[]) => {
    return execFileSync(process.execPath, [join(ROOT, 'examples', name), ...args], { encoding: 'utf8' })
  }

  test('render.mjs renders, tells its stages and draws the report', () => {
    const folder = song()
    const out = example('render.mjs', folder)
    expect(out).toMatch(/^Small: 2 stems\n/)
    expect(out).toContain('mixing: done')
    expect(out).toMatch(/^spotify: .*out\/spotify\.wav, -1\d\.\d LUFS, .* promises kept$/m)
    expect(readFileSync(join(folder, 'out', 'report.html'), 'utf8')).toContain('Small')
  })

  test('render.mjs says what is wrong with a mix, and ends with 1', () => {
    const folder = writeSong('mixwright: 1\nstems: { a: { file: b.wav } }\n', {})
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'examples/render.mjs'), folder], {
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    expect(stderr).toContain('AUDIO_FILE_MISSING')
  })

  test('loudest.mjs ranks files', () => {
    const folder = song()
    const lines = example('loudest.mjs', join(folder, 'a.wav'), join(folder, 'b.wav')).trim().split('\n')
    const levels = lines.map((line) => Number.parseFloat(line))
    expect(lines).toHaveLength(2)
    expect(levels[0]).toBeGreaterThan(levels[1]!)
  })

  test('sweep.mjs tries values, and leaves the song as it was', () => {
    const folder = song()
    const before = readFileSync(join(folder, 'mix.yaml'), 'utf8')
    const lines = example('sweep.mjs', folder, 'stems.b.gain', '-20 dB', '0 dB').trim().split('\n')
    const levels = lines.map((line) => Number(/: (-[\d.]+) LUFS/.exec(line)![1]))
    expect(levels[0]).toBeLessThan(levels[1]!)
    expect(readFileSync(join(folder, 'mix.yaml'), 'utf8')).toBe(before)
    expect(readdirSync(folder).sort()).toEqual(['a.wav', 'b.wav', 'mix.yaml'])
  })
})
