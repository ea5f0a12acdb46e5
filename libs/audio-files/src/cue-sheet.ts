import { discTime } from '@mixwright/audio'
import type { Disc, DiscFlag, DiscText } from './disc.ts'

/** In the order in which a FLAGS line has them. */
const FLAG_WORDS = { copyPermitted: 'DCP', preEmphasis: 'PRE', scms: 'SCMS' } as const satisfies Record<
  DiscFlag,
  string
>

const TEXT_WORDS = { title: 'TITLE', performer: 'PERFORMER', songwriter: 'SONGWRITER' } as const

export interface CueFiles {
  /** Name of the WAV file that begins with track 1. */
  audio: string
  /** Name of the CD-Text file, when there is one. */
  cdText?: string | undefined
}

/**
 * The cue sheet of a disc in the subset that strict readers take: one WAVE file, no PREGAP or POSTGAP (readers put the
 * pregap of 2 s before the file themselves), ISO-8859-1, a line feed after each line. A cue sheet cannot quote a double
 * quote: a single one stands for it.
 */
export function cueSheet({ upc, text, tracks }: Disc, { audio, cdText }: CueFiles): Buffer {
  const lines: string[] = []
  if (upc !== undefined) lines.push(`CATALOG ${upc}`)
  if (cdText !== undefined) lines.push(`CDTEXTFILE ${inQuotes(cdText)}`)
  lines.push(...textLines(text), `FILE ${inQuotes(audio)} WAVE`)
  tracks.forEach((track, index) => {
    lines.push(`  TRACK ${twoDigits(index + 1)} AUDIO`)
    const flags = Object.entries(FLAG_WORDS).filter(([flag]) => track.flags.includes(flag as DiscFlag))
    if (flags.length > 0) lines.push(`    FLAGS ${flags.map(([, word]) => word).join(' ')}`)
    lines.push(...textLines(track.text).map((line) => `    ${line}`))
    if (track.isrc !== undefined) lines.push(`    ISRC ${track.isrc}`)
    if (track.gapSectors > 0) lines.push(indexLine(0, track.startSector - track.gapSectors))
    lines.push(indexLine(1, track.startSector))
    lines.push(...track.indexSectors.map((sector, mark) => indexLine(mark + 2, sector)))
  })
  return Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1')
}

function textLines(text: DiscText): string[] {
  return Object.entries(TEXT_WORDS).flatMap(([kind, word]) => {
    const written = text[kind as keyof DiscText]
    return written === undefined ? [] : [`${word} ${inQuotes(written)}`]
  })
}

function inQuotes(text: string): string {
  return `"${text.replaceAll('"', "'")}"`
}

function indexLine(index: number, sector: number): string {
  return `    INDEX ${twoDigits(index)} ${discTime(sector, ':')}`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
