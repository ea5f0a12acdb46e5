import type { Diagnostic } from '@mixwright/project'
import type { Checked } from './check.ts'
import type { DeliveryResult } from './deliver.ts'
import { descriptionHashes, textHash } from './description-hashes.ts'
import { thisEngine } from './engine.ts'
import type { Lock, LockedDelivery, LockedSound } from './lock.ts'
import { deliveryDifference, type LockedSources, soundDifference, sourceDifferences } from './lock-differences.ts'
import { keptDeliveries, loadLock, saveLock } from './lock-file.ts'
import { type LockInputsOptions, lockInputs } from './lock-inputs.ts'
import type { FileMeasurement } from './measure.ts'
import type { SongAudio } from './song-audio.ts'

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
  #locked: Lock | undefined
  #sources: LockedSources | undefined
  #now: Lock | undefined

  constructor(checked: Checked, mode: LockMode = 'update') {
    this.#checked = checked
    this.#mode = mode
  }

  /** Reads what the render starts from. Errors where it must be as in the lock and is not. */
  async begin({ stems }: SongAudio, options: LockInputsOptions): Promise<Diagnostic[]> {
    if (this.#mode === 'ignore') return []
    const { song, infos, deliveries } = this.#checked
    const thorough = this.#mode === 'frozen'
    if (thorough) {
      const found = loadLock(song)
      if ('diagnostic' in found) return [found.diagnostic]
      this.#locked = found.lock
    }
    const read = await lockInputs(infos, stems, song.folder, { ...options, thorough })
    if ('problem' in read) return [{ ...read.problem, severity: 'error' }]
    const isCoded = [...infos.values()].some(({ pcm }) => pcm === null)
    const usesCodecs = isCoded || deliveries.some(({ plan }) => plan.format.codec !== 'wav')
    const description = descriptionHashes(song.project!)
    const presets = Object.fromEntries(song.presets.map(({ path, text }) => [path, textHash(text)]))
    this.#sources = { engine: thisEngine(usesCodecs), description, presets, inputs: read.inputs }
    return this.#locked ? sourceDifferences(this.#locked, this.#sources) : []
  }

  /** Takes what came out. Errors where it must be as in the lock and is not. */
  finish(mix: HashedSound, delivered: readonly DeliveryResult[]): Diagnostic[] {
    if (!this.#sources) return []
    const { deliveries } = this.#checked
    const made = delivered.map((delivery): [string, LockedDelivery] => {
      const file = deliveries.find(({ name }) => name === delivery.name)!.outputName
      return [delivery.name, { file, sha256: delivery.sha256, ...lockedSound(delivery) }]
    })
    this.#now = { ...this.#sources, mix: lockedSound(mix), deliveries: Object.fromEntries(made) }
    return this.#locked ? outputDifferences(this.#locked, this.#now) : []
  }

  /** Writes the lock, when it is to be written. A warning where it cannot be. */
  save(): Diagnostic[] {
    if (!this.#now || this.#locked) return []
    const { song } = this.#checked
    const deliveries = { ...keptDeliveries(song, this.#now), ...this.#now.deliveries }
    return saveLock(song, { ...this.#now, deliveries })
  }
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

function outputDifferences(locked: Lock, now: Lock): Diagnostic[] {
  const deliveries = Object.entries(now.deliveries)
  return [
    ...soundDifference('the mix', locked.mix, now.mix),
    ...deliveries.flatMap(([name, made]) => deliveryDifference(name, locked.deliveries[name], made)),
  ]
}

function rounded(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toFixed(2))
}
