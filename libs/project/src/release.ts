import { type Description, type Fields, type Form, field } from './form.ts'
import { quoted } from './printable.ts'
import { numberField } from './quantity.ts'
import type { JsonSchema } from './schema.ts'
import { pathField, textField } from './text.ts'

/** Country or agency, registrant, year, number; without dashes, as files carry it. */
const ISRC = /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/
const EAN_DIGITS = 13

const isrc: Form<string> = {
  allowed: 'an ISRC such as QZ-ABC-26-00001',
  read(node, reader) {
    const written = node.type === 'scalar' ? node.text : ''
    const bare = written.replaceAll('-', '')
    if (ISRC.test(bare)) return bare
    const upper = bare.toUpperCase()
    const fix = ISRC.test(upper) ? `did you mean ${quoted(upper)}?` : undefined
    return reader.refuse('PROJECT_BAD_VALUE', node, isrc.allowed, fix)
  },
  schema: () => textSchema('^[A-Z]{2}-?[A-Z0-9]{3}-?\\d{2}-?\\d{5}$'),
  show: (code) => code,
}

const upc: Form<string> = {
  allowed: 'a UPC of 12 or an EAN of 13 digits',
  read(node, reader) {
    const written = node.type === 'scalar' ? node.text : ''
    const digits = written.replace(/[ -]/g, '')
    if (!/^\d{12,13}$/.test(digits)) return reader.refuse('PROJECT_BAD_VALUE', node, upc.allowed)
    const right = digits.slice(0, -1) + checkDigit(digits.slice(0, -1))
    if (digits === right) return digits
    const fix = `did you mean ${quoted(right)}?`
    return reader.refuse('PROJECT_BAD_VALUE', node, `a number whose check digit is ${right.slice(-1)}`, fix)
  },
  schema: () => ({ anyOf: [textSchema('^\\d[\\d -]{10,16}\\d$'), { type: 'integer', minimum: 0 }] }),
  show: (code) => code,
}

/** GS1 check digit: from the right, digits weigh 3, 1, 3 … and the sum with the check digit is a multiple of 10. */
function checkDigit(digits: string): number {
  const weighed = [...digits.padStart(EAN_DIGITS - 1, '0')].map(
    (digit, index) => Number(digit) * (index % 2 === 0 ? 1 : 3),
  )
  return (10 - (weighed.reduce((sum, one) => sum + one, 0) % 10)) % 10
}

/** A place among others: `3`, or `3` of `12`. */
export interface ReleaseNumber {
  readonly number: number
  readonly of?: number
}

const MOST = 999

const place: Form<ReleaseNumber> = {
  allowed: `a whole number from 1 to ${MOST} such as 3, or with how many there are: 3/12`,
  read(node, reader) {
    const match = /^(\d{1,3})(?: ?\/ ?(\d{1,3}))?$/.exec(node.type === 'scalar' ? node.text : '')
    const [number, of] = [Number(match?.[1] ?? 0), match?.[2] === undefined ? MOST : Number(match[2])]
    if (number < 1 || number > of) {
      const isSwapped = of >= 1 && number > of
      const fix = isSwapped ? `did you mean ${quoted(`${of}/${number}`)}?` : 'write its place, such as 3 or 3/12'
      return reader.refuse('PROJECT_BAD_VALUE', node, place.allowed, fix)
    }
    return match?.[2] === undefined ? { number } : { number, of }
  },
  schema: () => ({ anyOf: [{ type: 'integer', minimum: 1, maximum: MOST }, textSchema('^\\d{1,3}( ?/ ?\\d{1,3})?$')] }),
  show: ({ number, of }) => (of === undefined ? `${number}` : `${number}/${of}`),
}

const date: Form<string> = {
  allowed: 'a day such as 2026-11-22',
  read(node, reader) {
    const written = node.type === 'scalar' ? node.text : ''
    const match = /^([1-9]\d{3})-(\d\d)-(\d\d)$/.exec(written)
    if (match && isDay(Number(match[1]), Number(match[2]), Number(match[3]))) return written
    const meant = dayMeant(written)
    return reader.refuse('PROJECT_BAD_VALUE', node, date.allowed, meant && `did you mean ${quoted(meant)}?`)
  },
  schema: () => textSchema('^[1-9]\\d{3}-\\d\\d-\\d\\d$'),
  show: (day) => day,
}

/** The day that was written in another order, or with a number that its month does not have. */
function dayMeant(written: string): string | undefined {
  const dotted = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$/.exec(written)
  const led = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(written)
  const [year, month, day] = dotted ? [dotted[3], dotted[2], dotted[1]] : led ? led.slice(1) : []
  if (!year || Number(month) < 1 || Number(month) > 12) return undefined
  let last = Math.min(Number(day), 31)
  while (last > 27 && !isDay(Number(year), Number(month), last)) last--
  if (!isDay(Number(year), Number(month), last)) return undefined
  return [year, month!.padStart(2, '0'), String(last).padStart(2, '0')].join('-')
}

/** In the Gregorian calendar. */
function isDay(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  return day >= 1 && day <= days
}

function textSchema(pattern: string): JsonSchema {
  return { type: 'string', pattern }
}

/** Release data: the keys of the file's top, and of a delivery's `metadata`. */
export const releaseFields = {
  title: textField('Name of the song.', {}),
  artist: textField('Who performs it.', {}),
  album: textField('Name of the release it is on.', {}),
  albumArtist: textField('Who the release is by, where not the artist.', {}),
  composer: textField('Who wrote the music.', {}),
  songwriter: textField('Who wrote the words.', {}),
  isrc: field('International Standard Recording Code.', isrc),
  upc: field('UPC or EAN of the release.', upc),
  genre: textField('Genre.', {}),
  year: numberField('Year of the release.', { min: 1000, max: 9999, whole: true }),
  date: field('Day of the release, in place of the year alone.', date),
  track: field('Place on the release, and how many there are: 3/12.', place),
  disc: field('Which disc of the release: 1/2.', place),
  comment: textField('Any remark.', {}),
  copyright: textField('Copyright notice.', {}),
  artwork: pathField('Cover picture, a JPEG or PNG file; not for WAV.', {}),
} satisfies Fields

/** What players and shops show of a song. `isrc` and `upc` without dashes and spaces. */
export type Release = Description<typeof releaseFields>
