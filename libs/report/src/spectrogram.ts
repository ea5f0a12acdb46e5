import type { ReportDocument } from '@mixwright/audio'
import { drawFigure } from './figure.ts'
import { table } from './html.ts'
import { clock, figure, hertz, mean, present } from './numbers.ts'
import { MARGIN, Plot, sectionMarks, svg, timed, timeTicks } from './plot.ts'
import { type Colour, pngAddress } from './png.ts'
import { partsOf } from './wave.ts'

const SHADES = 64
/** From silence to the strongest: dark violet to pale yellow, brighter all the way. */
const STOPS: readonly Colour[] = [
  [18, 14, 38],
  [54, 24, 98],
  [118, 36, 129],
  [190, 56, 112],
  [240, 104, 76],
  [252, 180, 100],
  [253, 244, 190],
]
const RANGE_DB = 60

/** Spectrum over time as colours. */
export function spectrogramFigure({ spectrum, sections, durationS }: ReportDocument): string {
  const { rowsDb, centresHz, stepS } = spectrum
  const strongest = Math.max(-100, ...rowsDb.flatMap((row) => present(row)))
  const height = centresHz.length
  const pixels = new Uint8Array(rowsDb.length * height)
  for (const [column, row] of rowsDb.entries()) {
    for (const [band, db] of row.entries()) {
      const part = db === null ? 0 : Math.max(0, Math.min(1, (db - strongest + RANGE_DB) / RANGE_DB))
      pixels[(height - 1 - band) * rowsDb.length + column] = Math.round(part * (SHADES - 1))
    }
  }
  const picture = pngAddress(
    Math.max(1, rowsDb.length),
    height,
    pixels,
    Array.from({ length: SHADES }, (_, i) => shade(i / (SHADES - 1))),
  )
  const rows = partsOf(sections, durationS).map((part) => {
    const inside = rowsDb.slice(Math.floor(part.startS / stepS), Math.ceil(part.endS / stepS))
    const level = (fromHz: number, toHz: number) => {
      const bands = centresHz.flatMap((hz, band) => (hz >= fromHz && hz < toHz ? [band] : []))
      const powers = inside.map((row) => bands.reduce((sum, band) => sum + 10 ** ((row[band] ?? -200) / 10), 0))
      return figure(10 * Math.log10(mean(powers) ?? 0))
    }
    return [part.name, clock(part.startS), level(20, 100), level(100, 500), level(500, 4000), level(4000, 22000)]
  })
  const means = centresHz.map((hz, band) => ({ hz, db: mean(present(rowsDb.map((row) => row[band] ?? null))) ?? -200 }))
  const peak = means.toSorted((a, b) => b.db - a.db)[0]!
  const summary = `Colours go from ${figure(strongest - RANGE_DB, 0)} to ${figure(strongest, 0)} dBFS by third of an octave. On the whole ${hertz(peak.hz)} is strongest.`
  return drawFigure({
    id: 'spectrogram',
    title: 'Spectrogram',
    summary,
    table: table(
      'Level of each part, dBFS',
      ['Part', 'from', 'below 100 Hz', '100 to 500 Hz', '0.5 to 4 kHz', 'above 4 kHz'],
      rows,
    ),
    draw(size) {
      const inner = size.width - MARGIN.left - MARGIN.right
      const ticks = size.isNarrow
        ? [31.5, 125, 500, 2000, 8000]
        : [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16000]
      const [marginTop, tall] = [24, size.isNarrow ? 200 : 280]
      const image = `<image href="${picture}" x="${MARGIN.left}" y="${marginTop}" width="${inner}" height="${tall - marginTop - 30}" preserveAspectRatio="none"/>`
      const drawn = svg(
        {
          width: size.width,
          height: tall,
          marginTop,
          x: { domain: [0, durationS], axis: null },
          y: { type: 'log', domain: [17.8, 22400], axis: null },
          marks: [
            Plot.axisX(timeTicks(durationS, size.width), { text: clock, tickSize: 0, label: null }),
            Plot.axisY(ticks, {
              label: null,
              tickSize: 0,
              text: (hz: number) => (hz >= 1000 ? `${hz / 1000}k` : String(hz)),
            }),
            ...sectionMarks(sections, durationS, size, 'white'),
          ],
        },
        summary,
        timed(durationS, size),
      )
      return drawn.replace(/(<svg[^>]*>)/, `$1${image}`)
    },
  })
}

function shade(part: number): Colour {
  const at = part * (STOPS.length - 1)
  const index = Math.min(STOPS.length - 2, Math.floor(at))
  const [from, to] = [STOPS[index]!, STOPS[index + 1]!]
  return [0, 1, 2].map((i) => Math.round(from[i]! + (to[i]! - from[i]!) * (at - index))) as unknown as Colour
}
