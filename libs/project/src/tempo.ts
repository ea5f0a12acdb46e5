import { SHAPE_PATTERN, splitShape } from './curve-shape.ts'
import { beatsPerMinute } from './dimension.ts'
import { type Form, type Presence, unitField } from './form.ts'
import { whole } from './list.ts'
import { LONGEST_S } from './moment.ts'
import { quoted } from './printable.ts'
import { quantity } from './quantity.ts'
import type { Reader } from './reader.ts'
import { scalarSchema } from './scalar.ts'
import { lineQuarters, lineSeconds, type TempoCurve, type TempoPoint } from './tempo-map.ts'
import type { Entry, MapNode } from './tree.ts'

const bpmForm = quantity<number>(beatsPerMinute, { min: 10, max: 1000 })

/** A tempo that holds for the whole song, or moves. */
export type Tempo = number | TempoCurve

/** One tempo, or a map of bars and clock times to tempos: `{ 0:00: 96, bar 17: 120, bar 33: step 100 }`. */
const tempo: Form<Tempo> = {
  allowed: bpmForm.allowed,
  read: (node, reader) => (node.type === 'map' ? readCurve(node, reader) : bpmForm.read(node, reader)),
  schema: (definitions) => ({
    anyOf: [
      bpmForm.schema(definitions),
      { type: 'object', minProperties: 1, additionalProperties: scalarSchema(bpmForm, SHAPE_PATTERN) },
    ],
  }),
  show: (value) => (typeof value === 'number' ? bpmForm.show(value) : ''),
}

/** The key `tempo`. */
export const tempoField = unitField(
  'Quarter notes a minute; allows bars and note lengths. May move: a map of bars or clock times to tempos, between which the tempo changes by as much in every second; `step` changes it at once. Note lengths follow it: echoes come as many beats after their sound.',
  tempo,
  'Bpm',
  {} as Presence<Tempo>,
)

/** A point whose place is known in quarter notes or in seconds. */
type Written = Pick<TempoPoint, 'bpm' | 'shape'> & { readonly entry: Entry } & (
    | { readonly atQuarter: number }
    | { readonly atS: number }
  )
type Placed = TempoPoint & { readonly entry: Entry }

function readCurve(node: MapNode, reader: Reader): TempoCurve | undefined {
  if (node.entries.length === 0) {
    return reader.report('PROJECT_MISSING_VALUE', node, 'got no points, allowed one or more')
  }
  const written = whole(node.entries.map((entry) => readPoint(entry, reader)))
  const placed = written && inOrder(written, reader)
  return placed && { points: placed.map(({ entry: _, ...point }) => point) }
}

function readPoint(entry: Entry, reader: Reader): Written | undefined {
  const inside = reader.into(`at ${quoted(entry.key.text)}`)
  const { node, shape, misspelt } = splitShape(entry.value)
  if (misspelt) return inside.report('PROJECT_BAD_VALUE', misspelt.node, `got ${quoted(misspelt.node.text)}`, misspelt)
  if (shape === 'smooth' || shape === 'exponential') {
    return inside.report('PROJECT_BAD_VALUE', entry.value, 'a tempo moves in straight lines and steps', {
      fix: `leave out \`${shape}\``,
    })
  }
  const bpm = bpmForm.read(node, inside)
  const place = reader.song.timeline.place(entry.key.text)
  if ('code' in place) return inside.report(place.code, entry.key, place.message, { fix: place.fix })
  if ('atS' in place && !(place.atS >= 0 && place.atS <= LONGEST_S)) {
    return inside.report('PROJECT_OUT_OF_RANGE', entry.key, `got ${quoted(entry.key.text)}, allowed 0:00 to 24:00:00`)
  }
  return bpm === undefined ? undefined : { ...place, bpm, shape, entry }
}

/** The points in the order of time. Which of a bar and a clock time comes first depends on the tempo up to there. */
function inOrder(written: readonly Written[], reader: Reader): readonly Placed[] | undefined {
  const bars = written.filter((point) => 'atQuarter' in point).sort((a, b) => a.atQuarter - b.atQuarter)
  const times = written.filter((point) => 'atS' in point).sort((a, b) => a.atS - b.atS)
  const placed: Placed[] = []
  while (bars.length > 0 || times.length > 0) {
    const before = placed.at(-1)
    const next = [...bars.slice(0, 1), ...times.slice(0, 1)].map((point) => placeAfter(before, point))
    const point = next.reduce((first, other) => (other.atS < first.atS ? other : first))
    if (before && !(point.atS > before.atS && point.atQuarter > before.atQuarter)) {
      const message = `falls on or before ${quoted(before.entry.key.text)}, which the tempo up to there puts first`
      const fix = 'keep one of them, or write both in bars or both as times'
      return reader
        .into(`at ${quoted(point.entry.key.text)}`)
        .report('PROJECT_DUPLICATE_TIME', point.entry.key, message, { fix })
    }
    placed.push(point)
    if (bars[0]?.entry === point.entry) bars.shift()
    else times.shift()
  }
  return placed
}

/** A point with both its places, were it the next after `before`. */
function placeAfter(before: Placed | undefined, point: Written): Placed {
  const { atS: fromS, atQuarter: fromQuarter, bpm: fromBpm } = before ?? { atS: 0, atQuarter: 0, bpm: point.bpm }
  const toBpm = point.shape === 'step' ? fromBpm : point.bpm
  if ('atQuarter' in point) {
    return { ...point, atS: fromS + lineSeconds(point.atQuarter - fromQuarter, fromBpm, toBpm) }
  }
  return { ...point, atQuarter: fromQuarter + lineQuarters(point.atS - fromS, fromBpm, toBpm) }
}
