import type { DiagnosticCode } from './diagnostic-codes.ts'
import { parseNumber, seconds } from './dimension.ts'
import { quoted } from './printable.ts'
import { didYouMean, listed } from './suggestion.ts'
import { type LengthPoint, type TempoCurve, TempoMap } from './tempo-map.ts'

/** A named part of the song. */
export interface Section {
  readonly name: string
  readonly atS: number
}

/** Beats in a bar, and the note that is one beat: 3 and 4 for 3/4. */
export interface TimeSignature {
  readonly beatsPerBar: number
  readonly beatUnit: number
}

export interface TimelineOptions {
  /** Quarter notes a minute. */
  readonly tempoBpm?: number | TempoCurve
  readonly timeSignature?: TimeSignature
  readonly sections?: readonly Section[]
}

/** A moment in seconds, or why there is none. */
export type Moment = { readonly atS: number } | Mistake

export interface Mistake {
  readonly code: DiagnosticCode
  readonly message: string
  readonly fix?: string | undefined
}

const CLOCK = /^(?:(\d{1,2}):(?=\d\d:))?(\d{1,4}):(\d\d)(\.\d{1,9})?$/
const BAR = /^bar\s*(\d{1,6})(?:\.(\d{1,3}))?$/i
const NOTE = /^(\d{1,2})\/(\d{1,3})\s*(\.|dotted|triplet)?$/

/** Where the bars and sections of a song lie. Bar 1 begins at 0:00. */
export class Timeline {
  readonly #tempoBpm: number | TempoMap | undefined
  readonly #meter: TimeSignature
  readonly #sections: ReadonlyMap<string, number>

  constructor({ tempoBpm, timeSignature, sections = [] }: TimelineOptions) {
    this.#tempoBpm = typeof tempoBpm === 'object' ? new TempoMap(tempoBpm) : tempoBpm
    this.#meter = timeSignature ?? { beatsPerBar: 4, beatUnit: 4 }
    this.#sections = new Map(sections.map(({ name, atS }) => [name, atS]))
  }

