import { secondsToFrames } from '@mixwright/audio'
import { type AudioProblem, type PcmFile, probeAudio } from '@mixwright/audio-files'
import type { Measurement } from '@mixwright/metering'
import type { Expectation } from '@mixwright/project'
import type { Staging } from '../output/staging.ts'
import { type JobOptions, runJob } from '../threads.ts'
import type { Probe, ProbeWindow } from './probe.ts'

/** A mix or a delivery that was made. */
export interface SoundFile {
  name: string
  path: string
  /** Of all of it. */
  measurement: Measurement
}

export interface ProbeOptions extends JobOptions {
  staging: Staging
}

/** Looks into files that were made, at each part once. */
export class Probes {
  readonly #options: ProbeOptions
  readonly #pcm = new Map<string, { info: PcmFile } | { problem: AudioProblem }>()
  readonly #probes = new Map<string, { probe: Probe } | { problem: AudioProblem }>()

  constructor(options: ProbeOptions) {
    this.#options = options
  }

  /** What the part that is expected something of measures. */
  async look(file: SoundFile, expectation: Expectation): Promise<{ probe: Probe } | { problem: AudioProblem }> {
    const ready = this.#pcm.get(file.path) ?? (await this.#asPcm(file))
    this.#pcm.set(file.path, ready)
    if ('problem' in ready) return ready
    const window = windowOf(expectation, ready.info)
    const key = JSON.stringify([file.path, window])
    const { signal } = this.#options
    const probe = this.#probes.get(key) ?? (await runJob({ kind: 'probe', pcm: ready.info, window }, { signal }))
    this.#probes.set(key, probe)
    return probe
  }

  /** A compressed file is decoded. */
  async #asPcm({ name, path }: SoundFile): Promise<{ info: PcmFile } | { problem: AudioProblem }> {
    const { staging, signal } = this.#options
    const probed = await probeAudio(path)
    if ('problem' in probed) return probed
    const { pcm, ...info } = probed.info
    if (pcm) return { info: { ...info, pcm } }
    return runJob({ kind: 'decode', info: probed.info, path: staging.scratch(`${name}-probe.wav`) }, { signal })
  }
}

function windowOf({ in: stretch, belowHz }: Expectation, { frames, sampleRateHz }: PcmFile): ProbeWindow {
  const frameAt = (atS: number) => Math.min(frames, secondsToFrames(atS, sampleRateHz))
  const fromFrame = frameAt(stretch?.fromS ?? 0)
  const toFrame = stretch?.toS === undefined ? frames : frameAt(stretch.toS)
  return { fromFrame, frames: toFrame - fromFrame, belowHz }
}
