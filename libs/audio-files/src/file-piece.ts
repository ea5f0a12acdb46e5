import { closeSync, openSync, writeSync } from 'node:fs'
import { AsideFile } from './aside-file.ts'
import { type FileBytes, withFile } from './file-bytes.ts'

/** A part of a file to be written: bytes, or a stretch of the file that is rewritten. */
export type FilePiece = Uint8Array | { readonly at: number; readonly bytes: number }

const COPY_BYTES = 1 << 20

/** Writes a file anew from pieces, some of which may be of its former self. It is replaced whole or not at all. */
export function rewriteFile(path: string, piecesOf: (file: FileBytes) => Iterable<FilePiece>): void {
  const aside = new AsideFile(path)
  const fd = openSync(aside.path, 'w')
  try {
    try {
      withFile(path, (file) => {
        for (const piece of piecesOf(file)) writePiece(fd, file, piece)
      })
    } finally {
      closeSync(fd)
    }
    aside.commit()
  } finally {
    aside.abort()
  }
}

function writePiece(fd: number, file: FileBytes, piece: FilePiece): void {
  if (piece instanceof Uint8Array) {
    writeAll(fd, piece)
    return
  }
  for (let done = 0; done < piece.bytes; done += COPY_BYTES) {
    writeAll(fd, file.read(piece.at + done, Math.min(COPY_BYTES, piece.bytes - done)))
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done)
}
