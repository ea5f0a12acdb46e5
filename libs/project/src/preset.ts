import type { DiagnosticCode } from './diagnostic-codes.ts'
import { folderOf, pathFrom } from './file-path.ts'
import { PresetInserts } from './preset-inserts.ts'
import { quoted } from './printable.ts'
import type { Found, Reader } from './reader.ts'
import { path as pathForm } from './text.ts'
import { type Entry, entryOf, isNothing, type MapNode, type Node, sizeOf } from './tree.ts'
import { parseYaml } from './yaml-text.ts'

/** Gives the text of a file that a mix names, or why there is none. `path` starts at the folder of the mix file. */
export type ReadText = (path: string) => { readonly text: string } | Unread

/** Why there is no text, said of its path. */
interface Unread {
  readonly problem: string
  /** Default: `PRESET_NOT_FOUND`. */
  readonly code?: DiagnosticCode
  readonly fix?: string
}

/** A preset that a mix uses, directly or through another one: an input of the mix, as its recordings are. */
export interface PresetFile {
  /** From the folder of the mix file. */
  readonly path: string
  /** Its name in diagnostics. */
  readonly file: string
  readonly text: string
}

/** Presets that use presets. */
const MOST_DEEP = 8
/** Values that presets may add to those of the mix file. 500 strips with long chains need 100 000. */
const MOST_VALUES = 300_000

const PATHS = 'paths of presets start at the folder of the file that names them'
const ADVICE = 'write the keys of a strip: `inserts: [ … ]`, `gain: -3 dB` …'

/** What a preset says; without `root` when its text is wrong, which has been reported. */
type Loaded = { readonly root?: MapNode } | Unread

/** Lays the presets that strips use under what the strips say themselves. */
export class Presets {
  readonly #mixFolder: string
  readonly #readText: ReadText
  readonly #found: Found
  readonly #files = new Map<string, PresetFile>()
  readonly #loaded = new Map<string, Loaded>()
  #values = 0

  constructor(mixFile: string, readText: ReadText, found: Found) {
    this.#mixFolder = folderOf(mixFile)
    this.#readText = readText
    this.#found = found
  }

  /** Begins with another description of the file: what presets add is counted for each by itself. */
  begin(): void {
    this.#values = 0
  }

  /** All presets that were read, in the order of their paths. */
  get files(): PresetFile[] {
    return [...this.#files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  /**
   * A strip with the keys of its preset: the strip's own win, sends are joined by name, and `preset` among the inserts
   * gives way to those of the preset. Every value keeps the place at which it is written.
   *
   * @param users paths of the presets that led here
   */
  under(strip: MapNode, reader: Reader, users: readonly string[] = []): MapNode {
    const use = entryOf(strip, 'use')
    const path = use && pathForm.read(use.value, reader.into('use'))
    const base = path === undefined ? undefined : this.#read(path, use!.value, reader, users)
    const entries = new Map<string, Entry>()
    for (const entry of base?.entries ?? []) if (entry.key.text !== 'use') entries.set(entry.key.text, entry)
    for (const { key, value } of strip.entries) {
      const below = entries.get(key.text)?.value
      if (key.text === 'use') {
        if (path !== undefined) entries.set('use', { key, value })
      } else if (key.text === 'inserts') {
        const inserts = new PresetInserts(use ? (below ?? 'none') : 'unused', reader)
        entries.set('inserts', { key, value: inserts.within(value) })
      } else entries.set(key.text, { key, value: key.text === 'sends' ? joined(below, value) : value })
    }
    return { ...strip, entries: [...entries.values()] }
  }

  /** The map of a preset, with those that it uses itself; undefined after reporting why there is none. */
  #read(path: string, node: Node, reader: Reader, users: readonly string[]): MapNode | undefined {
    const key = pathFrom('', path)
    const inside = reader.into('use')
    if (users.includes(key)) {
      const loop = [...users.slice(users.indexOf(key)), key].join(' → ')
      return inside.report('PRESET_LOOP', node, `presets use each other in a loop: ${loop}`, { fix: 'cut the loop' })
    }
    if (users.length === MOST_DEEP) {
      return inside.report('PRESET_TOO_DEEP', node, `presets use presets more than ${MOST_DEEP} deep`)
    }
    const loaded = this.#load(key)
    if ('problem' in loaded) {
      const { problem, code = 'PRESET_NOT_FOUND', fix = PATHS } = loaded
      return inside.report(code, node, `the preset ${quoted(path)} ${problem}`, { fix })
    }
    if (!loaded.root) return undefined
    if (this.#values > MOST_VALUES) return undefined
    this.#values += sizeOf(loaded.root)
    if (this.#values > MOST_VALUES) {
      return inside.report('PRESET_TOO_MUCH', node, `the presets of this mix add more than ${MOST_VALUES} values`)
    }
    return this.under(loaded.root, reader, [...users, key])
  }

  #load(path: string): Loaded {
    const known = this.#loaded.get(path)
    if (known) return known
    const loaded = this.#parse(path)
    this.#loaded.set(path, loaded)
    return loaded
  }

  #parse(path: string): Loaded {
    const read = this.#readText(path)
    if ('problem' in read) return read
    const file = pathFrom(this.#mixFolder, path)
    this.#files.set(path, { path, file, text: read.text })
    const { root, diagnostics } = parseYaml(read.text, file, { folder: folderOf(path), advice: ADVICE })
    this.#found.diagnostics.push(...diagnostics)
    return root ? { root } : {}
  }
}

/** Two maps of sends as one: of two sends to a return the upper one counts. What is no map is left to be reported. */
function joined(below: Node | undefined, above: Node): Node {
  if (below === undefined || isNothing(below)) return above
  if (isNothing(above) || below.type !== 'map') return below
  if (above.type !== 'map') return above
  const entries = new Map([...below.entries, ...above.entries].map((entry) => [entry.key.text, entry]))
  return { ...above, entries: [...entries.values()] }
}
