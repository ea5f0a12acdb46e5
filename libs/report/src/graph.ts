import type { ReportDocument, ReportGraph } from '@mixwright/audio'
import { BOX, placeBoxes, wayBetween } from './graph-layout.ts'
import { html, table } from './html.ts'
import { signed } from './numbers.ts'

type Node = ReportGraph['nodes'][number]

const KINDS: readonly Node['kind'][] = ['stem', 'bus', 'return', 'mix', 'master', 'delivery']
const HEADS: Record<Node['kind'], string> = {
  stem: 'Stems',
  bus: 'Buses',
  return: 'Returns',
  mix: 'Mix bus',
  master: 'Master',
  delivery: 'Deliveries',
}
/** The most letters of a line of inserts. */
const WORKS_LETTERS = 22
const MOST_LINES = 2

/** The way of the signal: strips as boxes in columns, and what flows between them. */
export function graphFigure({ graph }: ReportDocument): string {
  const columns = KINDS.map((kind) => graph.nodes.filter((node) => node.kind === kind)).filter(
    (nodes) => nodes.length > 0,
  )
  const { boxes: placed, height } = placeBoxes(columns, graph.edges)
  const width = columns.length * BOX.column - (BOX.column - BOX.width) + 4
  const paths = graph.edges.map((edge) => `<path class="${edge.kind}" d="${wayBetween(edge, placed)}"/>`)
  const boxes = graph.nodes.map((node) => {
    const { x, y } = placed.get(node.name)!
    const works = inLines(node.inserts.length === 0 ? ['no inserts'] : node.inserts)
    const lines = works.map((line, index) => {
      return `<text class="works" x="${x + 10}" y="${y + (works.length > 1 ? 29 : 33) + 12 * index}">${html(line)}</text>`
    })
    const whole = `<title>${html(`${plain(node.name)}: ${node.inserts.join(', ') || 'no inserts'}`)}</title>`
    return `<g>${whole}<rect class="${node.kind}" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="7"/><text class="name" x="${x + 10}" y="${y + (works.length > 1 ? 16 : 19)}">${html(fitted(plain(node.name)))}</text>${lines.join('')}</g>`
  })
  const heads = columns.map(
    (nodes, column) => `<text class="head" x="${2 + column * BOX.column}" y="16">${HEADS[nodes[0]!.kind]}</text>`,
  )
  const counts = columns.map((nodes) => `${nodes.length} ${HEADS[nodes[0]!.kind].toLowerCase()}`)
  const sends = graph.edges.filter(({ kind }) => kind === 'send').length
  const summary = `${counts.join(', ')}; ${sends} sends. Lines run from left to right: straight feeds, sends (dashed), side-chains (dotted).`
  const level = (db: number | null) => (db === null ? 'moves' : `${signed(db)} dB`)
  const rows = graph.nodes.map(({ name, kind, inserts }) => {
    const outs = graph.edges.filter(({ from }) => from === name)
    const goes = outs.map((edge) =>
      edge.kind === 'feed'
        ? plain(edge.to)
        : `${plain(edge.to)} (${edge.kind === 'key' ? 'key' : level(edge.levelDb)})`,
    )
    return [plain(name), kind, inserts.join(', ') || '–', goes.join(', ') || '–']
  })
  return `<figure id="flow"><p class="lead">${html(summary)}<span class="narrow">The drawing scrolls sideways.</span></p>
<div class="scroll" tabindex="0" role="region" aria-label="Signal flow, scrolls sideways"><svg class="flow" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${html(summary)}">${heads.join('')}${paths.join('')}${boxes.join('')}</svg></div>
<details><summary>As a table<span class="hidden"> of the signal flow</span></summary>${table('Who feeds whom', ['Strip', 'kind', 'inserts', 'goes to'], rows)}</details></figure>`
}

/** Inserts in lines that fit a box. */
function inLines(inserts: readonly string[]): string[] {
  const lines: string[] = []
  for (const insert of inserts) {
    const joined = lines.length === 0 ? insert : `${lines.at(-1)} · ${insert}`
    if (lines.length > 0 && joined.length <= WORKS_LETTERS) lines[lines.length - 1] = joined
    else lines.push(insert)
  }
  const shown = lines.slice(0, MOST_LINES)
  const left = inserts.length - shown.join(' · ').split(' · ').length
  const last = shown.at(-1)!
  return [...shown.slice(0, -1), cut(left > 0 ? `${cut(last, WORKS_LETTERS - 4)} +${left}` : last, WORKS_LETTERS)]
}

function plain(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** A name as far as a box is wide. */
function fitted(name: string): string {
  const room = BOX.width - 20
  const letters = [...name]
  let [width, count] = [0, 0]
  for (const letter of letters) {
    width += widthOf(letter)
    if (width > room) return `${letters.slice(0, Math.max(1, count - 1)).join('')}…`
    count++
  }
  return name
}

/** About how wide a letter is in the bold face of names, on the safe side. SVG units */
function widthOf(letter: string): number {
  if (
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u.test(letter) &&
    !/\d/.test(letter)
  )
    return 17
  if (/[MWmw@%&—]/.test(letter)) return 13
  if (/[\p{Lu}\d<>=+~#$]/u.test(letter)) return 9.5
  return /[ijltfr.,:;'|! -]/.test(letter) ? 6 : 8.2
}

function cut(text: string, length: number): string {
  const letters = [...text]
  return letters.length > length ? `${letters.slice(0, length - 1).join('')}…` : text
}
