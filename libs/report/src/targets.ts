import type { ReportDelivery } from '@mixwright/audio'
import { figure } from './numbers.ts'
import { Plot } from './plot.ts'

/** Deliveries that are to be equally loud. */
export interface TargetGroup {
  targetLufs: number
  deliveries: readonly ReportDelivery[]
}

/** Room right of a plot for the names of its targets. */
export const LABEL_MARGIN = { wide: 116, narrow: 104 }
const LABEL_HEIGHT = 14
const MOST_LETTERS = { wide: 12, narrow: 7 }

/** Deliveries with a target, loudest first; those of one target together. */
export function targetGroups(deliveries: readonly ReportDelivery[]): TargetGroup[] {
  const targets = new Set(deliveries.flatMap(({ targetLufs }) => (targetLufs === null ? [] : [targetLufs])))
  return [...targets]
    .sort((a, b) => b - a)
    .map((targetLufs) => ({ targetLufs, deliveries: deliveries.filter((one) => one.targetLufs === targetLufs) }))
}

/** All names of a group and its target. */
export function targetName({ targetLufs, deliveries }: TargetGroup): string {
  return `${deliveries.map(({ name }) => name).join(', ')}: ${figure(targetLufs)} LUFS`
}

/**
 * A dashed line for each target, and its name in the margin; names of close targets move apart.
 *
 * @param luPerPixel scale of the plot
 */
export function targetMarks(
  groups: readonly TargetGroup[],
  { luPerPixel, isNarrow, colourOf }: { luPerPixel: number; isNarrow: boolean; colourOf(index: number): string },
): Plot.Markish[] {
  const letters = isNarrow ? MOST_LETTERS.narrow : MOST_LETTERS.wide
  let free = Number.POSITIVE_INFINITY
  const labels = groups.map((group) => {
    const y = Math.min(group.targetLufs, free)
    free = y - LABEL_HEIGHT * luPerPixel
    return { y, text: `${shortName(group, letters)} ${figure(group.targetLufs, 0)}` }
  })
  return groups.flatMap(({ targetLufs }, index) => [
    Plot.ruleY([targetLufs], { stroke: colourOf(index), strokeWidth: 1.6, strokeDasharray: '6 4' }),
    Plot.text([labels[index]!], {
      y: 'y',
      text: 'text',
      frameAnchor: 'right',
      textAnchor: 'start',
      dx: 6,
      fill: colourOf(index),
    }),
  ])
}

function shortName({ deliveries: [first, ...others] }: TargetGroup, most: number): string {
  const more = others.length > 0 ? ` +${others.length}` : ''
  const letters = [...first!.name]
  const room = most - more.length
  return (letters.length > room ? `${letters.slice(0, room - 1).join('')}…` : first!.name) + more
}
