// Numbers of the Red Book (IEC 60908).

export const CD_RATE_HZ = 44_100
export const CD_BITS = 16
/** Stereo frames of a sector, the smallest thing that a disc can address. */
export const SECTOR_FRAMES = 588
export const SECTOR_BYTES = 2352
export const SECTORS_A_SECOND = 75
/** A track is at least 4 s long, from its index 01 to the next track's, or to the lead-out. */
export const LEAST_TRACK_SECTORS = 300
/** Silence ahead of the first track: 2 s. */
export const FIRST_PREGAP_SECTORS = 150
export const MOST_TRACKS = 99
export const MOST_INDEXES = 99
/** 79:30; longer discs are pressed only where the plant agrees. Pregap included. */
export const COMMON_DISC_SECTORS = 357_750
/** 79:57, the most that any plant presses. Pregap included. */
export const LONGEST_DISC_SECTORS = 359_775

/** Frames of silence that fill up the last sector of `frames` frames. */
export function sectorRestFrames(frames: number): number {
  return Math.ceil(frames / SECTOR_FRAMES) * SECTOR_FRAMES - frames
}

/** Minutes, seconds and sectors, two digits each, as discs count time. */
export function discTime(sectors: number, between: string): string {
  const minutes = Math.floor(sectors / (60 * SECTORS_A_SECOND))
  const seconds = Math.floor(sectors / SECTORS_A_SECOND) - minutes * 60
  return [minutes, seconds, sectors % SECTORS_A_SECOND].map((part) => String(part).padStart(2, '0')).join(between)
}
