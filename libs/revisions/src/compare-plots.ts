import type { Measurement } from '@mixwright/metering'
import type { Section } from '@mixwright/project'
import { html } from './html.ts'

/** Loudness of both mixes every `stepS`, item i at `offsetS + i * stepS`. LUFS */
export interface LoudnessCourses {
  stepS: number
  offsetS: number
  from: readonly number[]
  to: readonly number[]
}

const [WIDTH, HEIGHT] = [960, 220]
const MARGIN = { left: 44, right: 12, top: 16, bottom: 28 }
const PLOT = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom }
/** Points of a line; more would not be seen. */
const MOST_POINTS = 960
const FLOOR_LUFS = -60

/** Both mixes' loudness over time, with the sections of the later one. */
export function loudnessPlot(courses: LoudnessCourses, sections: readonly Section[]): string {
  const { from, to, stepS, offsetS } = courses
  const lastS = Math.max(offsetS + stepS * Math.max(from.length, to.length), stepS)
  const highest = Math.max(FLOOR_LUFS + 12, ...thinned(from), ...thinned(to))
  const top = Math.ceil(highest / 6) * 6
  const x = (atS: number) => MARGIN.left + (PLOT.width * atS) / lastS
  const y = levelScale(FLOOR_LUFS, top)
  const line = (series: readonly number[], name: string) => {
    const points = thinned(series).map((lufs, index, { length }) => {
      return `${round(x(offsetS + (stepS * series.length * index) / length))},${round(y(lufs))}`
    })
    return `<polyline class="${name}" points="${points.join(' ')}"/>`
  }
  const marks = sections
    .filter(({ atS }) => atS < lastS)
    .map(({ name, atS }) => {
      const at = round(x(atS))
      return `<line class="mark" x1="${at}" x2="${at}" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}"/><text class="small" x="${at + 3}" y="${MARGIN.top - 4}">${html(name)}</text>`
    })
  const times = timeTicks(lastS).map((atS) => {
    return `<text class="tick" x="${round(x(atS))}" y="${HEIGHT - 8}">${Math.floor(atS / 60)}:${String(Math.floor(atS % 60)).padStart(2, '0')}</text>`
  })
  const label = 'Momentary loudness of A and B over time, LUFS'
  const area = `data-left="${MARGIN.left}" data-width="${PLOT.width}" data-last="${lastS}"`
  const cursor = `<line class="cursor" x1="${MARGIN.left}" x2="${MARGIN.left}" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}"/>`
  const lines = [line(from, 'a'), line(to, 'b'), cursor]
  return figure('loudness', label, [...levelTicks(FLOOR_LUFS, top, y), ...marks, ...times, ...lines], area)
}

type Bands = Measurement['bandsDb']
type Rises = Readonly<Record<keyof Bands, number | null>>

/** Both mixes' level in each octave, and by how much it rose. */
export function bandPlot({ from, to, delta }: { from: Bands; to: Bands; delta: Rises }): string {
  const names = Object.keys(to) as (keyof typeof to)[]
  const levels = [from, to].flatMap((bands) => Object.values(bands)).filter(Number.isFinite)
  const top = Math.ceil(Math.max(-60, ...levels) / 6) * 6
  const floor = Math.min(top - 24, Math.max(-120, Math.floor(Math.min(0, ...levels) / 6) * 6))
  const y = levelScale(floor, top)
  const slot = PLOT.width / names.length
  const bars = names.flatMap((name, index) => {
    const left = MARGIN.left + index * slot
    const bar = (level: number, which: string, shift: number) => {
      const at = round(y(level))
      return `<rect class="${which}" x="${round(left + slot * shift)}" y="${at}" width="${round(slot * 0.3)}" height="${round(HEIGHT - MARGIN.bottom - at)}"/>`
    }
    const rise = delta[name]
    const said = rise !== null && Math.abs(rise) >= 0.05 ? `${rise > 0 ? '+' : ''}${rise.toFixed(1)}` : ''
    const labels = `<text class="tick" x="${round(left + slot / 2)}" y="${HEIGHT - 8}">${html(name)}</text><text class="tick" x="${round(left + slot / 2)}" y="${MARGIN.top - 4}">${said}</text>`
    return [bar(from[name], 'a', 0.18), bar(to[name], 'b', 0.52), labels]
  })
  return figure('bands', 'Level of A and B in each octave, dBFS; above, how much B is higher', [
    ...levelTicks(floor, top, y),
    ...bars,
  ])
}

function figure(id: string, label: string, parts: readonly string[], attributes = ''): string {
  const svg = `<svg id="${id}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}" ${attributes}>${parts.join('')}</svg>`
  return `<figure><figcaption>${label}</figcaption>${svg}</figure>`
}

function levelScale(floor: number, top: number): (level: number) => number {
  return (level) => MARGIN.top + (PLOT.height * (top - Math.min(top, Math.max(floor, level)))) / (top - floor)
}

function levelTicks(floor: number, top: number, y: (level: number) => number): string[] {
  const step = top - floor > 60 ? 24 : 12
  const levels = Array.from({ length: Math.floor((top - floor) / step) + 1 }, (_, index) => top - index * step)
  return levels.map((level) => {
    const at = round(y(level))
    return `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at}" y2="${at}"/><text class="level" x="${MARGIN.left - 6}" y="${at + 4}">${level}</text>`
  })
}

function timeTicks(lastS: number): number[] {
  const step = [1, 5, 10, 15, 30, 60, 120, 300, 600, 1800].find((one) => lastS / one <= 12) ?? 3600
  return Array.from({ length: Math.floor(lastS / step) + 1 }, (_, index) => index * step)
}

/** The loudest of each stretch, so that a long course fits a line of so many points. */
function thinned(series: readonly number[]): number[] {
  const points = Math.min(MOST_POINTS, series.length)
  return Array.from({ length: points }, (_, index) => {
    const [start, end] = [index, index + 1].map((one) => Math.floor((one * series.length) / points)) as [number, number]
    return series.slice(start, end).reduce((most, one) => Math.max(most, one), FLOOR_LUFS)
  })
}

function round(value: number): number {
  return Math.floor(value * 10 + 0.5) / 10
}
