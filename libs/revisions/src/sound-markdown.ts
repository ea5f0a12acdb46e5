import type { ComparedAudio, SoundDocument } from './sound-document.ts'
import { audioTexts, nullText, type SoundTable, soundTables } from './sound-tables.ts'

/** What a change did to the sound, for a pull request. */
export function soundMarkdown(document: SoundDocument, audio?: ComparedAudio): string {
  const lines = soundTables(document).flatMap((table) => [`### ${sentence(table.title)}`, '', ...tableLines(table), ''])
  const told = [nullText(document), ...document.notes, ...(audio ? audioTexts(audio) : [])]
  return [...lines, ...told.map((text) => `- ${escaped(text)}`)].join('\n')
}

function tableLines({ heads, rows, wordColumns }: SoundTable): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`
  const rule = heads.map((_, column) => (column < wordColumns ? '---' : '---:'))
  return [line(heads), `| ${rule.join(' | ')} |`, ...rows.map(line)]
}

/** Names can hold what Markdown or HTML would read. */
function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_[\]|#~@]/g, '\\$&')
    .replace(/\s+/g, ' ')
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
