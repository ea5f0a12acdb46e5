import { albumLufs } from '@mixwright/metering'
import type { Diagnostic } from '@mixwright/project'
import { onTwoSpeakers, previewAlbum, previewTrack } from '../master/playback.ts'
import type { AlbumMeasurement, MeasureDocument, MeasuredFile, MeasureOptions, ReadFile } from './measure.ts'

/** What all files came to; loaded when they are read, since nobody waits for it before. */
export function documentOf(
  read: readonly ReadFile[],
  diagnostics: Diagnostic[],
  options: MeasureOptions,
): MeasureDocument {
  const files = read.map(({ file }) => file)
  const album =
    options.album && files.length > 0 ? albumOf(files, albumLufs(read.map((one) => one.gatingBlocks))) : undefined
  if (!options.playback) return { files, ...(album ? { album } : {}), diagnostics }
  const heard = files.map((file) => onTwoSpeakers(file, file.channels, options.dualMono))
  const pooled = albumLufs(read.map(({ file, gatingBlocks }) => heardBlocks(file, gatingBlocks, options)))
  const played = album
    ? previewAlbum({ ...album, integratedLufs: pooled }, heard)
    : heard.map((one) => previewTrack(one))
  const withPlayback = files.map((file, index) => ({ ...file, playback: played[index]! }))
  return { files: withPlayback, ...(album ? { album } : {}), diagnostics }
}

function albumOf(files: readonly MeasuredFile[], integratedLufs: number): AlbumMeasurement {
  const highest = (key: 'integratedLufs' | 'truePeakDbtp' | 'samplePeakDbfs') =>
    Math.max(...files.map((file) => file[key]))
  return {
    tracks: files.length,
    durationS: files.reduce((sum, { durationS }) => sum + durationS, 0),
    integratedLufs,
    loudestLufs: highest('integratedLufs'),
    truePeakDbtp: highest('truePeakDbtp'),
    samplePeakDbfs: highest('samplePeakDbfs'),
  }
}

/** Blocks as players hear them: a mono file on two speakers. */
function heardBlocks({ channels }: MeasuredFile, blocks: Float64Array, { dualMono }: MeasureOptions): Float64Array {
  return channels === 1 && !dualMono ? blocks.map((power) => 2 * power) : blocks
}