  /** Reads `1:02.5`, `1:02:03`, `12 s`, `bar 9`, `bar 9.3` or the name of a section. */
  moment(text: string): Moment {
    const section = this.#sections.get(text)
    if (section !== undefined) return { atS: section }
    const clock = CLOCK.exec(text)
    if (clock) return clockTime(clock)
    const bar = BAR.exec(text)
    if (bar) return this.#barTime(bar)
    const parsed = parseNumber(text, seconds)
    if (parsed?.value !== undefined) return { atS: parsed.value }
    if (parsed || this.#sections.size === 0) {
      return {
        code: parsed ? 'PROJECT_BAD_UNIT' : 'PROJECT_BAD_VALUE',
        message: `got ${quoted(text)}, allowed ${MOMENTS}`,
      }
    }
    const names = [...this.#sections.keys()]
    const message = `got ${quoted(text)}: neither a time nor a section ${listed(names)}`
    return { code: 'PROJECT_UNKNOWN_SECTION', message, fix: didYouMean(text, names) }
  }

  /** Where a point of the tempo itself lies: a bar in quarter notes, anything else in seconds. */
  place(text: string): { readonly atQuarter: number } | Moment {
    const bar = BAR.exec(text)
    if (!bar) return this.moment(text)
    const place = this.#beatsUpTo(Number(bar[1]), Number(bar[2] ?? 1))
    return 'code' in place ? place : { atQuarter: (4 * place.beats) / this.#meter.beatUnit }
  }

  /** When a section begins, and when the next one does, if there is one; undefined for other names. */
  section(name: string): { readonly fromS: number; readonly toS?: number } | undefined {
    const fromS = this.#sections.get(name)
    if (fromS === undefined) return undefined
    const later = [...this.#sections.values()].filter((atS) => atS > fromS)
    return later.length === 0 ? { fromS } : { fromS, toS: Math.min(...later) }
  }

  /** Reads a note length, `1/8`, `1/8 dotted`, `1/4.` or `1/8 triplet`, in ms at the tempo of a time; undefined for other texts. */
  noteMs(text: string, atS: number): { readonly ms: number } | Mistake | undefined {
    const note = this.#note(text)
    if (note === undefined || 'code' in note) return note
    const bpm = typeof note.tempo === 'number' ? note.tempo : note.tempo.bpmAt(atS)
    return { ms: (MS_PER_WHOLE_NOTE_AT_1_BPM * note.count) / (bpm * note.per) }
  }

  /** The same over the whole song, where the tempo moves: how long ago the sound was whose echo comes so much later. */
  noteCurve(text: string): { readonly points: readonly LengthPoint[] } | undefined {
    const note = this.#note(text)
    if (!note || 'code' in note || typeof note.tempo === 'number' || note.tempo.stands) return undefined
    return { points: note.tempo.lengthOf((4 * note.count) / note.per) }
  }

  /** A note as so many parts of a whole one, and the tempo that it needs. */
  #note(
    text: string,
  ): { readonly count: number; readonly per: number; readonly tempo: number | TempoMap } | Mistake | undefined {
    const note = NOTE.exec(text)
    if (!note) return undefined
    const [count, unit] = [Number(note[1]), Number(note[2])]
    if (count === 0 || !isNoteUnit(unit)) {
      return {
        code: 'PROJECT_BAD_VALUE',
        message: `got ${quoted(text)}, allowed notes such as 1/4, 1/8 dotted or 1/8 triplet`,
      }
    }
    if (this.#tempoBpm === undefined) return { ...NEEDS_TEMPO, message: `a note length ${NEEDS_TEMPO.message}` }
    const [times, by] = note[3] === undefined ? [1, 1] : note[3] === 'triplet' ? [2, 3] : [3, 2]
    return { count: count * times, per: unit * by, tempo: this.#tempoBpm }
  }

  #beatsUpTo(bar: number, beat: number): { readonly beats: number } | Mistake {
    const { beatsPerBar } = this.#meter
    if (bar < 1)
      return { code: 'PROJECT_OUT_OF_RANGE', message: 'got bar 0, allowed bar 1 and later', fix: 'bar 1 is 0:00' }
    if (beat < 1 || beat > beatsPerBar) {
      return { code: 'PROJECT_OUT_OF_RANGE', message: `got beat ${beat}, allowed 1 to ${beatsPerBar} in a bar` }
    }
    return { beats: (bar - 1) * beatsPerBar + beat - 1 }
  }

  #barTime(bar: RegExpExecArray): Moment {
    const place = this.#beatsUpTo(Number(bar[1]), Number(bar[2] ?? 1))
    if ('code' in place) return place
    const { beatUnit } = this.#meter
    const tempo = this.#tempoBpm
    if (tempo === undefined) return { ...NEEDS_TEMPO, message: `a time in bars ${NEEDS_TEMPO.message}` }
    if (typeof tempo === 'object') return { atS: tempo.secondsAt((4 * place.beats) / beatUnit) }
    return { atS: (S_PER_WHOLE_NOTE_AT_1_BPM * place.beats) / (tempo * beatUnit) }
  }
}

const S_PER_WHOLE_NOTE_AT_1_BPM = 240
const MS_PER_WHOLE_NOTE_AT_1_BPM = 240_000

/** The ways to write a moment. */
export const MOMENTS = "a time such as '1:02.5', '12 s' or 'bar 9', or the name of a section"

const NEEDS_TEMPO = {
  code: 'PROJECT_NEEDS_TEMPO',
  message: 'needs a tempo, and this mix has none',
  fix: 'add `tempo: 120` at the top of the file',
} as const

/** True for 1, 2, 4 … 64: the notes that have a name. */
export function isNoteUnit(unit: number): boolean {
  return [1, 2, 4, 8, 16, 32, 64].includes(unit)
}

function clockTime([text, hours = '0', minutes = '0', wholeSeconds = '0', fraction = '']: RegExpExecArray): Moment {
  const isPast = Number(wholeSeconds) > 59 || (hours !== '0' && Number(minutes) > 59)
  if (isPast)
    return { code: 'PROJECT_OUT_OF_RANGE', message: `got ${quoted(text)}, allowed minutes and seconds up to 59` }
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(wholeSeconds)
  return { atS: Number(`${whole}${fraction}`) }
}
