/** What stands in git in place of a large file: where Git LFS keeps it. */
export interface LfsPointer {
  sha256: string
  bytes: number
}

/** Larger than any pointer. */
export const MOST_POINTER_BYTES = 1024

/** Reads a pointer file of Git LFS (its specification, version 1); undefined for every other file. */
export function readLfsPointer(text: string): LfsPointer | undefined {
  if (!text.startsWith('version https://git-lfs.github.com/spec/v1\n')) return undefined
  const sha256 = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1]
  const bytes = /^size (\d{1,15})$/m.exec(text)?.[1]
  return sha256 === undefined || bytes === undefined ? undefined : { sha256, bytes: Number(bytes) }
}
