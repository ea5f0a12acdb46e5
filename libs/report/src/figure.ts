import { html } from './html.ts'
import { SIZES, type Size } from './plot.ts'

/** A plot with all that makes it readable without seeing it. */
export interface Figure {
  id: string
  title: string
  /** What the plot shows, in a sentence or two. */
  summary: string
  draw(size: Size): string
  /** Keys of the colours in it. */
  legend?: readonly (readonly [name: string, colour: string, isDashed?: boolean])[]
  /** The numbers, as HTML. */
  table: string
}

export function drawFigure({ id, title, summary, draw, legend = [], table }: Figure): string {
  const [wide, narrow] = SIZES.map(draw) as [string, string]
  const keys = legend.map(([name, colour, isDashed]) => {
    return `<li><i class="key${isDashed ? ' dashed' : ''}" style="--key:${colour}"></i>${html(name)}</li>`
  })
  return `<figure id="${id}"><h3>${html(title)}</h3>
${keys.length > 0 ? `<ul class="legend">${keys.join('')}</ul>` : ''}
<div class="wide">${wide}</div><div class="narrow">${narrow}</div>
<figcaption>${html(summary)}</figcaption>
<details><summary>Numbers<span class="hidden"> of: ${html(title)}</span></summary>${table}</details></figure>`
}
