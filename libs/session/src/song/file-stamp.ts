import { statSync } from 'node:fs'

/** What tells that a file is the one that was seen before: its place, size and times. Undefined where there is none. */
export function fileStamp(path: string): string | undefined {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ')
  } catch {
    return undefined
  }
}
