import type { ReportDocument } from '@mixwright/audio'
import { drawFigure } from './figure.ts'
import { table } from './html.ts'
import { figure, hertz, mean, present } from './numbers.ts'
import { Plot, svg } from './plot.ts'

/** Where the slope of the band holds, Hz, and what it is by thirds of an octave: dB per octave. */
const SLOPE_FROM_HZ = 100
const SLOPE_TO_HZ = 4000
const SLOPE_DB = -2
/** Outside of it: how fast the band falls to both ends. dB per octave */
const LOW_DB = 5
const HIGH_DB = -6
/** Where lows begin to fall. Hz */
const LOWS_HZ = 60
const HALF_WIDTH_DB = 5

/**
 * The paper itself was not at hand: the slope is as several works cite it. It says that the lows are cut around 60 Hz
 * and that the fall grows steeper above 4 kHz, and gives no figures for either.
 */
export const BAND_SOURCE =
  'The grey band is a guide, not a rule. Between 100 Hz and 4 kHz it falls by about 5 dB an octave in density, which is 2 dB an octave by thirds: that is the mean of 772 number one singles in Pestana, Ma, Reiss, Barbosa and Black, “Spectral characteristics of popular commercial recordings 1950–2010”, AES 135th Convention, 2013, paper 8960, as later works cite it. That recordings fall off below about 60 Hz and more steeply above 4 kHz is said there too, but how fast, and the width of ± 5 dB, are chosen here. Single recordings often stray further, above all in the lows. The band is laid through the mix’s own level.'

/** The middle of the band without its level. */
function shape(hz: number): number {
  const octaves = (from: number, to: number) => Math.log2(to / from)
  if (hz > SLOPE_TO_HZ) return SLOPE_DB * octaves(SLOPE_FROM_HZ, SLOPE_TO_HZ) + HIGH_DB * octaves(SLOPE_TO_HZ, hz)
  if (hz >= LOWS_HZ) return SLOPE_DB * octaves(SLOPE_FROM_HZ, hz)
  return SLOPE_DB * octaves(SLOPE_FROM_HZ, LOWS_HZ) + LOW_DB * octaves(LOWS_HZ, hz)
}

/** Level by third of an octave, against what recordings usually have. */
export function spectrumFigure({ spectrum: { centresHz, meanDb } }: ReportDocument): string {
  const thirds = centresHz.map((hz, index) => ({ hz, db: meanDb[index]! }))
  const inner = thirds.filter(({ hz, db }) => db !== null && hz >= SLOPE_FROM_HZ && hz <= SLOPE_TO_HZ)
  const level = mean(inner.map(({ hz, db }) => db! - shape(hz))) ?? 0
  const band = centresHz.map((hz) => ({
    hz,
    low: level + shape(hz) - HALF_WIDTH_DB,
    high: level + shape(hz) + HALF_WIDTH_DB,
  }))
  const where = thirds.flatMap(({ hz, db }, index) => {
    if (db === null || hz < 40 || hz > 12500) return []
    const { low, high } = band[index]!
    return db > high ? [{ hz, by: db - high }] : db < low ? [{ hz, by: db - low }] : []
  })
  const worst = where.toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by))[0]
  const said = worst
    ? `${where.length} of 26 thirds from 40 Hz to 12.5 kHz lie outside the band, most at ${hertz(worst.hz)}: ${figure(Math.abs(worst.by))} dB ${worst.by > 0 ? 'above' : 'below'} it.`
    : 'From 40 Hz to 12.5 kHz every third of an octave lies inside the band.'
  const rows = thirds.map(({ hz, db }, index) => {
    const { low, high } = band[index]!
    return [hertz(hz), figure(db), figure(low), figure(high)]
  })
  const levels = present(meanDb)
  const top = Math.ceil(Math.max(-30, ...levels, ...band.map(({ high }) => high)) / 6) * 6 + 3
  const floor = Math.max(top - 66, Math.floor(Math.min(...levels, ...band.map(({ low }) => low)) / 6) * 6)
  return drawFigure({
    id: 'spectrum',
    title: 'Spectrum by thirds of an octave',
    summary: said,
    legend: [
      ['mix', 'var(--a)'],
      ['tonal-balance band', 'var(--band)'],
    ],
    table: table('Level by third of an octave, dBFS', ['Third', 'mix', 'band from', 'to'], rows),
    draw(size) {
      const ticks = size.isNarrow
        ? [31.5, 125, 500, 2000, 8000]
        : [20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000]
      const half = 2 ** (1 / 6)
      return svg(
        {
          width: size.width,
          height: size.isNarrow ? 220 : 300,
          marginTop: 12,
          x: { type: 'log', domain: [17.8, 22400], axis: null },
          y: { domain: [floor, top], axis: null },
          marks: [
            Plot.areaY(band, { x: 'hz', y1: 'low', y2: 'high', fill: 'var(--band)', clip: true }),
            Plot.gridY({ interval: 6, stroke: 'var(--line)', strokeOpacity: 1 }),
            Plot.axisY({ interval: size.isNarrow ? 12 : 6, label: null, tickSize: 0 }),
            Plot.axisX(ticks, {
              label: null,
              tickSize: 0,
              text: (hz: number) => (hz >= 1000 ? `${hz / 1000}k` : String(hz)),
            }),
            Plot.rect(
              thirds.filter(({ db }) => db !== null && db > floor),
              {
                x1: ({ hz }) => hz / half,
                x2: ({ hz }) => hz * half,
                y1: floor,
                y2: 'db',
                fill: 'var(--a)',
                fillOpacity: 0.28,
                inset: size.isNarrow ? 0.5 : 1.5,
                rx: 1.5,
                clip: true,
              },
            ),
            Plot.lineY(
              thirds.filter(({ db }) => db !== null && db > floor),
              { x: 'hz', y: 'db', stroke: 'var(--a)', strokeWidth: 2.2, marker: 'dot', curve: 'monotone-x' },
            ),
          ],
        },
        said,
      )
    },
  })
}
