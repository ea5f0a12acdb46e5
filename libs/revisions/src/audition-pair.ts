import type { Audition } from '@mixwright/session'
import { pairVersions, type Version, type VersionPair } from './version-pair.ts'

/** What two songs that are heard have in common under other names. Recordings are the same by their hashes. */
export function pairAuditions(from: Audition, to: Audition, variant?: string): Promise<VersionPair> {
  const isSame = async (a: string, b: string) => from.hashes.get(a) === to.hashes.get(b)
  return pairVersions(versionOf(from, variant), versionOf(to, variant), { isSame })
}

function versionOf({ song }: Audition, variant: string | undefined): Version {
  if (variant === undefined) return { song, project: song.project! }
  return { song, variant, project: song.variants.find(({ name }) => name === variant)!.project }
}
