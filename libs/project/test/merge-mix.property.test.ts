import { mergeMix } from '@mixwright/project'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NIGHT_DRIVE } from './_mix.ts'

const RUNS = process.env.MIXWRIGHT_FULL ? 100 : 8

/** Where numbers stand that are values, not part of a time or a name. */
const NUMBERS = [...NIGHT_DRIVE.matchAll(/(?<=[:[] -?)\d+(?:\.\d+)?(?= ?(?:dB|Hz|kHz|ms|%|[LR])\b)/g)]
const LINES = NIGHT_DRIVE.split('\n')

/** Some numbers of the example, by their index, and what they become. */
const changes = fc.dictionary(fc.nat(NUMBERS.length - 1).map(String), fc.integer({ min: 101, max: 999 }).map(String), {
  maxKeys: 6,
})

function changed(by: Readonly<Record<string, string>>): string {
  let text = ''
  let at = 0
  for (const [index, { 0: number, index: from }] of NUMBERS.entries()) {
    text += NIGHT_DRIVE.slice(at, from) + (by[index] ?? number)
    at = from + number.length
  }
  return text + NIGHT_DRIVE.slice(at)
}

test('there are numbers to change', () => {
  expect(NUMBERS.length).toBeGreaterThan(15)
})

test('changes of different values are joined, in the text of both; conflicts are those of one value', () => {
  fc.assert(
    fc.property(changes, changes, (ours, theirs) => {
      const clashes = Object.keys(ours).filter((index) => theirs[index] !== undefined && theirs[index] !== ours[index])
      const result = mergeMix(NIGHT_DRIVE, changed(ours), changed(theirs))
      if ('unreadable' in result) throw new Error(result.unreadable)
      if (clashes.length === 0) expect(result.text).toBe(changed({ ...theirs, ...ours }))
      expect(result.conflicts.length).toBe(clashes.length)
      expect(/^<<<<<<< ours$/m.test(result.text)).toBe(clashes.length > 0)
    }),
    { numRuns: RUNS },
  )
})

/** The example with lines left out, doubled, exchanged or made comments of: often no longer a mix. */
const mangled = fc
  .array(
    fc.tuple(fc.nat(LINES.length - 1), fc.constantFrom('drop', 'twice', 'swap', 'comment'), fc.nat(LINES.length - 1)),
    {
      maxLength: 4,
    },
  )
  .map((edits) => {
    const lines = [...LINES]
    for (const [at, what, other] of edits) {
      const line = lines[at]!
      if (what === 'drop') lines[at] = ''
      if (what === 'twice') lines[at] = `${line}\n${line}`
      if (what === 'comment') lines[at] = `# ${line}`
      if (what === 'swap') [lines[at], lines[other]] = [lines[other]!, line]
    }
    return lines.join('\n')
  })

test('whatever became of the texts: nothing is lost when one side did nothing, and both ways round are alike', () => {
  fc.assert(
    fc.property(mangled, mangled, (ours, theirs) => {
      expect(mergeMix(NIGHT_DRIVE, ours, NIGHT_DRIVE)).toEqual({ text: ours, conflicts: [] })
      expect(mergeMix(NIGHT_DRIVE, NIGHT_DRIVE, theirs)).toEqual({ text: theirs, conflicts: [] })
      const [one, other] = [mergeMix(NIGHT_DRIVE, ours, theirs), mergeMix(NIGHT_DRIVE, theirs, ours)]
      if ('unreadable' in one || 'unreadable' in other) return
      const pathsOf = ({ conflicts }: typeof one) => conflicts.map(({ path }) => path).sort()
      expect(pathsOf(other)).toEqual(pathsOf(one))
      const comments = (text: string): string[] => text.match(/#.*$/gm) ?? []
      const kept = new Set(comments(one.text).flatMap((comment) => comment.split(/ (?=#)/)))
      const lost = comments(ours).filter((comment) => comments(theirs).includes(comment) && !kept.has(comment))
      if (one.conflicts.length === 0) expect(lost).toEqual([])
    }),
    { numRuns: RUNS },
  )
})

/** New comments at the ends of lines and in lines of their own, by which line they go with. */
const added = fc.dictionary(fc.nat(LINES.length - 1).map(String), fc.constantFrom('beside', 'above'), { maxKeys: 12 })
const dropped = fc.array(fc.nat(LINES.length - 1), { maxLength: 6 })

function commented(by: Readonly<Record<string, string>>, side: string): string {
  const lines = LINES.map((line, index) => {
    if (by[index] === 'beside' && line.trim() !== '') return `${line} # ${side} ${index} beside`
    return by[index] === 'above' ? `${/^ */.exec(line)![0]}# ${side} ${index} above\n${line}` : line
  })
  return lines.join('\n')
}

test('comments that one side adds outlive whatever keys the other removes', () => {
  let merges = 0
  fc.assert(
    fc.property(added, dropped, (comments, lines) => {
      const theirs = commented(comments, 'new')
      const ours = LINES.filter((_, index) => !lines.includes(index)).join('\n')
      const wanted = theirs.match(/# new \d+ \w+/g) ?? []
      for (const result of [mergeMix(NIGHT_DRIVE, ours, theirs), mergeMix(NIGHT_DRIVE, theirs, ours)]) {
        if ('unreadable' in result) return
        merges++
        const found: string[] = result.text.match(/# new \d+ \w+/g) ?? []
        expect(wanted.filter((comment) => !found.includes(comment))).toEqual([])
        expect(result.conflicts).toEqual([])
      }
    }),
    { numRuns: RUNS * 2 },
  )
  expect(merges).toBeGreaterThan(RUNS)
})

test('comments at the head of a file stay when one side moves its first key and the other drops the new first one', () => {
  const head = '# yaml-language-server: $schema=mix.schema.json\n'
  const rest = 'stems: { a: { file: a.wav } }\n'
  const base = `${head}mixwright: 1\nartist: A\n${rest}`
  const merged = mergeMix(base, `${head}mixwright: 1\n${rest}`, `${head}artist: A\nmixwright: 1\n${rest}`)
  expect(merged).toEqual({ text: `${head}mixwright: 1\n${rest}`, conflicts: [] })
})
