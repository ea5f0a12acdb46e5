import type { ReportDocument } from '@mixwright/audio'
import { html } from './html.ts'
import { figure } from './numbers.ts'

/** The bar that plays the mix and its masters, all at the loudness of the quietest. */
export function playerBar({ mix, deliveries }: ReportDocument): string {
  const sounds = [{ ...mix, name: 'mix' }, ...deliveries]
  const known = sounds.flatMap(({ integratedLufs }) => (integratedLufs === null ? [] : [integratedLufs]))
  const quietest = Math.min(...known)
  const buttons = sounds.map(({ name, file, integratedLufs }, index) => {
    const gainDb = integratedLufs === null ? 0 : quietest - integratedLufs
    const key = index < 9 ? ` <kbd aria-hidden="true">${index + 1}</kbd>` : ''
    return `<button type="button" data-file="${html(encodeURIComponent(file))}" data-gain="${gainDb.toFixed(2)}" aria-pressed="${index === 0}">${html(name)}${key}</button>`
  })
  const note = Number.isFinite(quietest) ? ` at ${figure(quietest)} LUFS` : ''
  return `<section class="player" aria-label="Player">
<div class="line"><button type="button" id="play" aria-label="Play">▶</button>
<input id="seek" type="range" min="0" max="${mix.durationS.toFixed(2)}" step="0.01" value="0" aria-label="Position"><span id="clock">0:00</span>
<label><input type="checkbox" id="match" checked> level-matched<span class="hidden">${note}</span></label></div>
<div class="sources" role="group" aria-label="What is heard">${buttons.join('')}</div>
<p id="said" class="hidden" role="status"></p>
</section>`
}

export const PLAYER_SCRIPT = `
const $ = (id) => document.getElementById(id)
const sources = [...document.querySelectorAll('[data-file]')]
const [play, seek, clock, match, said] = ['play', 'seek', 'clock', 'match', 'said'].map($)
const players = sources.map((button) => {
  const audio = new Audio()
  audio.preload = 'none'
  audio.src = button.dataset.file
  audio.addEventListener('error', () => {
    button.disabled = true
    said.textContent = button.firstChild.textContent + ' cannot be played here'
    if (audio === players[heard]) setPlaying(false)
  })
  audio.addEventListener('ended', () => audio === players[heard] && setPlaying(false))
  return audio
})
let heard = 0, before = Math.min(1, players.length - 1), isPlaying = false
const plots = [...document.querySelectorAll('svg[data-last]')].map((svg) => {
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'line')
  line.setAttribute('class', 'cursor')
  line.setAttribute('y1', 22)
  line.setAttribute('y2', svg.viewBox.baseVal.height - 30)
  svg.append(line)
  svg.addEventListener('click', (event) => {
    const box = svg.getBoundingClientRect()
    const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width
    seekTo(((x - svg.dataset.left) / svg.dataset.inner) * svg.dataset.last)
  })
  return { line, left: +svg.dataset.left, inner: +svg.dataset.inner, last: +svg.dataset.last }
})
const lanes = [...document.querySelectorAll('[data-lane]')]
for (const lane of lanes) {
  lane.addEventListener('click', (event) => {
    const box = lane.getBoundingClientRect()
    seekTo(((event.clientX - box.left) / box.width) * lane.dataset.lane)
  })
}
function level() {
  for (const [index, audio] of players.entries()) audio.volume = match.checked ? 10 ** (sources[index].dataset.gain / 20) : 1
}
function hear(index) {
  if (!players[index] || index === heard || sources[index].disabled) return
  const atS = +seek.value
  players[heard].pause()
  before = heard
  heard = index
  for (const [other, button] of sources.entries()) button.setAttribute('aria-pressed', String(other === index))
  if (isPlaying) start(atS)
}
function start(atS) {
  const audio = players[heard]
  level()
  audio.currentTime = atS
  audio.play().catch(() => setPlaying(false))
}
function setPlaying(on) {
  isPlaying = on
  play.textContent = on ? '❚❚' : '▶'
  play.setAttribute('aria-label', on ? 'Pause' : 'Play')
  if (!on) return players[heard].pause()
  start(+seek.value >= +seek.max - 0.05 ? 0 : +seek.value)
  requestAnimationFrame(follow)
}
function seekTo(atS) {
  seek.value = Math.max(0, Math.min(+seek.max, atS))
  if (isPlaying) players[heard].currentTime = +seek.value
  show()
}
function show() {
  const atS = +seek.value
  clock.textContent = Math.floor(atS / 60) + ':' + String(Math.floor(atS % 60)).padStart(2, '0')
  seek.setAttribute('aria-valuetext', clock.textContent)
  for (const { line, left, inner, last } of plots) {
    const x = left + inner * Math.min(1, atS / last)
    line.style.visibility = atS > 0 ? 'visible' : 'hidden'
    line.setAttribute('x1', x)
    line.setAttribute('x2', x)
  }
  for (const lane of lanes) {
    lane.classList.toggle('at', atS > 0)
    lane.style.setProperty('--at', 100 * Math.min(1, atS / lane.dataset.lane) + '%')
  }
}
function follow() {
  if (!isPlaying) return
  if (!players[heard].seeking && players[heard].readyState > 1) seek.value = players[heard].currentTime
  show()
  requestAnimationFrame(follow)
}
sources.forEach((button, index) => button.addEventListener('click', () => hear(index)))
play.addEventListener('click', () => setPlaying(!isPlaying))
seek.addEventListener('input', () => seekTo(+seek.value))
match.addEventListener('change', level)
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('summary')) return
  const key = event.key.toLowerCase()
  if (key >= '1' && key <= '9') hear(key - 1)
  else if (key === 'x') hear(before)
  else if (key === 'm') { match.checked = !match.checked; level() }
  else if (key === 'j' || key === 'l') seekTo(+seek.value + (key === 'j' ? -5 : 5))
  else if (key === ' ' && !event.target.matches('button, input[type=checkbox]')) { event.preventDefault(); setPlaying(!isPlaying) }
})
show()
`
