import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { forget, mixwright } from './command.mjs'
import { writeReferenceJob } from './reference-job.mjs'

/** Folder of the reference job and ffmpeg's arguments for it; written when first asked for. */
export function referenceJob(bench) {
  bench.reference ??= write(bench)
  return bench.reference
}

function write({ folder: parent, seconds }) {
  const folder = join(parent, 'reference')
  return { folder, ffmpegArgs: writeReferenceJob(folder, { seconds, stems: 24 }) }
}

/** A finished mix, 48 kHz, 32-bit floats: that of the reference job. */
export function finishedMix(bench) {
  const { folder } = referenceJob(bench)
  const mix = join(folder, 'out', 'mix.wav')
  if (!existsSync(mix)) {
    forget(folder)
    mixwright(folder, 'render', '.', '--mix-only', '--no-lock', '--quiet')
  }
  return mix
}
