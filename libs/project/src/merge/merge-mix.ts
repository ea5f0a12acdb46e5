import { albumFields } from '../album-fields.ts'
import { projectFields } from '../project-fields.ts'
import { timelineOf } from '../song-timeline.ts'
import { stripFields } from '../strip.ts'
import { parseYaml } from '../yaml-text.ts'
import { layOut, type Marks } from './lay-out.ts'
import { type Conflict, type MergedCollection, type MergedValue, PieceMerge, renamedSide } from './merge-pieces.ts'
import { type Collection, meaningOf } from './piece.ts'
import { readPieces } from './read-pieces.ts'

export interface MixMerge {
  /** Holds conflict marks where there are conflicts, and is YAML that says what both sides say where there are none. */
  readonly text: string
  readonly conflicts: readonly Conflict[]
}

/** Why texts were not merged: one of them is no file of the mix language, or is written in a way that is not known. */
export interface NotMerged {
  readonly unreadable: 'base' | 'ours' | 'theirs' | 'result'
}

export interface MergeOptions {
  /** Names of the sides beside conflict marks. Default: `ours` and `theirs`, with marks of 7 characters. */
  readonly marks?: Marks
}

/**
 * Merges two texts of a mix file, preset or album that were made of one. Stems, inserts, bands, points of automations
 * and keys are merged one by one, wherever they stand in the text; comments and layout are kept. An empty base stands
 * for a file that both sides added.
 *
 * What a conflict is: both sides gave one value different meanings, one removed what the other changed, or both moved
 * inserts past each other in ways that contradict.
 */
export function mergeMix(base: string, ours: string, theirs: string, options: MergeOptions = {}): MixMerge | NotMerged {
  if (ours === theirs || theirs === base) return { text: ours, conflicts: [] }
  if (ours === base) return { text: theirs, conflicts: [] }
  const whole = { base: plain(base), ours: plain(ours), theirs: plain(theirs) }
  const head = commonHead(whole.base, whole.ours, whole.theirs)
  const below = (text: string) => text.slice(head.length)
  const texts = { base: below(whole.base), ours: below(whole.ours), theirs: below(whole.theirs) }
  const read: Partial<Record<keyof typeof texts, Readable>> = {}
  for (const side of ['base', 'ours', 'theirs'] as const) {
    const readable = readSide(texts[side])
    if (!readable) return { unreadable: side }
    read[side] = readable
  }
  const [was, here, there] = [read.base!, read.ours!, read.theirs!]
  const merge = new PieceMerge({ base: was.timeOf, ours: here.timeOf, theirs: there.timeOf })
  const root = merge.root(was.pieces, here.pieces, there.pieces)
  if (!root) return { unreadable: 'result' }
  for (const side of ['ours', 'theirs'] as const) {
    const written = readPieces(layOut(root, side))
    if (written?.meaning !== mergedMeaning(root, side)) return { unreadable: 'result' }
  }
  const { marks = { ours: 'ours', theirs: 'theirs', size: 7 } } = options
  return { text: asIn(ours, head + layOut(root, marks)), conflicts: merge.conflicts }
}

interface Readable {
  readonly pieces: Collection
  timeOf(key: string): number | undefined
}

const ROOT_KEYS = new Set(['variants', ...[projectFields, stripFields, albumFields].flatMap(Object.keys)])

/** A text of the mix language; undefined for any other YAML, and for what is no YAML. */
function readSide(text: string): Readable | undefined {
  const pieces = readPieces(text)
  if (!pieces?.parts.every(({ key }) => ROOT_KEYS.has(key))) return undefined
  if (pieces.parts.length === 0) return { pieces, timeOf: () => undefined }
  const { root, diagnostics } = parseYaml(text, '')
  if (!root || diagnostics.some(({ severity }) => severity === 'error')) return undefined
  const timeline = timelineOf(root)
  const timeOf = (key: string) => {
    const moment = timeline.moment(key)
    return 'atS' in moment ? moment.atS : undefined
  }
  return { pieces, timeOf }
}

/** Comments and blank lines that all texts begin with: they are the file's, whatever becomes of its first key. */
function commonHead(first: string, ...others: readonly string[]): string {
  let head = ''
  for (const [line] of first.matchAll(/[ \t]*(?:#.*)?\n/gy)) {
    if (!others.every((text) => text.startsWith(head + line))) break
    head += line
  }
  return head
}

/** Without byte-order mark and carriage returns, every line ended. */
function plain(text: string): string {
  const lines = text.replace(/^\ufeff/, '').replace(/\r\n/g, '\n')
  return lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`
}

/** With line ends and byte-order mark as in another text. */
function asIn(model: string, text: string): string {
  const lines = model.includes('\r\n') ? text.replace(/\n/g, '\r\n') : text
  return model.startsWith('\ufeff') ? `\ufeff${lines}` : lines
}

/** What the result is to say where conflicts are resolved for one side. */
function mergedMeaning({ ours, parts }: MergedCollection, side: 'ours' | 'theirs'): string {
  const said = parts.flatMap((part) => {
    const { base, ours, theirs, value } = part
    if (value === 'gone') return []
    const from = sideOf(value, side)
    const own = part[from] ?? (value === 'either' ? undefined : (ours ?? theirs))
    if (!own) return []
    const { key } = ours && theirs && value !== 'either' ? renamedSide({ base, ours, theirs }) : own
    return [{ key, meaning: typeof value === 'string' ? own.value.meaning : mergedMeaning(value, side) }]
  })
  return meaningOf(ours.type, said)
}

function sideOf(value: MergedValue, side: 'ours' | 'theirs'): 'ours' | 'theirs' {
  if (value === 'either') return side
  return value === 'theirs' ? 'theirs' : 'ours'
}
