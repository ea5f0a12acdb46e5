import type { Diagnostic } from '@mixwright/project'
import { songHashes, textHash } from './cache/description-hashes.ts'
import type { Checked } from './check.ts'
import type { Fingerprint } from './job.ts'
import { thisEngine } from './lock/engine.ts'
import type { Lock, LockedDelivery, LockedSound, LockedVersion } from './lock/lock.ts'
import { type LockedSources, outputDifferences, sourceDifferences } from './lock/lock-differences.ts'
import { loadLock, saveLock, withKept } from './lock/lock-file.ts'
import { type LockInputsOptions, lockInputs, rememberedReadings } from './lock/lock-inputs.ts'
import type { DeliveryResult } from './master/deliver.ts'
import type { FileMeasurement } from './measure/measure.ts'
import type { SongAudio } from './song/song-audio.ts'
import type { Version } from './song/version.ts'

/**
 * What becomes of `mix.lock` in a render: written anew (`update`), held to (`frozen`: an error where anything differs,
 * and nothing is written), or left alone (`ignore`).
 */
export type LockMode = 'update' | 'frozen' | 'ignore'

/** A sound with the hash of its samples. */
export type HashedSound = FileMeasurement & { pcmSha256: string }

/** The part of the lock in one render: what goes in is read and compared first, what comes out at the end. */
export class RenderLock {
  readonly #checked: Checked
  readonly #mode: LockMode
  readonly #thorough: boolean
  #locked: Lock | undefined
  #sources: LockedSources | undefined
  #now: Lock | undefined
  #readings: ReadonlyMap<string, Fingerprint> = new Map()

  /** @param thorough reads every byte of every file again, though nothing says that it has changed */
  constructor(checked: Checked, mode: LockMode = 'update', thorough = mode === 'frozen') {
    this.#checked = checked
    this.#mode = mode
    this.#thorough = thorough
  }

  /** Reads what the render starts from. Errors where it must be as in the lock and is not. */
  async begin({ stems }: SongAudio, options: LockInputsOptions): Promise<Diagnostic[]> {
    const { song, infos, versions } = this.#checked
    if (this.#mode === 'ignore') {
      this.#readings = rememberedReadings(this.#checked, song.folder)
      return []
    }
    if (this.#mode === 'frozen') {
      const found = loadLock(song)
      if ('diagnostic' in found) return [found.diagnostic]
      this.#locked = found.lock
    }
    const read = await lockInputs(this.#checked, stems, song.folder, { ...options, thorough: this.#thorough })
    if ('problem' in read) return [{ ...read.problem, severity: 'error' }]
    const isCoded = [...infos.values()].some(({ pcm }) => pcm === null)
    const deliveries = versions.flatMap((version) => version.deliveries)
    const usesCodecs = isCoded || deliveries.some(({ plan }) => plan.format.codec !== 'wav')
    this.#readings = read.readings
    const description = songHashes(song.project!, song.variants)
    const presets = Object.fromEntries(song.presets.map(({ path, text }) => [path, textHash(text)]))
    this.#sources = { engine: thisEngine(usesCodecs), description, presets, inputs: read.inputs }
    return this.#locked ? sourceDifferences(this.#locked, this.#sources) : []
  }

  /**
   * What was heard of every file when it was read, by the path written in the mix file; without a lock, of those that
   * were read before and have not changed since.
   */
  get readings(): ReadonlyMap<string, Fingerprint> {
    return this.#readings
  }

  /** SHA-256 of every file that is read, by the path written in the mix file; of those that are known. */
  hashes(): ReadonlyMap<string, string> {
    return new Map([...this.#readings].map(([name, { sha256 }]) => [name, sha256]))
  }

  /** Takes what came out of each version that was made, the mix itself first. Errors where the lock says otherwise. */
  finish(made: readonly MadeVersion[]): Diagnostic[] {
    if (!this.#sources) return []
    const [mix, ...variants] = made.map(
      ({ version, result }) => [version.variant, lockedVersion(version, result)] as const,
    )
    this.#now = { ...this.#sources, ...mix![1], variants: Object.fromEntries(variants) }
    return this.#locked ? outputDifferences(this.#locked, this.#now) : []
  }

  /** Writes the lock, when it is to be written. A warning where it cannot be. */
  save(): Diagnostic[] {
    if (!this.#now || this.#locked) return []
    const { song } = this.#checked
    return saveLock(song, withKept(song, this.#now))
  }
}

/** A version and what was made of it. */
export interface MadeVersion {
  version: Version
  result: { mix: HashedSound; deliveries: readonly DeliveryResult[] }
}

function lockedVersion({ deliveries }: Version, { mix, deliveries: made }: MadeVersion['result']): LockedVersion {
  const delivered = made.map((delivery): [string, LockedDelivery] => {
    const file = deliveries.find(({ name }) => name === delivery.name)!.outputName
    return [delivery.name, { file, sha256: delivery.sha256, ...lockedSound(delivery) }]
  })
  return { mix: lockedSound(mix), deliveries: Object.fromEntries(delivered) }
}

/** The figures of a sound that a lock keeps, rounded to what a reader can use. */
function lockedSound({ pcmSha256, durationS, ...measurement }: HashedSound): LockedSound {
  return {
    pcmSha256,
    durationS: Number(durationS.toFixed(6)),
    integratedLufs: rounded(measurement.integratedLufs),
    loudnessRangeLu: rounded(measurement.loudnessRangeLu),
    truePeakDbtp: rounded(measurement.truePeakDbtp),
  }
}

function rounded(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toFixed(2))
}
