/** Colours are chosen for both schemes; every text has a contrast of 4.5 or more against what lies under it. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #f7f6f9; --card: #ffffff; --ink: #1b1822; --quiet: #5c5767; --line: #e4e1ea; --accent: #5b3bd0; --a: #2f62c9; --a-soft: #b9cdf4; --b: #b84a08; --c: #0d7a4a; --d: #9b2d86; --band: #dcd8e6; --good: #0b6b40; --good-paper: #e2f5ea; --bad: #ab1d16; --bad-paper: #fde8e6 }
@media (prefers-color-scheme: dark) { :root { --paper: #121016; --card: #1b1821; --ink: #f1eef7; --quiet: #aea8ba; --line: #322d3c; --accent: #b3a1ff; --a: #7fb0ff; --a-soft: #33487a; --b: #ffa468; --c: #5ed49c; --d: #f08bdc; --band: #3a3546; --good: #74dfab; --good-paper: #15301f; --bad: #ff9c92; --bad-paper: #3d1916 } }
* { box-sizing: border-box }
html { scroll-behavior: smooth; scroll-padding-top: 7.5rem }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere }
header, main, nav, footer, .player > * { max-width: 70rem; margin: 0 auto; padding: 0 1rem }
header { padding-top: 2.5rem }
.kind { margin: 0; color: var(--accent); font-size: .85rem; font-weight: 600; letter-spacing: .04em }
h1 { font-size: clamp(2rem, 6vw, 3.4rem); line-height: 1.05; letter-spacing: -.03em; margin: .2rem 0 }
h2 { font-size: 1.6rem; letter-spacing: -.02em; margin: 3rem 0 1rem } h3 { font-size: 1.05rem; margin: 0 0 .4rem }
.artist { margin: 0; color: var(--quiet); font-size: 1.15rem }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); margin: 1.6rem 0 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; overflow: hidden }
.facts div { padding: .8rem 1rem; box-shadow: 1px 1px 0 var(--line) } dt { color: var(--quiet); font-size: .82rem } dd { margin: 0; font-size: 1.5rem; font-weight: 650; letter-spacing: -.02em; white-space: nowrap } dd small { font-size: .8rem; font-weight: 400; letter-spacing: 0; color: var(--quiet) }
.overall { display: flex; gap: .6rem; align-items: baseline; margin: 0 0 .7rem; padding: .6rem 1rem; border-radius: 12px; font-size: 1.1rem; font-weight: 650 } .overall.good { color: var(--good); background: var(--good-paper) } .overall.bad { color: var(--bad); background: var(--bad-paper) }
.chips { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 10.4rem), 1fr)); gap: .6rem; margin: 0 0 1.6rem; padding: 0 }
.chips a { display: flex; flex-direction: column; justify-content: space-between; height: 100%; padding: .6rem .85rem; border-radius: 12px; text-decoration: none; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--good) } .chips .bad a { border-left-color: var(--bad) } .chips a:hover { border-color: var(--accent) } .chips small { color: var(--quiet); font-weight: 400; font-size: .8rem } .chips b { font-weight: 600 } .chips .peak { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .5rem; align-items: baseline; white-space: nowrap } .chips .loud { display: block; line-height: 1.3; font-size: 1.35rem; font-weight: 650; letter-spacing: -.02em; white-space: nowrap }
.pass { color: var(--good); font-weight: 600; font-size: .85rem; white-space: nowrap } .fail { color: var(--bad); font-weight: 600; font-size: .85rem; white-space: nowrap }
.player { position: sticky; top: 0; z-index: 2; background: var(--card); border-block: 1px solid var(--line); padding: .5rem 0 }
.line { display: flex; align-items: center; gap: .7rem } #seek { flex: 1; min-width: 4rem; accent-color: var(--accent) } #clock { min-width: 2.6rem; text-align: right }
.line label { font-size: .85rem; white-space: nowrap; color: var(--quiet) } input[type=checkbox] { accent-color: var(--accent) }
.sources { display: flex; gap: .4rem; margin-top: .4rem !important; overflow-x: auto; scrollbar-width: thin }
button { font: inherit; font-size: .9rem; color: var(--ink); background: none; border: 1px solid var(--line); border-radius: 8px; padding: .25rem .7rem; cursor: pointer; white-space: nowrap }
button[aria-pressed=true] { background: var(--accent); border-color: var(--accent); color: var(--card) } button:disabled { opacity: .5; cursor: default }
#play { width: 2.6rem; height: 2.6rem; padding: 0; border-radius: 50%; background: var(--accent); color: var(--card); border: 0; flex: none }
kbd { font: .75em ui-monospace, monospace; border: 1px solid currentColor; border-radius: 4px; padding: 0 .3em; opacity: 1 }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; padding: 0; margin: 1rem 0 0 } nav a, .skip { color: var(--accent) }
.skip { position: absolute; left: -99rem } .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .3rem .8rem; z-index: 3 }
figure, .card { margin: 0 0 1rem; padding: 1.1rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; min-width: 0 }
figcaption, .lead, .note { color: var(--quiet); font-size: .92rem; margin: .5rem 0 } .lead { margin-top: 0 } .note { max-width: 52rem; margin: .2rem 0 1.4rem }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 0 0 .4rem; padding: 0; font-size: .85rem; color: var(--quiet) }
.key { display: inline-block; width: .8rem; height: .8rem; border-radius: 3px; margin-right: .4rem; vertical-align: -1px; background: var(--key) } .key.dashed { height: 0; border-top: 3px dashed var(--key); background: none; border-radius: 0; vertical-align: 3px; width: 1.2rem }
.drawn { display: block; width: 100%; height: auto; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: currentColor; color: var(--quiet); cursor: crosshair; overflow: visible } .drawn text { white-space: pre } #spectrum .drawn { cursor: default }
.narrow { display: none } .cursor { stroke: var(--ink); stroke-width: 1.2 }
image { image-rendering: auto }
details { margin-top: .5rem; font-size: .92rem } summary { cursor: pointer; color: var(--accent); width: fit-content }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% } caption { text-align: left; color: var(--quiet); font-size: .85rem; padding: .3rem 0 }
th, td { text-align: left; font-weight: 400; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word } thead th { color: var(--quiet); font-size: .85rem } .n { text-align: right; white-space: nowrap } th:last-child, td:last-child { padding-right: 0 } td small, th small { color: var(--quiet) }
#flow td { white-space: normal; text-align: left } #flow thead th { text-align: left }
.lanes { list-style: none; margin: 0; padding: 0 } .lanes li, .axis { display: grid; grid-template-columns: 11rem minmax(0, 1fr) 9.5rem; gap: .8rem; align-items: center } .lanes li { padding: .4rem 0; border-top: 1px solid var(--line); line-height: 1.3 }
.lanes small { color: var(--quiet) } .who small, .lanes .n small { display: block } .lane { position: relative; display: block; background: var(--paper); border-radius: 4px; overflow: hidden } .lane[data-lane] { cursor: crosshair } .lane.at::after { content: ""; position: absolute; inset: 0 auto 0 var(--at); border-left: 1.2px solid var(--ink) }
.spark { display: block; width: 100%; height: 32px } .spark + .spark { height: 8px; border-top: 1px solid var(--line) } .octaves { display: block; width: 100%; height: 45px } .octaves .rules { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke }
.axis { color: var(--quiet); font-size: .75rem; padding-top: .15rem } .ticks { grid-column: 2; position: relative; display: block; height: 1.2em } .ticks span { position: absolute; transform: translateX(-50%); white-space: nowrap } .ticks .first { transform: none } .ticks .last { transform: translateX(-100%) }
.span { display: block; position: relative; height: 28px } .span i { position: absolute; top: 50% } .span .way { height: 4px; margin-top: -2px; background: var(--band) } .span .from, .span .to { width: 14px; height: 14px; margin: -7px 0 0 -7px; border-radius: 50% } .span .from { border: 2px solid var(--quiet) } .span .to { width: 10px; height: 10px; margin: -5px 0 0 -5px; background: var(--c) } .octaves .rules { opacity: .6 } .key.dot { width: 10px; height: 10px; border-radius: 50%; background: var(--c) } .key.ring { border: 2px solid var(--quiet); border-radius: 50%; background: none }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 1rem } .cards .card { margin: 0 }
.findings { padding-left: 1.1rem; font-size: .95rem } .findings li { margin: .4rem 0 } .findings em { color: var(--quiet); font-style: normal } .findings .note { font-size: .85rem; color: var(--accent) } .quiet { color: var(--quiet) }
.flow { display: block; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif } .flow text { fill: var(--ink) } .flow .works, .flow .head { fill: var(--quiet) } .flow .works { font-size: 10.5px } .flow .name { font-weight: 600 } .flow .head { font-weight: 600 }
.flow rect { fill: var(--card); stroke: var(--quiet); stroke-width: 1.2 } .flow rect.stem { stroke: var(--a) } .flow rect.bus, .flow rect.return { stroke: var(--d) } .flow rect.mix, .flow rect.master { stroke: var(--accent); stroke-width: 2 } .flow rect.delivery { stroke: var(--c) }
.flow path { fill: none; stroke: var(--quiet); stroke-width: 1.1; opacity: .55 } .flow path.send { stroke: var(--d); stroke-dasharray: 5 4 } .flow path.key { stroke: var(--b); stroke-dasharray: 1.5 3; opacity: 1 }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
footer { padding-top: 1.5rem; padding-bottom: 3rem; color: var(--quiet); font-size: .88rem }
@media (max-width: 44rem) { figure, .card { padding: .9rem .75rem } .wide { display: none } .narrow { display: block } .lanes li { grid-template-columns: minmax(0, 1fr) auto; gap: .2rem .8rem } .axis { grid-template-columns: minmax(0, 1fr) } .lane, .ticks { grid-column: 1 / -1 } .lane { grid-row: 2 } th, td { padding-right: .4rem } .card td small { display: none } h2 { margin-top: 2.2rem } header { padding-top: 1.6rem } dd { font-size: 1.3rem } .facts { grid-template-columns: 1fr 1fr } .facts div:last-child:nth-child(odd) { grid-column: 1 / -1 } .chips { grid-template-columns: 1fr 1fr } }
@media print { .player, nav, .skip { display: none } figure, .card { break-inside: avoid } }
`
