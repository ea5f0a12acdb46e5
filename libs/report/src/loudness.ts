import type { ReportDocument, ReportSound } from '@mixwright/audio'
import { drawFigure } from './figure.ts'
import { table } from './html.ts'
import { clock, figure, grouped, most, present, signed } from './numbers.ts'
import { MARGIN, Plot, type Size, sectionMarks, svg, timeAxis, timed } from './plot.ts'
import { LABEL_MARGIN, targetGroups, targetMarks, targetName } from './targets.ts'
import { partsOf } from './wave.ts'

const FLOOR_LUFS = -48
const MASTERS_FLOOR_LUFS = -36
const TALL = { wide: 260, narrow: 210 }
const [ABOVE, BELOW] = [24, 30]
const COLOURS = ['var(--a)', 'var(--b)', 'var(--d)', 'var(--c)']

/** Loudness of the mix over time, and what its masters are to come to. */
export function loudnessFigure({ sections, mix, deliveries }: ReportDocument): string {
  const { loudness, durationS, integratedLufs, shortTermMaxLufs, loudnessRangeLu } = mix
  const { stepS, momentaryLufs, shortTermLufs } = loudness
  const groups = targetGroups(deliveries)
  const aims = groups.length === 0 ? '' : ` Targets: ${groups.map(targetName).join('; ')}.`
  const summary = `The mix: ${figure(integratedLufs)} LUFS integrated, at most ${figure(shortTermMaxLufs)} LUFS over 3 s, a range of ${figure(loudnessRangeLu)} LU.${aims}`
  const rows = partsOf(sections, durationS).map((part) => {
    const of = (series: readonly (number | null)[]) => {
      return figure(most(series.slice(Math.floor(part.startS / stepS), Math.ceil(part.endS / stepS))))
    }
    return [part.name, clock(part.startS), of(momentaryLufs), of(shortTermLufs)]
  })
  const targets = groups.map(({ targetLufs }) => targetLufs)
  const top = Math.ceil((Math.max(-12, ...targets, ...present(momentaryLufs)) + 1) / 3) * 3
  return drawFigure({
    id: 'loudness-mix',
    title: 'Loudness of the mix, and the targets of its masters',
    summary,
    legend: [
      ['momentary, 0.4 s', 'var(--a-soft)'],
      ['short-term, 3 s', 'var(--a)'],
      ['integrated so far', 'var(--b)'],
      ...groups.map((group) => [`target of ${targetName(group)}`, 'var(--c)', true] as const),
    ],
    table: table('Highest loudness of the mix in each part, LUFS', ['Part', 'from', 'momentary', 'short-term'], rows),
    draw: (size) => {
      const points = pointsOf(mix, size, FLOOR_LUFS)
      const marks = [
        Plot.areaY(points(momentaryLufs), { x: 'x', y1: FLOOR_LUFS, y2: 'y', fill: 'var(--a-soft)' }),
        Plot.lineY(points(shortTermLufs), { x: 'x', y: 'y', stroke: 'var(--a)', strokeWidth: 2 }),
        Plot.lineY(points(loudness.integratedLufs), { x: 'x', y: 'y', stroke: 'var(--b)', strokeWidth: 2 }),
        ...targetMarks(groups, { ...scaleOf(size, top - FLOOR_LUFS), colourOf: () => 'var(--c)' }),
      ]
      return draw(marks, { size, summary, sections, durationS, domain: [FLOOR_LUFS, top] })
    },
  })
}

