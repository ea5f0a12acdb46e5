import { close, closeSync, fsync, fsyncSync, openSync } from 'node:fs'

/** Waits until a file's bytes are safe on disk. */
export function syncFile(path: string): void {
  sync(path, 'r+')
}

/** Begins to bring a file's bytes to disk, beside other work; whether it could be done shows in `syncFile`. */
export function beginSync(path: string): void {
  try {
    const fd = openSync(path, 'r')
    fsync(fd, () => close(fd))
  } catch {}
}

/** Waits until the names in a folder are safe on disk. Windows cannot do this, and need not. */
export function syncFolder(path: string): void {
  try {
    sync(path, 'r')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'EPERM' && code !== 'EISDIR' && code !== 'EACCES' && code !== 'EINVAL') throw error
  }
}

function sync(path: string, flags: string): void {
  const fd = openSync(path, flags)
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
