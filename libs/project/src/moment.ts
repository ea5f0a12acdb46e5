import { type Field, type Form, type IsGiven, unitField } from './form.ts'
import { quoted } from './printable.ts'
import type { Reader } from './reader.ts'
import type { JsonSchema } from './schema.ts'
import { showMoment } from './show-moment.ts'
import { MOMENTS } from './timeline.ts'
import type { Node } from './tree.ts'

/** 24 h. */
export const LONGEST_S = 86_400

interface MomentOptions {
  readonly default?: number
  readonly required?: true
  /** Refuses 0:00: for lengths. */
  readonly positive?: true
}

/** A key whose value is a moment of the song, or a length from its start, in seconds. */
export function momentField<const O extends MomentOptions>(doc: string, options: O): Field<number, 'S', IsGiven<O>> {
  return unitField(doc, momentForm(options.positive === true), 'S', options)
}

function momentForm(isPositive: boolean): Form<number> {
  return {
    allowed: MOMENTS,
    read(node, reader) {
      const atS = readMoment(node, reader)
      if (atS !== 0 || !isPositive) return atS
      return reader.refuse('PROJECT_OUT_OF_RANGE', node, 'more than 0 s')
    },
    schema: () => MOMENT_SCHEMA,
    show: showMoment,
  }
}

export const MOMENT_SCHEMA: JsonSchema = {
  anyOf: [
    { type: 'number', minimum: 0, maximum: LONGEST_S },
    { type: 'string', examples: ['0:00', '1:02.5', '12 s', 'bar 9', 'bar 9.3'] },
  ],
}

/** The moment written at `node`, seconds from 0:00; undefined after reporting what is wrong. */
export function readMoment(node: Node, reader: Reader): number | undefined {
  if (node.type !== 'scalar' || node.text === '') return reader.refuse('PROJECT_WRONG_TYPE', node, MOMENTS)
  const moment = reader.song.timeline.moment(node.text)
  if ('code' in moment) return reader.report(moment.code, node, moment.message, { fix: moment.fix })
  if (moment.atS >= 0 && moment.atS <= LONGEST_S) return moment.atS
  return reader.report('PROJECT_OUT_OF_RANGE', node, `got ${quoted(node.text)}, allowed 0:00 to 24:00:00`)
}