/** Loudness of every master that has a target, against it; nothing where none has one. */
export function mastersFigure({ sections, deliveries }: ReportDocument): string {
  const groups = targetGroups(deliveries)
  const aimed = groups.flatMap((group) => group.deliveries)
  if (aimed.length === 0) return ''
  const durationS = Math.max(...aimed.map((one) => one.durationS))
  const furthest = aimed.toSorted((a, b) => offBy(b) - offBy(a))[0]!
  const said =
    offBy(furthest) < 0.1
      ? 'Each comes within 0.1 LU of its target.'
      : `Furthest from its target is ${furthest.name}: ${figure(furthest.integratedLufs)} LUFS, where ${figure(furthest.targetLufs)} LUFS is asked for.`
  const summary = `Short-term loudness of each master. ${said}`
  const rows = aimed.map(({ name, targetLufs, integratedLufs, shortTermMaxLufs, loudnessRangeLu }) => [
    name,
    figure(targetLufs),
    figure(integratedLufs, 2),
    integratedLufs === null ? '–' : signed(integratedLufs - targetLufs!, 2),
    figure(shortTermMaxLufs),
    figure(loudnessRangeLu),
  ])
  const colourOf = (index: number) => COLOURS[index % COLOURS.length]!
  const levels = aimed.flatMap(({ loudness }) => present(loudness.shortTermLufs))
  const top = Math.ceil((levels.reduce((a, b) => Math.max(a, b), groups[0]!.targetLufs) + 1) / 3) * 3
  return drawFigure({
    id: 'loudness-masters',
    title: 'Loudness of the masters against their targets',
    summary,
    legend: groups.flatMap((group, index) => [
      [group.deliveries.map(({ name }) => name).join(', '), colourOf(index)] as const,
      [`target, ${figure(group.targetLufs)} LUFS`, colourOf(index), true] as const,
    ]),
    table: table(
      'Masters and their targets',
      ['Master', 'target LUFS', 'is LUFS', 'off by LU', 'short-term at most LUFS', 'range LU'],
      rows,
    ),
    draw: (size) => {
      const lines = groups.flatMap(({ deliveries: ones }, index) =>
        ones.map((one) =>
          Plot.lineY(pointsOf(one, size, MASTERS_FLOOR_LUFS)(one.loudness.shortTermLufs), {
            x: 'x',
            y: 'y',
            stroke: colourOf(index),
            strokeWidth: 1.8,
          }),
        ),
      )
      const marks = [...lines, ...targetMarks(groups, { ...scaleOf(size, top - MASTERS_FLOOR_LUFS), colourOf })]
      return draw(marks, { size, summary, sections, durationS, domain: [MASTERS_FLOOR_LUFS, top] })
    },
  })
}

function offBy({ integratedLufs, targetLufs }: ReportDocument['deliveries'][number]): number {
  return Math.abs((integratedLufs ?? Number.NEGATIVE_INFINITY) - targetLufs!)
}

/** Points of a series of a sound, each the largest of its neighbours. */
function pointsOf({ loudness: { stepS } }: ReportSound, { isNarrow }: Size, floorLufs: number) {
  return (series: readonly (number | null)[]) => {
    const tops = grouped(series, isNarrow ? 160 : 420, most)
    return tops.map((lufs, index) => ({
      x: ((index + 1) * stepS * series.length) / tops.length,
      y: lufs === null ? null : Math.max(floorLufs, lufs),
    }))
  }
}

function scaleOf({ isNarrow }: Size, rangeLu: number) {
  return { isNarrow, luPerPixel: rangeLu / ((isNarrow ? TALL.narrow : TALL.wide) - ABOVE - BELOW) }
}

function draw(
  marks: readonly Plot.Markish[],
  {
    size,
    summary,
    sections,
    durationS,
    domain,
  }: { size: Size; summary: string; sections: ReportDocument['sections']; durationS: number; domain: number[] },
): string {
  const marginRight = size.isNarrow ? LABEL_MARGIN.narrow : LABEL_MARGIN.wide
  const inside = { ...size, width: size.width - marginRight + MARGIN.right }
  return svg(
    {
      width: size.width,
      height: size.isNarrow ? TALL.narrow : TALL.wide,
      marginTop: ABOVE,
      marginBottom: BELOW,
      marginRight,
      x: { domain: [0, durationS], axis: null },
      y: { domain, axis: null },
      marks: [
        ...timeAxis(durationS, inside),
        Plot.gridY({ interval: 6, stroke: 'var(--line)', strokeOpacity: 1 }),
        Plot.axisY({ interval: 6, label: null, tickSize: 0 }),
        ...marks,
        ...sectionMarks(sections, durationS, inside),
      ],
    },
    summary,
    timed(durationS, inside),
  )
}
