import { closeSync, openSync, writeSync } from 'node:fs'
import { type AudioTags, tagText } from './audio-tags.ts'
import { type FileBytes, withFile } from './file-bytes.ts'
import type { WavShape } from './wav-header.ts'

/** What a `bext` chunk says of a programme; null and -Infinity are written as unknown. */
export interface BextLoudness {
  integratedLufs: number | null
  loudnessRangeLu: number | null
  truePeakDbtp: number | null
  momentaryMaxLufs: number | null
  shortTermMaxLufs: number | null
}

/** EBU Tech 3285 v2: where each field begins in the chunk, and how long it is. */
const DESCRIPTION = { at: 0, bytes: 256 }
const ORIGINATOR = { at: 256, bytes: 32 }
const REFERENCE = { at: 288, bytes: 32 }
const DATE = { at: 320, bytes: 10 }
const TIME = { at: 330, bytes: 8 }
const VERSION_AT = 346
const LOUDNESS_AT = 412
const HISTORY_AT = 602
const VERSION = 2
const UNKNOWN = 0x7fff

/**
 * The `bext` chunk of a Broadcast Wave file, version 2, with its header: artist and title, the recording code as
 * reference, the date from the tags (never a clock), a line of coding history. Its loudness is unknown until
 * `writeBextLoudness` fills it in.
 */
export function bextChunk(tags: AudioTags, { format, channels, sampleRateHz }: WavShape): Buffer {
  const title = [tagText(tags, 'artist'), tagText(tags, 'title')].filter((text) => text !== '').join(' - ')
  const mode = channels === 1 ? 'mono' : channels === 2 ? 'stereo' : 'multi'
  const history = `A=PCM,F=${sampleRateHz},W=${Number.parseInt(format, 10)},M=${mode},T=Mixwright\r\n`
  const body = Buffer.alloc(HISTORY_AT + history.length)
  const put = ({ at, bytes }: { at: number; bytes: number }, text: string) =>
    body.write(ascii(text).slice(0, bytes), at, 'latin1')
  put(DESCRIPTION, title)
  put(ORIGINATOR, 'Mixwright')
  put(REFERENCE, tagText(tags, 'isrc'))
  // Half a date would be read as a wrong one.
  const date = tagText(tags, 'date')
  if (/^\d{4}-\d\d-\d\d$/.test(date)) {
    put(DATE, date)
    put(TIME, '00:00:00')
  }
  body.writeUInt16LE(VERSION, VERSION_AT)
  for (let field = 0; field < 5; field++) body.writeInt16LE(UNKNOWN, LOUDNESS_AT + 2 * field)
  body.write(history, HISTORY_AT, 'latin1')
  const header = Buffer.alloc(8)
  header.write('bext', 'latin1')
  header.writeUInt32LE(body.length, 4)
  return Buffer.concat([header, body, Buffer.alloc(body.length % 2)])
}

/** Writes measured loudness into the `bext` chunk of a finished WAV file; a file without one stays as it is. */
export function writeBextLoudness(path: string, loudness: BextLoudness): void {
  const at = withFile(path, bextAt)
  if (at === undefined) return
  const { integratedLufs, loudnessRangeLu, truePeakDbtp, momentaryMaxLufs, shortTermMaxLufs } = loudness
  const fields = [integratedLufs, loudnessRangeLu, truePeakDbtp, momentaryMaxLufs, shortTermMaxLufs]
  const bytes = Buffer.alloc(2 * fields.length)
  for (const [index, value] of fields.entries()) bytes.writeInt16LE(hundredths(value), 2 * index)
  const fd = openSync(path, 'r+')
  try {
    writeSync(fd, bytes, 0, bytes.length, at + LOUDNESS_AT)
  } finally {
    closeSync(fd)
  }
}

/** Where the body of the `bext` chunk begins, in a file of ours: before `data`, behind `RIFF`, a size and `WAVE`. */
function bextAt(file: FileBytes): number | undefined {
  for (let at = 12; ; ) {
    const header = file.read(at, 8)
    const id = header.toString('latin1', 0, 4)
    if (header.length < 8 || id === 'data') return undefined
    if (id === 'bext') return at + 8
    const bytes = header.readUInt32LE(4)
    at += 8 + bytes + (bytes % 2)
  }
}

/** Hundredths, rounded; unknown beyond ±99.99, which the fields do not hold. */
function hundredths(value: number | null): number {
  if (value === null) return UNKNOWN
  const rounded = Math.floor(value * 100 + 0.5)
  return rounded >= -9999 && rounded <= 9999 ? rounded : UNKNOWN
}

/** The chunk holds ASCII only: letters lose their accents, and what is left becomes a question mark. */
function ascii(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ -~]/gu, '?')
}
