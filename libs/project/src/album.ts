import { CD_RATE_HZ } from '@mixwright/audio'
import { albumFields } from './album-fields.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { Description } from './form.ts'
import { inOrder, type Located, withPlaces } from './located.ts'
import { type AudioMention, type Found, Reader } from './reader.ts'
import { readFields, recordSchema, refuseUnknownKeys } from './record.ts'
import { Definitions, type JsonSchema } from './schema.ts'
import { Timeline } from './timeline.ts'
import { type MapNode, nodeAt } from './tree.ts'
import { parseYaml } from './yaml-text.ts'

/** A checked album: all that its file says. Plain data but for `place`. */
export interface Album extends Description<typeof albumFields>, Located {}

export interface ParsedAlbum {
  /** Present if and only if there is no error. */
  readonly album?: Album
  /** All problems, in the order of the text. */
  readonly diagnostics: Diagnostic[]
  /** Every audio file and every song that is named, also when the file has errors. */
  readonly audioFiles: AudioMention[]
}

const ADVICE = 'start it with `mixwrightAlbum: 1`, then `tracks:`; each line reads `key: value`'

/** Reads and checks the text of an album file. `file` is its name in diagnostics. Never throws, whatever the text. */
export function parseAlbum(text: string, file: string): ParsedAlbum {
  const yaml = parseYaml(text, file, { advice: ADVICE })
  const found: Found = { diagnostics: [...yaml.diagnostics], audioFiles: [], references: [] }
  const description = yaml.root && describe(yaml.root, found)
  const diagnostics = inOrder(found.diagnostics)
  const isGood = !diagnostics.some(({ severity }) => severity === 'error')
  const { audioFiles } = found
  if (!isGood || !description || !yaml.root) return { diagnostics, audioFiles }
  return { album: withPlaces(description, yaml.root), diagnostics, audioFiles }
}

function describe(root: MapNode, found: Found): Description<typeof albumFields> | undefined {
  const reader = new Reader({ timeline: new Timeline({}), sampleRateHz: CD_RATE_HZ }, found, ['album'])
  refuseUnknownKeys(root.entries, Object.keys(albumFields), reader)
  refuseFirstGap(root, reader)
  return readFields(root.entries, root, albumFields, reader)
}

/** What lies before the first track is the pregap of 2 s that every disc has. */
function refuseFirstGap(root: MapNode, reader: Reader): void {
  const gap = nodeAt(root, ['tracks', 0, 'gap'])
  if (!gap) return
  const message = 'got a gap before the first track, which has the 2 s of every disc'
  reader.into('tracks').instead('track 1').report('DISC_GAP', gap, message, { fix: 'take the key out' })
}

/** The whole language as a JSON Schema, draft 7, for editors. The same text every time. */
export function albumSchema(): JsonSchema {
  const definitions = new Definitions()
  const root = recordSchema(albumFields, definitions)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Mixwright album file, version 1',
    ...root,
    definitions: definitions.toJson(),
  }
}
