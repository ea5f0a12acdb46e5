import type { ReportDocument } from '@mixwright/audio'
import { drawFigure } from './figure.ts'
import { table } from './html.ts'
import { clock, figure, grouped, mean, most } from './numbers.ts'
import { Plot, sectionMarks, svg, timeAxis, timed } from './plot.ts'

/** The mix as a wave: peaks, and the level inside. */
export function waveFigure({ wave, sections, durationS, mix }: ReportDocument): string {
  const parts = partsOf(sections, durationS)
  const rows = parts.map(({ name, startS, endS }) => {
    const [from, to] = [startS, endS].map((atS) => Math.floor(atS / wave.stepS)) as [number, number]
    const peak = most(wave.peak.slice(from, to)) ?? 0
    const power = mean(wave.rms.slice(from, to).map((rms) => rms * rms)) ?? 0
    return [name, clock(startS), clock(endS), figure(20 * Math.log10(peak)), figure(10 * Math.log10(power))]
  })
  const loudest = rows.toSorted((a, b) => numberIn(b[4]!) - numberIn(a[4]!))[0]
  const named = sections.length > 0 && loudest ? ` The loudest part is ${loudest[0]}, at ${loudest[4]} dBFS RMS.` : ''
  const summary = `The mix lasts ${clock(durationS)} and peaks at ${figure(mix.samplePeakDbfs)} dBFS.${named}`
  return drawFigure({
    id: 'wave',
    title: 'Waveform',
    summary,
    legend: [
      ['peak', 'var(--a-soft)'],
      ['RMS', 'var(--a)'],
    ],
    table: table('Parts of the mix', ['Part', 'from', 'to', 'peak dBFS', 'RMS dBFS'], rows),
    draw(size) {
      const columns = size.isNarrow ? 240 : 520
      const points = (values: readonly number[]) => {
        const tops = grouped(values, columns, (group) => Math.max(...group))
        return tops.map((value, index) => ({ x: ((index + 0.5) * durationS) / tops.length, y: value }))
      }
      const top = Math.max(1, ...wave.peak)
      const area = { x: 'x', y1: (point: { y: number }) => -point.y, y2: 'y' } as const
      return svg(
        {
          width: size.width,
          height: size.isNarrow ? 150 : 210,
          marginTop: 24,
          x: { domain: [0, durationS], axis: null },
          y: { domain: [-top, top], axis: null },
          marks: [
            ...timeAxis(durationS, size),
            Plot.axisY([-1, 0, 1], {
              label: null,
              tickSize: 0,
              text: (value: number) => (value === 0 ? '−∞' : '0 dB'),
            }),
            Plot.areaY(points(wave.peak), { ...area, fill: 'var(--a-soft)' }),
            Plot.areaY(points(wave.rms), { ...area, fill: 'var(--a)' }),
            ...sectionMarks(sections, durationS, size),
          ],
        },
        summary,
        timed(durationS, size),
      )
    },
  })
}

/** Stretches with a name: sections, or the whole where there are none. */
export function partsOf(
  sections: ReportDocument['sections'],
  durationS: number,
): { name: string; startS: number; endS: number }[] {
  if (sections.length === 0) return [{ name: 'the whole', startS: 0, endS: durationS }]
  return sections.map(({ name, atS }, index) => ({ name, startS: atS, endS: sections[index + 1]?.atS ?? durationS }))
}

function numberIn(text: string): number {
  return text === '–' ? Number.NEGATIVE_INFINITY : Number(text.replace('−', '-'))
}
