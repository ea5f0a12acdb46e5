import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Waits until a file's bytes are safe on disk. */
export function syncFile(path: string): void {
  sync(path, 'r+')
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
