import { createHash } from 'node:crypto'
import { REPORT_MARK, type ReportDocument } from '@mixwright/audio'
import { deliverySection, isKept, verdict } from './deliveries.ts'
import { graphFigure } from './graph.ts'
import { html } from './html.ts'
import { loudnessFigure, mastersFigure } from './loudness.ts'
import { clock, figure } from './numbers.ts'
import { playbackSection } from './playback.ts'
import { PLAYER_SCRIPT, playerBar } from './player.ts'
import { beginPage } from './plot.ts'
import { reductionSection } from './reductions.ts'
import { spectrogramFigure } from './spectrogram.ts'
import { BAND_SOURCE, spectrumFigure } from './spectrum.ts'
import { stemSection } from './stems.ts'
import { stereoFigure } from './stereo.ts'
import { STYLE } from './style.ts'
import { vinylFigure } from './vinyl.ts'
import { waveFigure } from './wave.ts'

/**
 * The report of a mix as one page that needs nothing but the audio files beside it. It fetches nothing, and runs no
 * script but its own, whatever the names in it hold. The same document gives the same bytes.
 */
export function reportPage(report: ReportDocument): string {
  beginPage()
  const { title, artist, variant, deliveries } = report
  const records = deliveries.filter(({ vinyl }) => vinyl !== null)
  const sections = [
    section('song', 'The song', [waveFigure(report)]),
    section('loudness', 'Loudness', [loudnessFigure(report), mastersFigure(report)]),
    section('balance', 'Balance', [
      spectrumFigure(report),
      `<p class="note">${html(BAND_SOURCE)}</p>`,
      spectrogramFigure(report),
    ]),
    section('field', 'Stereo', [stereoFigure(report)]),
    section('dynamics', 'Gain reduction', [reductionSection(report)]),
    section('strips', 'Stems', [stemSection(report)]),
    section('promises', 'Deliveries', [deliverySection(report)]),
    section('services', 'Playback', [playbackSection(report)]),
    ...(records.length > 0 ? [section('record', 'Vinyl', records.map(vinylFigure))] : []),
    section('signal', 'Signal flow', [graphFigure(report)]),
  ]
  const heading = [title, ...(artist ? [artist] : []), ...(variant ? [variant] : [])].join(' · ')
  const hash = createHash('sha256').update(PLAYER_SCRIPT).digest('base64')
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:; media-src 'self' file:; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
${REPORT_MARK}
<title>${html(heading)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#song">To the report</a>
<header>
<p class="kind">${variant ? `Variant <b>${html(variant)}</b>` : 'Mix report'}</p>
<h1>${html(title)}</h1>
${artist ? `<p class="artist">${html(artist)}</p>` : ''}
${glance(report)}
</header>
${playerBar(report)}
<nav aria-label="Sections"><ul>${sections.map(({ id, title: name }) => `<li><a href="#${id}">${name}</a></li>`).join('')}</ul></nav>
<main>
${sections.map(({ text }) => text).join('\n')}
</main>
<footer><p>Keys: <kbd>space</kbd> plays, <kbd>1</kbd> to <kbd>9</kbd> choose what is heard, <kbd>x</kbd> goes back and forth between the last two, <kbd>j</kbd> and <kbd>l</kbd> move by 5 s, <kbd>m</kbd> switches level matching. A click on a plot moves there.</p></footer>
<script>${PLAYER_SCRIPT}</script>
</body>
</html>
`
}

/** Key figures, and how deliveries stand. */
function glance({ durationS, mix, sampleRateHz, tempoBpm, deliveries, strips }: ReportDocument): string {
  const facts = [
    ['Length', clock(durationS), ''],
    ['Integrated', figure(mix.integratedLufs), 'LUFS'],
    ['Range', figure(mix.loudnessRangeLu), 'LU'],
    ['True peak', figure(mix.truePeakDbtp), 'dBTP'],
    ['Peak to loudness', figure(mix.plrLu), 'LU'],
    ['Stems', String(strips.filter(({ kind }) => kind === 'stem').length), `at ${sampleRateHz / 1000} kHz`],
    ...(tempoBpm === null ? [] : [['Tempo', figure(tempoBpm, tempoBpm % 1 === 0 ? 0 : 1), 'bpm']]),
  ]
  const figures = facts.map(
    ([name, value, unit]) => `<div><dt>${name}</dt><dd>${value} <small>${unit}</small></dd></div>`,
  )
  const failed = deliveries.filter((delivery) => !isKept(delivery))
  const isOne = deliveries.length === 1
  const said =
    failed.length > 0
      ? `${failed.length} of ${deliveries.length} ${isOne ? 'delivery' : 'deliveries'} ${failed.length === 1 ? 'misses' : 'miss'} a promise: ${failed.map(({ name }) => name).join(', ')}`
      : isOne
        ? 'The delivery keeps what it promises'
        : `All ${deliveries.length} deliveries keep what they promise`
  const overall = `<p class="overall ${failed.length === 0 ? 'good' : 'bad'}"><span aria-hidden="true">${failed.length === 0 ? '✓' : '✗'}</span> ${html(said)}</p>`
  const chips = deliveries.map((delivery) => {
    const { name, integratedLufs, truePeakDbtp } = delivery
    return `<li class="${isKept(delivery) ? 'ok' : 'bad'}"><a href="#promises"><b>${html(name)}</b> <span class="loud">${figure(integratedLufs)} <small>LUFS</small></span> <span class="peak"><small>${figure(truePeakDbtp)} dBTP</small> ${verdict(isKept(delivery))}</span></a></li>`
  })
  return `<dl class="facts">${figures.join('')}</dl>${chips.length > 0 ? `${overall}<ul class="chips" aria-label="Deliveries">${chips.join('')}</ul>` : ''}`
}

function section(id: string, title: string, parts: readonly string[]): { id: string; title: string; text: string } {
  return {
    id,
    title,
    text: `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>\n${parts.join('\n')}</section>`,
  }
}
