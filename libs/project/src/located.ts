import { compareByPlace, type Diagnostic, type Place } from './diagnostic.ts'
import { type MapNode, nodeAt } from './tree.ts'

/** What a file says, and where. */
export interface Located {
  /**
   * Where something is written, in the file or in a preset, for later checks to point at. The path is that of the file
   * with its presets in place, keys and indices: `['stems', 'kick', 'inserts', 0, 'compressor', 'ratio']`. Undefined for
   * what is not written.
   */
  place(path: readonly (string | number)[]): Place | undefined
}

/** Adds `place`, not enumerable, so that the description can be copied, compared and hashed as plain data. */
export function withPlaces<T extends object>(description: T, root: MapNode): T & Located {
  const place: Located['place'] = (path) => {
    const node = nodeAt(root, path)
    return node?.source.place(node.head)
  }
  return Object.defineProperty({ ...description } as T & Located, 'place', { value: place })
}

/** Sorted by place; what an alias repeats is said once. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>()
  const once = diagnostics.filter(({ code, message, file, line, column }) => {
    const identity = JSON.stringify([code, message, file, line, column])
    return seen.size < seen.add(identity).size
  })
  return once.sort(compareByPlace)
}
