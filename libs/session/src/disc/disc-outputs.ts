import { join } from 'node:path'
import type { DiscFilePaths, DiscFilesWritten } from '../job.ts'
import type { Staging } from '../output/staging.ts'

/** What is written of a disc beside its audio. */
export type DiscImage = 'cue' | 'ddp' | 'both'

/** Where the files of the disc called `name` are staged. */
export function discFilePaths(staging: Staging, name: string, image: DiscImage): DiscFilePaths {
  return {
    cue: image === 'ddp' ? null : { sheet: staging.path(`${name}.cue`), cdText: staging.path(`${name}.cdt`) },
    ddp: image === 'cue' ? null : staging.path(`${name}-ddp`),
  }
}

/** Names of those that were written. */
export function discFileNames(name: string, image: DiscImage, { hasCdText, ddpFiles }: DiscFilesWritten): string[] {
  const cue = hasCdText ? [`${name}.cue`, `${name}.cdt`] : [`${name}.cue`]
  return [...(image === 'ddp' ? [] : cue), ...ddpFiles.map((file) => join(`${name}-ddp`, file))]
}
