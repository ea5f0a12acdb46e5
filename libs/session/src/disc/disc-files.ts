import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { cdText, cueSheet, writeDdp } from '@mixwright/audio-files'
import type { DiscFilesJob, DiscFilesWritten } from '../job.ts'

/** Writes cue sheet, CD-Text and DDP fileset of a disc, as far as they are wanted. */
export function writeDiscFiles(
  { audio, disc, paths: { cue, ddp } }: Omit<DiscFilesJob, 'kind'>,
  onProgress?: (done: number) => void,
): DiscFilesWritten {
  const text = cdText(disc)
  const hasCdText = text.length > 0
  if (cue) {
    const names = { audio: basename(audio.path), cdText: hasCdText ? basename(cue.cdText) : undefined }
    writeFileSync(cue.sheet, cueSheet(disc, names))
    if (hasCdText) writeFileSync(cue.cdText, text)
  }
  return { hasCdText, ddpFiles: ddp === null ? [] : writeDdp(ddp, disc, audio, onProgress) }
}
