import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderUnderpass } from './room.ts'
import { renderStem, stems } from './song.ts'
import { writeTrack } from './stem-file.ts'

/** Says which edition of the song the files are. */
const STAMP = 'stems/.edition'
const ROOM_RATE_HZ = 48_000

/** A file of the song, and how it comes to be. */
interface Piece {
  name: string
  write: (path: string) => void
}

/** All files that the mix needs, the longest work first. */
const pieces: readonly Piece[] = [
  ...stems
    .map((stem) => ({
      name: `stems/${stem.name}.wav`,
      write: (path: string) => writeTrack(renderStem(stem), path, stem.bitDepth),
    }))
    .reverse(),
  { name: 'ir/underpass.wav', write: (path) => writeTrack(renderUnderpass(ROOM_RATE_HZ), path, 24) },
]

/** Whether a project folder holds all files of an edition. */
export function isCurrent(folder: string, edition: string): boolean {
  const stamp = join(folder, STAMP)
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8').trim() !== edition) return false
  return pieces.every(({ name }) => existsSync(join(folder, name)))
}

/** Makes the folders, and takes away the stamp until all is done. */
export function beginSong(folder: string): void {
  for (const name of ['stems', 'ir']) mkdirSync(join(folder, name), { recursive: true })
  rmSync(join(folder, STAMP), { force: true })
}

/**
 * Writes piece after piece until none is left. Threads that share `turns`, one number that begins at 0, share the
 * work. `onFile` hears of every file once it is there.
 */
export function playPieces(folder: string, turns: Int32Array, onFile: (name: string) => void): void {
  for (let turn = Atomics.add(turns, 0, 1); turn < pieces.length; turn = Atomics.add(turns, 0, 1)) {
    const { name, write } = pieces[turn]!
    write(join(folder, name))
    onFile(name)
  }
}

/** Stamps a folder whose files are all written. */
export function endSong(folder: string, edition: string): void {
  writeFileSync(join(folder, STAMP), `${edition}\n`)
}
