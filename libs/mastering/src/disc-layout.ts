import {
  FIRST_PREGAP_SECTORS,
  LEAST_TRACK_SECTORS,
  LONGEST_DISC_SECTORS,
  SECTOR_FRAMES,
  SECTORS_A_SECOND,
} from '@mixwright/audio'

/** A track's audio and how it joins the one before. */
export interface TrackLength {
  frames: number
  /** Pause before it; 0 joins it to the track before without a gap. Without meaning for the first track. s */
  gapS: number
  /** Index 02 and those after it, from the track's start. s */
  indexAtS: readonly number[]
}

/** Where a track stands. Frames and sectors count from the start of the first track. */
export interface TrackPlace {
  /** Where its audio begins. Between gapless tracks no frame is added, so this may lie inside a sector. */
  startFrame: number
  /** Index 01: the sector boundary nearest to its audio. */
  startSector: number
  /** Pause before it, from index 00 on; 0 for none, and for the first track. */
  gapSectors: number
  indexSectors: readonly number[]
  /** Length from index 01 to that of the next track, or to the lead-out. */
  sectors: number
}

export interface DiscLayout {
  tracks: readonly TrackPlace[]
  /** Length to the lead-out, the last sector filled up. */
  sectors: number
}

/**
 * Lays tracks out in one stream. A pause begins at the next sector boundary after the audio before it and is whole
 * sectors long; gapless tracks follow each other to the frame, only their markers are rounded (by 6.67 ms at most).
 */
export function layOutDisc(tracks: readonly TrackLength[]): DiscLayout {
  const starts: { startFrame: number; startSector: number; gapSectors: number }[] = []
  let endFrame = 0
  tracks.forEach(({ frames, gapS }, index) => {
    const gapSectors = index === 0 ? 0 : nearest(gapS * SECTORS_A_SECOND)
    const startFrame = gapSectors > 0 ? (sectorsOf(endFrame) + gapSectors) * SECTOR_FRAMES : endFrame
    starts.push({ startFrame, startSector: nearest(startFrame / SECTOR_FRAMES), gapSectors })
    endFrame = startFrame + frames
  })
  const sectors = sectorsOf(endFrame)
  const placed = starts.map((start, index): TrackPlace => {
    const { indexAtS } = tracks[index]!
    const marks = indexAtS.map((atS) => nearest(start.startFrame / SECTOR_FRAMES + atS * SECTORS_A_SECOND))
    const next = starts[index + 1]?.startSector ?? sectors
    return { ...start, indexSectors: marks, sectors: next - start.startSector }
  })
  return { tracks: placed, sectors }
}

/** Something about a layout that a disc cannot have. */
export interface LayoutProblem {
  kind: 'trackShort' | 'index' | 'discLong'
  /** Index of the track; undefined for the disc. */
  track?: number
  /** `what: got x, allowed y`. */
  message: string
}

/** All that keeps a layout from being a disc. */
export function layoutProblems({ tracks, sectors }: DiscLayout): LayoutProblem[] {
  const problems: LayoutProblem[] = []
  tracks.forEach((place, track) => {
    if (place.sectors < LEAST_TRACK_SECTORS) {
      const message = `length: got ${inSeconds(place.sectors)}, allowed ${inSeconds(LEAST_TRACK_SECTORS)} or more`
      problems.push({ kind: 'trackShort', track, message })
    }
    const next = tracks[track + 1]
    const end = next ? next.startSector - next.gapSectors : sectors
    let before = place.startSector
    place.indexSectors.forEach((sector, mark) => {
      if (sector <= before || sector >= end) {
        const from = inSeconds(before - place.startSector + 1)
        const allowed = `after the mark before it and inside the track, ${from} to ${inSeconds(end - place.startSector - 1)}`
        const message = `index ${mark + 2}: got ${inSeconds(sector - place.startSector)}, allowed ${allowed}`
        problems.push({ kind: 'index', track, message })
      }
      before = Math.max(before, sector)
    })
  })
  const whole = FIRST_PREGAP_SECTORS + sectors
  if (whole > LONGEST_DISC_SECTORS) {
    const message = `length: got ${inMinutes(whole)} with the pregap, allowed up to ${inMinutes(LONGEST_DISC_SECTORS)}`
    problems.push({ kind: 'discLong', message })
  }
  return problems
}

function sectorsOf(frames: number): number {
  return Math.ceil(frames / SECTOR_FRAMES)
}

function nearest(sectors: number): number {
  return Math.floor(sectors + 0.5)
}

function inSeconds(sectors: number): string {
  return `${(sectors / SECTORS_A_SECOND).toFixed(2)} s`
}

function inMinutes(sectors: number): string {
  const seconds = Math.ceil(sectors / SECTORS_A_SECOND)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
