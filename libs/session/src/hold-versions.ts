import type { AudioProblem } from '@mixwright/audio-files'
import type { Diagnostic } from '@mixwright/project'
import { checkExpectations } from './expect/expectations.ts'
import type { SoundFile } from './expect/probes.ts'
import type { MixedSong } from './mix/mix-song.ts'
import type { Staging } from './output/staging.ts'
import { type MadeVersion, ofVersion, type PlannedVersion, type VersionOptions } from './render-version.ts'

/** Holds every version that was made against what is expected of it, and notes what comes of it in its result. */
export async function holdVersions(
  versions: readonly PlannedVersion[],
  mixes: readonly MixedSong[],
  made: readonly MadeVersion[],
  options: VersionOptions,
): Promise<{ diagnostics: Diagnostic[] } | { problem: AudioProblem }> {
  const diagnostics: Diagnostic[] = []
  for (const [index, { version, result }] of made.entries()) {
    const { strips } = mixes[index]!
    const files = soundFiles(versions[index]!, made[index]!, options.staging)
    const held = await checkExpectations(version, { durationS: result.mix.durationS, files, strips }, options)
    if ('problem' in held) return held
    result.expectations = held.expectations
    diagnostics.push(...held.diagnostics.map((one) => ofVersion(version, one)))
    options.onProgress?.((index + 1) / made.length)
  }
  return { diagnostics }
}

function soundFiles(
  { mixOutput, version: { deliveries } }: PlannedVersion,
  { result }: MadeVersion,
  staging: Staging,
): Map<string, SoundFile> {
  const mix = { name: 'mix', path: staging.path(mixOutput), measurement: result.mix }
  const delivered = result.deliveries.map((measurement): SoundFile => {
    const { name } = measurement
    const { outputName } = deliveries.find((one) => one.name === name)!
    return { name, path: staging.path(outputName), measurement }
  })
  return new Map([mix, ...delivered].map((file) => [file.name, file]))
}
