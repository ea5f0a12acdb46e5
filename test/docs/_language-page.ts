import { albumSchema, diagnosticEntries, type JsonSchema, mixSchema } from '@mixwright/project'
import { examples } from './_examples.ts'
import { keyTable, table } from './_tables.ts'

type Language = JsonSchema & { definitions: Record<string, JsonSchema> }
const schema = mixSchema() as Language
const album = albumSchema() as Language

const INTRODUCTION = `# The mix file

Every key of \`mix.yaml\`, from the tables that check it. Numbers carry their unit (\`-3 dB\`, \`2.5 kHz\`, \`12 ms\`, \`35 %\`,
\`1/8 dotted\`, \`bar 9\`, \`1:02.5\`); a bare number is taken in the unit that its key names. Where a key's text says that a
value may move, a map of times to values may stand in its place: \`{ 0:00: -4 dB, chorus: -2.5 dB, outro: step -5 dB }\`. A value is
reached from the one before in a straight line, in the unit that it is written in; \`smooth -2 dB\` in an S that is level at
both ends, \`exponential 8 kHz\` by equal ratios in equal times, \`step -5 dB\` at once. Steps of faders, pans, widths, sends
and trims are exact to the sample; those of processors, mutes and bypasses take 5 ms from their moment on.`

/** The reference of the mix language: one table for each kind of map. */
export function languagePage(): string {
  const processors = Object.keys(examples)
  const isOfProcessor = (name: string) => name === 'insert' || processors.some((kind) => name.split('-')[0] === kind)
  const maps = Object.entries(schema.definitions).filter(([name, { properties }]) => properties && !isOfProcessor(name))
  const links = processors.map((kind) => `[\`${kind}\`](processors/${kind}.md)`).join(', ')
  return `${[
    INTRODUCTION,
    '## The file',
    keyTable(schema),
    ...maps.flatMap(([name, definition]) => [`## ${name}`, keyTable(definition)]),
    '## insert',
    `One processor: its key with its settings, and perhaps \`bypass: true\` beside it. The processors: ${links}.`,
  ].join('\n\n')}\n`
}

/** The reference of the album language. */
export function albumPage(): string {
  const maps = Object.entries(album.definitions).filter(([, { properties }]) => properties)
  return `${[
    `# The album file

Every key of \`album.yaml\`, from the tables that check it; what a disc is made of and how is told in [cd.md](cd.md).
Numbers carry their unit as in [the mix file](mix-file.md). Texts are ISO-8859-1, up to 160 characters. A track is a
\`song\` or a \`file\`.`,
    '## The file',
    keyTable(album),
    ...maps.flatMap(([name, definition]) => [`## ${name}`, keyTable(definition)]),
  ].join('\n\n')}\n`
}

/** What every diagnostic code means, an example and a way out. */
export function diagnosticsPage(): string {
  const entries = diagnosticEntries()
  const sections = entries.map(({ code, meaning, example, wayOut }) => {
    const shown = example.includes('\n') ? `\n\n\`\`\`yaml\n${example}\n\`\`\`` : ` ${inCode(example)}`
    return `## ${code}\n\n${meaning}\n\nExample:${shown}\n\nWay out: ${wayOut}`
  })
  const contents = entries.map(({ code, meaning }) => [`[\`${code}\`](#${code.toLowerCase()})`, meaning])
  return `# Diagnostics

What Mixwright can say about a mix and its files. Each message carries one of these codes, the place, the value, what is
allowed, and a way out where there is one. Codes are kept from version to version, so scripts can rely on them.
\`mixwright explain CODE\` prints the same on a terminal, \`mixwright explain\` the list.

What is no mistake but seldom meant is told as advice, in codes that begin with ADVICE. A mix that means it says so with
\`allow: [ADVICE_SOLO]\`; then it is not told again. Errors cannot be allowed.

${table(['code', 'meaning'], contents)}

${sections.join('\n\n')}
`
}

/** In backquotes, as many as it takes. */
function inCode(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``
}
