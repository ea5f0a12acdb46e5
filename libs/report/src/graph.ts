import type { ReportDocument, ReportGraph } from '@mixwright/audio'
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
const BOX = { width: 138, height: 40, gap: 10, column: 181, top: 34 }

/** The way of the signal: strips as boxes in columns, and what flows between them. */
export function graphFigure({ graph }: ReportDocument): string {
  const columns = KINDS.map((kind) => graph.nodes.filter((node) => node.kind === kind)).filter(
    (nodes) => nodes.length > 0,
  )
  const tallest = Math.max(...columns.map((nodes) => nodes.length))
  const height = BOX.top + tallest * (BOX.height + BOX.gap)
  const width = columns.length * BOX.column - (BOX.column - BOX.width) + 4
  const placed = new Map(
    columns.flatMap((nodes, column) => {
      const free = tallest - nodes.length
      return nodes.map((node, row) => {
        const y = BOX.top + (row + (free * (row + 0.5)) / nodes.length) * (BOX.height + BOX.gap)
        return [node.name, { x: 2 + column * BOX.column, y: Math.round(y), column }] as const
      })
    }),
  )
  const paths = graph.edges.map(({ from, to, kind }) => {
    const [a, b] = [placed.get(from)!, placed.get(to)!]
    const isBack = b.column <= a.column
    const [startX, endX] = [a.x + BOX.width, isBack ? b.x + BOX.width : b.x]
    const [startY, endY] = [a.y + BOX.height / 2, b.y + BOX.height / 2]
    const bend = isBack ? 36 : Math.max(24, (endX - startX) / 2)
    return `<path class="${kind}" d="M${startX},${startY}C${startX + bend},${startY} ${isBack ? endX + bend : endX - bend},${endY} ${endX},${endY}"/>`
  })
  const boxes = graph.nodes.map((node) => {
    const { x, y } = placed.get(node.name)!
    const works = node.inserts.length === 0 ? 'no inserts' : node.inserts.join(' · ')
    return `<g><rect class="${node.kind}" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="7"/><text class="name" x="${x + 10}" y="${y + 17}">${html(cut(plain(node.name), 17))}</text><text class="works" x="${x + 10}" y="${y + 31}">${html(cut(works, 21))}</text></g>`
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
  return `<figure id="flow"><p class="lead">${html(summary)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Signal flow, scrolls sideways"><svg class="flow" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${html(summary)}">${heads.join('')}${paths.join('')}${boxes.join('')}</svg></div>
<details><summary>As a table<span class="hidden"> of the signal flow</span></summary>${table('Who feeds whom', ['Strip', 'kind', 'inserts', 'goes to'], rows)}</details></figure>`
}

function plain(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function cut(text: string, length: number): string {
  const letters = [...text]
  return letters.length > length ? `${letters.slice(0, length - 1).join('')}…` : text
}
