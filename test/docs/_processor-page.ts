import { type JsonSchema, mixSchema, type ProcessorKind } from '@mixwright/project'
import { readInsert } from './_audition.ts'
import { examples } from './_examples.ts'
import { drawFigure } from './_figure.ts'
import { keyTable } from './_tables.ts'

const schema = mixSchema() as { definitions: Record<string, JsonSchema> }

/** What each processor is, in a sentence. */
function docOf(kind: string): string {
  const inserts = schema.definitions.insert!.anyOf as { properties: Record<string, { description: string }> }[]
  return inserts.find(({ properties }) => kind in properties)!.properties[kind]!.description
}

/** The files of a processor's page, by their names: its text and its pictures. */
export function processorPage(kind: ProcessorKind): Map<string, string> {
  const { yaml, figures, measured } = examples[kind]
  const drawn = figures(readInsert(yaml))
  const pictures = drawn.map(({ name, caption }) => `![${caption}](${name}.svg)\n\n${caption}`)
  const text = [
    `# ${kind}`,
    docOf(kind),
    `\`\`\`yaml\n${yaml}\n\`\`\``,
    ...pictures,
    ...(measured ? [measured()] : []),
    '## Settings',
    settingsOf(kind),
  ].join('\n\n')
  return new Map([
    [`${kind}.md`, `${text}\n`],
    ...drawn.map((figure): [string, string] => [`${figure.name}.svg`, drawFigure(figure)]),
  ])
}

function settingsOf(kind: string): string {
  const { definitions } = schema
  if (kind !== 'eq') {
    // On a page of its own a part goes by its short name.
    const own = keyTable(definitions[kind]!).replaceAll(`[${kind}-`, '[').replaceAll(`(#${kind}-`, '(#')
    return [own, ...partsOf(kind)].join('\n\n')
  }
  const bands = Object.keys(definitions).filter((name) => name.startsWith('eq-') && name !== 'eq-settings')
  const tables = bands.map((name) => `### ${name.slice(3)}\n\n${keyTable(definitions[name]!)}`)
  return ['A list of bands, or a map:', keyTable(definitions['eq-settings']!), ...tables].join('\n\n')
}

/** Tables of the maps inside a processor's settings. */
function partsOf(kind: string): string[] {
  const names = Object.keys(schema.definitions).filter((name) => name.startsWith(`${kind}-`))
  return names.map((name) => `### ${name.slice(kind.length + 1)}\n\n${keyTable(schema.definitions[name]!)}`)
}

/** The list of all processors. */
export function processorIndex(): string {
  const lines = (Object.keys(examples) as ProcessorKind[]).map((kind) => `- [${kind}](${kind}.md): ${docOf(kind)}`)
  return `# Processors\n\nEvery picture here is measured on the processor itself when the tests run.\n\n${lines.join('\n')}\n`
}
