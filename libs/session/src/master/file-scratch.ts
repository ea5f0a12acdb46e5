import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { encodePcm } from '@mixwright/audio-files'
import type { Arena, Pointer } from '@mixwright/kernels'
import type { Scratch } from '@mixwright/mastering'

const FRAME_BYTES = 8
const PIECE_FRAMES = 8192

/** Keeps the audio of a master between its attempts as 32-bit floats on disk, so that memory does not grow with it. */
export class FileScratch implements Scratch {
  readonly #path: string
  readonly #bytes: Pointer
  readonly #fd: number

  constructor(path: string, arena: Arena) {
    this.#path = path
    this.#bytes = arena.alloc(PIECE_FRAMES * FRAME_BYTES)
    this.#fd = openSync(path, 'w+')
  }

  write(arena: Arena, at: Pointer, startFrame: number, frames: number): void {
    forEachPiece(frames, (done, piece) => {
      encodePcm(arena, '32f', at + done * 16, this.#bytes, piece * 2)
      writeSync(this.#fd, this.#view(arena, piece), 0, piece * FRAME_BYTES, (startFrame + done) * FRAME_BYTES)
    })
  }

  read(arena: Arena, at: Pointer, startFrame: number, frames: number): void {
    forEachPiece(frames, (done, piece) => {
      readSync(this.#fd, this.#view(arena, piece), 0, piece * FRAME_BYTES, (startFrame + done) * FRAME_BYTES)
      arena.kernels.decodeF32(this.#bytes, at + done * 16, piece * 2)
    })
  }

  remove(): void {
    closeSync(this.#fd)
    rmSync(this.#path, { force: true })
  }

  #view(arena: Arena, frames: number): Uint8Array {
    return arena.bytes(this.#bytes, frames * FRAME_BYTES)
  }
}

function forEachPiece(frames: number, visit: (done: number, piece: number) => void): void {
  for (let done = 0; done < frames; done += PIECE_FRAMES) visit(done, Math.min(PIECE_FRAMES, frames - done))
}
