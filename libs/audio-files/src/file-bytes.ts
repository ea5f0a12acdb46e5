import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { AudioFault } from './audio-info.ts'

/** A regular file open for reading by position. */
export class FileBytes {
  readonly size: number
  readonly #fd: number

  private constructor(fd: number, size: number) {
    this.#fd = fd
    this.size = size
  }

  /** Throws `AudioFault` when there is no such file, it may not be read, or it is a folder, pipe or device. */
  static open(path: string): FileBytes {
    const fd = openToRead(path)
    const stat = fstatSync(fd)
    if (!stat.isFile()) {
      closeSync(fd)
      throw new AudioFault('AUDIO_NOT_AUDIO', stat.isDirectory() ? 'is a folder, not a file' : 'is not a regular file')
    }
    return new FileBytes(fd, stat.size)
  }

  /** At most `length` bytes from `at`: fewer where the file ends. */
  read(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, this.size - at)))
    return bytes.subarray(0, this.readInto(bytes, at))
  }

  /** Fills `bytes` from `at` and returns how many there were. */
  readInto(bytes: Uint8Array, at: number): number {
    let done = 0
    while (done < bytes.length) {
      const got = readSync(this.#fd, bytes, done, bytes.length - done, at + done)
      if (got === 0) break
      done += got
    }
    return done
  }

  close(): void {
    closeSync(this.#fd)
  }
}

/** Runs `work` on the opened file and closes it whatever happens. */
export function withFile<T>(path: string, work: (file: FileBytes) => T): T {
  const file = FileBytes.open(path)
  try {
    return work(file)
  } finally {
    file.close()
  }
}

function openToRead(path: string): number {
  try {
    // Not blocking: opening a named pipe would otherwise wait for a writer for ever.
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') {
      throw new AudioFault('AUDIO_FILE_MISSING', 'no such file')
    }
    if (code === 'EACCES' || code === 'EPERM') throw new AudioFault('AUDIO_FILE_MISSING', 'may not be read')
    if (code === 'ENXIO' || code === 'ENODEV') throw new AudioFault('AUDIO_NOT_AUDIO', 'is not a regular file')
    throw error
  }
}
