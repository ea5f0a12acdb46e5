import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { checkMix, formatFile, renderMix } from '@mixwright/session'
import { expect } from 'vitest'
import { floatWav, noise, RATE_HZ, type Recording, sine } from '../_song.ts'
import { mixwright } from '../_tools.ts'

export const SECONDS = 4

/** A sound that is hit twice a second and dies away. */
export function hits(sound: Recording, decayS: number): Recording {
  const period = RATE_HZ / 2
  return {
    ...sound,
    at: (frame, channel) => sound.at(frame, channel) * Math.exp(-(frame % period) / (decayS * RATE_HZ)),
  }
}

export const mono = (recording: Recording): Recording => ({
  ...recording,
  channels: 1,
  at: (frame) => recording.at(frame, 0),
})
export const times = (recording: Recording, gain: number): Recording => ({
  ...recording,
  at: (frame, channel) => gain * recording.at(frame, channel),
})
export const hum = (freqHz: number, amplitude: number) => sine(freqHz, amplitude, SECONDS)
export const hiss = (seed: number, amplitude: number) => noise(seed, amplitude, SECONDS)

/** Differences of noise: nearly all of it above 4 kHz. */
export function bright(recording: Recording): Recording {
  const at = (frame: number) => recording.at(frame, 0) - 2 * recording.at(frame + 1, 0) + recording.at(frame + 2, 0)
  return { ...recording, channels: 1, frames: recording.frames - 2, at: (frame) => at(frame) / 4 }
}

export function write(folder: string, recordings: Record<string, Recording>): void {
  for (const [name, recording] of Object.entries(recordings)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, floatWav(recording))
  }
}

export interface Document {
  file: string | null
  written: boolean
  text?: string | null
  stems: {
    name: string
    files: string[]
    role: string
    toldBy: string
    image: string
    trimDb: number
    faderDb: number
  }[]
  leftOut: { file: string; why: string }[]
  mix: { integratedLufs: number } | null
  diagnostics: { code: string; severity: string; file?: string; message: string; fix?: string }[]
}

export function init(folder: string, ...args: string[]): { status: number | null; document: Document } {
  const { status, stdout, stderr } = mixwright(['init', folder, '--json', ...args])
  expect(stderr).toBe('')
  return { status, document: JSON.parse(stdout) }
}

export const codes = ({ diagnostics }: Document) => diagnostics.map(({ code }) => code)
export const roles = ({ stems }: Document) => Object.fromEntries(stems.map(({ name, role }) => [name, role]))

/** The mix passes `check` and is laid out. */
export async function expectGood(file: string): Promise<void> {
  const { diagnostics } = await checkMix(file)
  // Recordings may deserve advice; what the tool wrote itself does not.
  expect(diagnostics.filter(({ code }) => !['ADVICE_STEM_CLIPPED', 'ADVICE_SILENT_STEM'].includes(code))).toEqual([])
  expect(formatFile(file, true).diagnostics).toEqual([])
}

/** And its first render lies where it should. */
export async function expectGoodRender(folder: string): Promise<void> {
  await expectGood(folder)
  const { result } = await renderMix(folder, { mixOnly: true, lock: 'ignore', out: join(folder, 'out') })
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(result.mix!.integratedLufs).toBeGreaterThan(-20)
  expect(result.mix!.integratedLufs).toBeLessThan(-14)
  expect(result.mix!.samplePeakDbfs).toBeLessThan(0)
}
