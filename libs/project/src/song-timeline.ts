import { meterFields, sectionFields, tempoFields } from './project-fields.ts'
import { Reader } from './reader.ts'
import { readFields } from './record.ts'
import { Timeline } from './timeline.ts'
import type { MapNode } from './tree.ts'

/** Where the bars and sections of a mix file lie, as far as it says so without mistake. */
export function timelineOf(root: MapNode): Timeline {
  const found = { diagnostics: [], audioFiles: [], references: [] }
  const read = <F extends Parameters<typeof readFields>[2]>(fields: F, timeline: Timeline) => {
    return readFields(root.entries, root, fields, new Reader({ timeline, sampleRateHz: 48_000 }, found))
  }
  const meter = read(meterFields, new Timeline({}))
  const clock = { ...meter, ...read(tempoFields, new Timeline(meter ?? {})) }
  return new Timeline({ ...clock, ...read(sectionFields, new Timeline(clock)) })
}
