import { html } from './html.ts'
import { clock } from './numbers.ts'
import { timeTicks } from './plot.ts'

/** A row of a list that is read from left to right: whose it is, a small picture, a figure. */
export interface Lane {
  name: string
  about: string
  /** The picture, as HTML. */
  drawn: string
  figure: string
  unit: string
}

/** Ticks under lanes, each at its part of the width. */
export interface LaneTick {
  text: string
  /** 0 … 1. */
  at: number
}

/** Lanes below each other with one axis under all. Those over time follow the player, and a click moves it. */
export function laneList(lanes: readonly Lane[], ticks: readonly LaneTick[], lastS?: number): string {
  if (lanes.length === 0) return ''
  const time = lastS === undefined ? '' : ` data-lane="${lastS}"`
  const rows = lanes.map(({ name, about, drawn, figure, unit }) => {
    return `<li><span class="who"><b>${html(name)}</b> <small>${html(about)}</small></span><span class="lane"${time}>${drawn}</span><span class="n"><b>${html(figure)}</b> <small>${html(unit)}</small></span></li>`
  })
  const labels = ticks.map(({ text, at }) => {
    const side = at < 0.02 ? ' class="first"' : at > 0.97 ? ' class="last"' : ''
    return `<span${side} style="left:${(100 * at).toFixed(2)}%">${html(text)}</span>`
  })
  return `<ol class="lanes">${rows.join('')}</ol><div class="axis" aria-hidden="true"><span class="ticks">${labels.join('')}</span></div>`
}

/** Width of a lane on a phone, for which the ticks have to be few enough. CSS pixels */
const NARROW_LANE = 400

export function timeLaneTicks(durationS: number): LaneTick[] {
  return timeTicks(durationS, NARROW_LANE).map((atS) => ({ text: clock(atS), at: atS / durationS }))
}
