import { createHash } from 'node:crypto'
import type { Section } from '@mixwright/project'
import type { Change } from './change.ts'
import { bandPlot, type LoudnessCourses, loudnessPlot } from './compare-plots.ts'
import { html } from './html.ts'
import { PLAYER_SCRIPT } from './player-script.ts'
import type { ComparedAudio, SoundDocument } from './sound-document.ts'
import { audioTexts, nullText, type SoundTable, soundTables } from './sound-tables.ts'

/** What the page shows. */
export interface ComparePage {
  /** What the song is called. */
  title: string
  /** Names of the revisions. */
  from: string
  to: string
  changes: readonly Change[]
  document: SoundDocument
  /** Paths as they lead from the page to the files. */
  audio: ComparedAudio
  courses: LoudnessCourses
  /** Of the later revision. */
  sections: readonly Section[]
}

/**
 * One page to look at and to listen to: changes in words, figures, plots, and both mixes with their difference. It needs
 * nothing but the audio files beside it, and runs no script but its own, whatever the song's names hold.
 */
export function comparePage(page: ComparePage): string {
  const { title, from, to, changes, document, courses, sections } = page
  const { mix } = document.sound
  const heading = `${title}: ${from} → ${to}`
  const scriptHash = createHash('sha256').update(PLAYER_SCRIPT).digest('base64')
  const body = [
    `<h1>${html(title)}</h1>`,
    `<p><b class="a">A</b> ${html(from)} → <b class="b">B</b> ${html(to)}</p>`,
    player(page.audio),
    loudnessPlot(courses, sections),
    ...(mix.from && mix.to && mix.delta
      ? [bandPlot({ from: mix.from.bandsDb, to: mix.to.bandsDb, delta: mix.delta.bandsDb })]
      : []),
    `<h2>Changes</h2>`,
    changes.length === 0 ? '<p>none</p>' : `<ul>${changes.map(({ text }) => `<li>${html(text)}</li>`).join('')}</ul>`,
    ...soundTables(document).map(table),
    ...[nullText(document), ...document.notes].map((text) => `<p>${html(text)}</p>`),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="script-src 'sha256-${scriptHash}'; object-src 'none'; base-uri 'none'; form-action 'none'">
<title>${html(heading)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body.join('\n')}
</main>
<script>${PLAYER_SCRIPT}</script>
</body>
</html>
`
}

function player(audio: ComparedAudio): string {
  const files = [
    ['a', 'A', audio.from.file],
    ['b', 'B', audio.to.file],
    ['difference', 'A − B', audio.difference.file],
  ] as const
  const sources = files.map(([id, , file]) => {
    return `<audio id="audio-${id}" preload="auto" src="${html(encodeURI(file))}"></audio>`
  })
  const buttons = files.map(
    ([id, name]) => `<button type="button" data-hear="${id}" aria-pressed="false">${name}</button>`,
  )
  return `<section class="player" aria-label="Listen">
${sources.join('\n')}
<button type="button" id="play">Play</button>
${buttons.join('\n')}
<input id="seek" type="range" min="0" max="0" step="0.01" value="0" aria-label="Position"><span id="clock">0:00</span>
<p class="small">Keys: space plays, a, b and d switch. A and B are at one loudness. ${audioTexts(audio).map(html).join(' · ')}</p>
</section>`
}

function table({ title, heads, rows, wordColumns }: SoundTable): string {
  const cell = (tag: string) => (text: string, column: number) => {
    return `<${tag}${column < wordColumns ? '' : ' class="figure"'}>${html(text)}</${tag}>`
  }
  const body = rows.map((row) => `<tr>${row.map(cell('td')).join('')}</tr>`)
  const heading = title.charAt(0).toUpperCase() + title.slice(1)
  return `<h2>${html(heading)}</h2>
<div class="wide"><table><thead><tr>${heads.map(cell('th')).join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1b1f; --paper: #fcfcfd; --faint: #d9d9e0; --quiet: #62626d; --a: #1769c2; --b: #c2410c }
@media (prefers-color-scheme: dark) { :root { --ink: #ececf1; --paper: #16161a; --faint: #34343d; --quiet: #a0a0ac; --a: #6cb2ff; --b: #ff9a62 } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem }
h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }
b.a { color: var(--a) } b.b { color: var(--b) }
.player { position: sticky; top: 0; background: var(--paper); border-bottom: 1px solid var(--faint); padding: .75rem 0; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center }
.player p { width: 100%; margin: 0 } #seek { flex: 1; min-width: 12rem }
button { font: inherit; padding: .3rem .9rem; border: 1px solid var(--faint); border-radius: .4rem; background: none; color: inherit }
button[aria-pressed=true] { background: var(--ink); color: var(--paper) }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--faint); vertical-align: top }
.figure { text-align: right; white-space: nowrap } .small, figcaption { font-size: .85rem; color: var(--quiet) }
figure { margin: 1.25rem 0; overflow-x: auto } svg { width: 100%; min-width: 44rem; height: auto; font: 11px system-ui, sans-serif }
#loudness { cursor: crosshair }
svg text { fill: var(--quiet) } .tick { text-anchor: middle } .level { text-anchor: end }
.grid, .mark { stroke: var(--faint) } .cursor { stroke: var(--ink) }
polyline { fill: none; stroke-width: 1.5 } polyline.a { stroke: var(--a) } polyline.b { stroke: var(--b) }
rect.a { fill: var(--a) } rect.b { fill: var(--b) }
`
