import { statfsSync } from 'node:fs'

/** Of what a disk has free, the most that is taken for what is only kept: outputs come first. */
const MOST_OF_DISK = 0.25

/** Whether so many bytes may be kept on the disk of a folder. */
export function hasRoomToKeep(folder: string, bytes: number): boolean {
  return bytes <= MOST_OF_DISK * freeBytes(folder)
}

/** What the disk of a folder has free. bytes */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** True for an error that says that a disk is full. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
