import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { AsideFile, type AudioInfo, type AudioProblem, type PcmFile } from '@mixwright/audio-files'
import type { Fingerprint, FingerprintOrder } from '../job.ts'
import type { FileStamps } from '../song/file-stamps.ts'
import { type JobOptions, runJob, runLimited } from '../threads.ts'
import type { LockedInput } from './lock.ts'

export interface LockInputsOptions extends JobOptions {
  jobs: number
  /** Reads every byte again, though nothing says that a file has changed since it was last read. */
  thorough?: boolean | undefined
}

/** Files by the paths written in the mix file, and what they were like before anything of them was read. */
interface StampedFiles {
  infos: ReadonlyMap<string, AudioInfo>
  stamps: FileStamps
}

/**
 * Describes every file that a mix reads. What was read before and has the same size, times and identity is not read
 * again: its fingerprint is remembered in the cache of the song's folder.
 */
export async function lockInputs(
  { infos, stamps }: StampedFiles,
  decoded: ReadonlyMap<string, PcmFile>,
  folder: string,
  { jobs, thorough = false, ...options }: LockInputsOptions,
): Promise<{ inputs: Record<string, LockedInput>; readings: Map<string, Fingerprint> } | { problem: AudioProblem }> {
  const memory = memoryOf(folder)
  const known = thorough ? {} : recall(memory)
  const stampOf = (name: string) => stamps.of(name)!
  const unknown = [...infos.keys()].filter((name) => known[stampOf(name)] === undefined)
  const orders = unknown.map((name) => ({ path: infos.get(name)!.path, pcm: decoded.get(name)! }))
  const read = await fingerprints(orders, jobs, options)
  if ('problem' in read) return read
  unknown.forEach((name, index) => {
    known[stampOf(name)] = read.fingerprints[index]!
  })
  const entries = [...infos].map(([name, info]): [string, LockedInput] => {
    return [name, lockedInput(decoded.get(name) ?? info, info, known[stampOf(name)]!)]
  })
  if (unknown.length > 0) {
    const kept = [...infos.keys()].map((name) => [stampOf(name), known[stampOf(name)]!] as const)
    remember(memory, Object.fromEntries(kept))
  }
  const readings = new Map([...infos.keys()].map((name) => [name, known[stampOf(name)]!]))
  return { inputs: Object.fromEntries(entries), readings }
}

function lockedInput(audio: AudioInfo, info: AudioInfo, { sha256, integratedLufs }: Fingerprint): LockedInput {
  const { container, codec, sampleRateHz, channels, bitDepth } = info
  const durationS = Number((audio.frames / audio.sampleRateHz).toFixed(6))
  const loudness = integratedLufs === null ? null : Number(integratedLufs.toFixed(2))
  return {
    sha256,
    format: `${container} ${codec}`,
    sampleRateHz,
    channels,
    bitDepth,
    durationS,
    integratedLufs: loudness,
  }
}

/** What was read of those files that have not changed since, by the path written in the mix file. */
export function rememberedReadings({ infos, stamps }: StampedFiles, folder: string): Map<string, Fingerprint> {
  const known = recall(memoryOf(folder))
  const found = [...infos.keys()].map((name) => [name, known[stamps.of(name)!]] as const)
  return new Map(found.filter((entry): entry is [string, Fingerprint] => entry[1] !== undefined))
}

function memoryOf(folder: string): string {
  return join(folder, '.mixwright', 'fingerprints.json')
}

/** Each worker gets its share of the bytes, the longest files first. */
async function fingerprints(
  orders: readonly FingerprintOrder[],
  jobs: number,
  options: JobOptions,
): Promise<{ fingerprints: Fingerprint[] } | { problem: AudioProblem }> {
  const shares = Array.from({ length: Math.min(jobs, orders.length) }, () => ({ indices: [] as number[], frames: 0 }))
  const longestFirst = orders.map((_, index) => index).sort((a, b) => orders[b]!.pcm.frames - orders[a]!.pcm.frames)
  for (const index of longestFirst) {
    const share = shares.reduce((least, one) => (one.frames < least.frames ? one : least))
    share.indices.push(index)
    share.frames += orders[index]!.pcm.frames
  }
  const found: Fingerprint[] = []
  const runs = shares.map(({ indices }) => async (stopped: AbortSignal) => {
    const files = indices.map((index) => orders[index]!)
    const result = await runJob({ kind: 'fingerprint', files }, { ...options, signal: stopped })
    if ('problem' in result) return result
    indices.forEach((index, at) => {
      found[index] = result.fingerprints[at]!
    })
    return undefined
  })
  const problem = (await runLimited(shares.length, runs, options.signal)).find((result) => result !== undefined)
  return problem ?? { fingerprints: found }
}

/** Where nothing can be remembered, the files are read again the next time. */
function remember(path: string, kept: Readonly<Record<string, Fingerprint>>): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    const aside = new AsideFile(path)
    try {
      const readings = JSON.stringify(kept)
      writeFileSync(aside.path, JSON.stringify({ readings, crc32: crc32(readings) }))
      aside.commit()
    } finally {
      aside.abort()
    }
  } catch {}
}

/** What is remembered; nothing when there is none, or it cannot be read. */
function recall(path: string): Record<string, Fingerprint> {
  try {
    const { readings, crc32: written } = JSON.parse(readFileSync(path, 'utf8'))
    if (crc32(readings) !== written) return {}
    const value = JSON.parse(readings)
    // Those of former versions say less.
    return Object.values(value).every((item) => (item as Fingerprint).notNumbers !== undefined) ? value : {}
  } catch {
    return {}
  }
}
