import type { ReportGraph } from '@mixwright/audio'

type Node = ReportGraph['nodes'][number]
type Edge = ReportGraph['edges'][number]

/** Sizes of the drawing. */
export const BOX = { width: 138, height: 48, gap: 10, column: 181, top: 34 }
/** Lines that pass boxes keep this apart from each other. */
const APART = 4
/** Times that the columns are put in order, forwards and back. */
const ROUNDS = 4

export interface Box {
  x: number
  y: number
  column: number
}

export interface Layout {
  boxes: Map<string, Box>
  height: number
}

/** Places columns of boxes; in each, boxes stand in the order of what feeds them, so that few lines cross. */
export function placeBoxes(columns: readonly (readonly Node[])[], edges: readonly Edge[]): Layout {
  const ordered = columns.map((nodes) => nodes.map(({ name }) => name))
  const placeOf = new Map<string, number>()
  const note = (names: readonly string[]) => {
    for (const [index, name] of names.entries()) placeOf.set(name, (index + 0.5) / names.length)
  }
  ordered.forEach(note)
  const sort = (column: number, isForwards: boolean) => {
    const before = new Map(placeOf)
    const wanted = new Map(
      ordered[column]!.map((name) => {
        const near = edges
          .filter(({ kind }) => kind !== 'key')
          .flatMap(({ from, to }) => (isForwards ? (to === name ? [from] : []) : from === name ? [to] : []))
          .map((other) => before.get(other)!)
        const mean = near.reduce((sum, one) => sum + one, 0) / near.length
        return [name, near.length > 0 ? mean : before.get(name)!] as const
      }),
    )
    ordered[column]!.sort((a, b) => wanted.get(a)! - wanted.get(b)! || before.get(a)! - before.get(b)!)
    note(ordered[column]!)
  }
  // Deliveries keep the order in which they are written.
  const last = ordered.length - 1
  for (let round = 0; round < ROUNDS; round++) {
    for (let column = 1; column < last; column++) sort(column, true)
    for (let column = last - 1; column >= 0; column--) sort(column, false)
  }
  const tallest = Math.max(...ordered.map((names) => names.length))
  const pitch = BOX.height + BOX.gap
  const boxes = new Map<string, Box>()
  for (const [column, names] of ordered.entries()) {
    const free = tallest - names.length
    for (const [row, name] of names.entries()) {
      const y = BOX.top + (row + (free * (row + 0.5)) / names.length) * pitch
      boxes.set(name, { x: 2 + column * BOX.column, y: Math.round(y), column })
    }
  }
  return { boxes, height: BOX.top + tallest * pitch }
}

/** The line of an edge, as a path. Past columns between its ends it runs level, between their boxes. */
export function wayBetween({ from, to }: Edge, boxes: ReadonlyMap<string, Box>): string {
  const [a, b] = [boxes.get(from)!, boxes.get(to)!]
  const startX = a.x + BOX.width
  const [startY, endY] = [a.y + BOX.height / 2, b.y + BOX.height / 2]
  if (b.column <= a.column) {
    const endX = b.x + BOX.width
    return `M${startX},${startY}C${startX + 36},${startY} ${endX + 36},${endY} ${endX},${endY}`
  }
  let [x, y] = [startX, startY]
  let way = `M${x},${y}`
  const goTo = (nextX: number, nextY: number) => {
    const middle = Math.round((x + nextX) / 2)
    way += `C${middle},${y} ${middle},${nextY} ${nextX},${nextY}`
    ;[x, y] = [nextX, nextY]
  }
  for (let column = a.column + 1; column < b.column; column++) {
    const left = 2 + column * BOX.column
    const wantedY = startY + ((endY - startY) * (column - a.column)) / (b.column - a.column)
    goTo(left, freeY(boxes, column, wantedY, laneOf(to, boxes)))
    way += `H${left + BOX.width}`
    x = left + BOX.width
  }
  goTo(b.x, endY)
  return way
}

/** The height nearest to the wanted one at which no box of a column stands. */
function freeY(boxes: ReadonlyMap<string, Box>, column: number, wantedY: number, lane: number): number {
  const tops = [...boxes.values()].filter((box) => box.column === column).map(({ y }) => y)
  const shift = APART * lane
  const isFree = (y: number) => tops.every((top) => y < top - APART || y > top + BOX.height + APART)
  if (isFree(wantedY)) return Math.round(wantedY)
  const half = BOX.gap / 2
  const beside = [shift, 0].flatMap((by) => tops.flatMap((top) => [top - half - by, top + BOX.height + half + by]))
  const free = beside.filter(isFree).sort((one, other) => Math.abs(one - wantedY) - Math.abs(other - wantedY))
  return Math.round(free[0] ?? tops[0]! - BOX.gap / 2)
}

/** Lines that lead to one box share a height; those to others lie beside it. */
function laneOf(to: string, boxes: ReadonlyMap<string, Box>): number {
  const { column } = boxes.get(to)!
  return [...boxes].filter(([, box]) => box.column === column).findIndex(([name]) => name === to)
}
