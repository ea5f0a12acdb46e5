import type { ReportDelivery } from '@mixwright/audio'
import { drawFigure } from './figure.ts'
import { html, table } from './html.ts'
import { clock, figure, grouped } from './numbers.ts'
import { Plot, svg, timeAxis, timed } from './plot.ts'

/** A record's groove along the side, and what its cutter will say. */
export function vinylFigure({ name, vinyl, durationS }: ReportDelivery): string {
  if (!vinyl) return ''
  const { disc, stepS, lateralVelocityCmPerS, verticalVelocityCmPerS, radiusMm, findings } = vinyl
  const fastest = Math.max(0, ...lateralVelocityCmPerS)
  const steepest = Math.max(0, ...verticalVelocityCmPerS)
  const problems = findings.filter(({ severity }) => severity !== 'info').length
  const said = `${disc.diameterIn} inch, ${figure(disc.rpm)} rpm, cut at ${figure(vinyl.levelDb)} dB; from ${figure(disc.startRadiusMm, 0)} to ${figure(disc.endRadiusMm, 0)} mm. Sideways the groove moves at up to ${figure(fastest)} cm/s, in depth at up to ${figure(steepest)} cm/s. ${problems === 0 ? 'Nothing stands against cutting it.' : `${problems} ${problems === 1 ? 'thing needs' : 'things need'} a look.`}`
  const places = Array.from({ length: 9 }, (_, index) => Math.floor(((radiusMm.length - 1) * index) / 8))
  const rows = places.map((at) => [
    clock(at * stepS),
    figure(radiusMm[at], 0),
    figure(lateralVelocityCmPerS[at]),
    figure(verticalVelocityCmPerS[at]),
    figure(vinyl.lateralAccelerationG[at], 0),
    figure(vinyl.verticalAccelerationG[at], 0),
  ])
  const plot = drawFigure({
    id: `vinyl-${slug(name)}`,
    title: `Groove of ${name} along the side`,
    summary: said,
    legend: [
      ['sideways, cm/s', 'var(--a)'],
      ['in depth, cm/s', 'var(--b)'],
    ],
    table: table(
      'Places along the side',
      ['At', 'radius mm', 'sideways cm/s', 'in depth cm/s', 'sideways g', 'in depth g'],
      rows,
    ),
    draw(size) {
      const points = (values: readonly number[]) => {
        const tops = grouped(values, size.isNarrow ? 120 : 240, (group) => Math.max(...group))
        return tops.map((y, index) => ({ x: ((index + 0.5) * durationS) / tops.length, y }))
      }
      return svg(
        {
          width: size.width,
          height: size.isNarrow ? 180 : 220,
          marginTop: 12,
          x: { domain: [0, durationS], axis: null },
          y: { domain: [0, Math.max(4, fastest, steepest) * 1.08], axis: null },
          marks: [
            ...timeAxis(durationS, size),
            Plot.gridY({ ticks: 5, stroke: 'var(--line)', strokeOpacity: 1 }),
            Plot.axisY({ ticks: 5, label: null, tickSize: 0 }),
            Plot.lineY(points(lateralVelocityCmPerS), { x: 'x', y: 'y', stroke: 'var(--a)', strokeWidth: 1.8 }),
            Plot.lineY(points(verticalVelocityCmPerS), { x: 'x', y: 'y', stroke: 'var(--b)', strokeWidth: 1.5 }),
          ],
        },
        said,
        timed(durationS, size),
      )
    },
  })
  const list = findings.map(({ severity, startS, endS, message, fix }) => {
    return `<li><b class="${severity === 'info' ? 'note' : 'fail'}">${html(severity)}</b> <span class="quiet">${clock(startS)}–${clock(endS)}</span> ${html(message)}. <em>${html(fix)}</em></li>`
  })
  return `${plot}${list.length > 0 ? `<ul class="findings">${list.join('')}</ul>` : ''}`
}

export function slug(name: string): string {
  return Array.from(name, (character) =>
    /[a-z0-9]/i.test(character) ? character : `_${character.codePointAt(0)}`,
  ).join('')
}
