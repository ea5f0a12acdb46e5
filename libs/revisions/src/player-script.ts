/**
 * Plays A, B and their difference side by side, all but one of them muted, so that switching keeps the position. It
 * reads nothing but the elements of its page.
 */
export const PLAYER_SCRIPT = `
const players = Object.fromEntries(['a', 'b', 'difference'].map((name) => [name, document.getElementById('audio-' + name)]))
const buttons = [...document.querySelectorAll('button[data-hear]')]
const play = document.getElementById('play')
const seek = document.getElementById('seek')
const clock = document.getElementById('clock')
const plot = document.getElementById('loudness')
const cursor = plot && plot.querySelector('.cursor')
let heard = 'a'
let isPlaying = false

const all = () => Object.values(players)
const active = () => players[heard]
const length = () => Math.max(0, ...all().map((player) => (Number.isFinite(player.duration) ? player.duration : 0)))

function hear(name) {
  const atS = active().currentTime
  heard = name
  for (const [other, player] of Object.entries(players)) player.muted = other !== name
  if (Math.abs(active().currentTime - atS) > 0.01) active().currentTime = atS
  for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.hear === name))
}

function seekTo(atS) {
  for (const player of all()) player.currentTime = Math.min(atS, length())
  show()
}

async function setPlaying(on) {
  isPlaying = on
  play.textContent = on ? 'Pause' : 'Play'
  if (!on) return all().forEach((player) => player.pause())
  const atS = active().ended ? 0 : active().currentTime
  seekTo(atS)
  await Promise.allSettled(all().map((player) => player.play()))
  show()
}

function show() {
  const atS = active().currentTime
  seek.max = String(length())
  seek.value = String(atS)
  clock.textContent = Math.floor(atS / 60) + ':' + String(Math.floor(atS % 60)).padStart(2, '0')
  if (cursor) {
    const { left, width, last } = plot.dataset
    const x = Number(left) + Number(width) * Math.min(1, atS / Number(last))
    cursor.setAttribute('x1', x)
    cursor.setAttribute('x2', x)
  }
  if (isPlaying) requestAnimationFrame(show)
}

for (const button of buttons) button.addEventListener('click', () => hear(button.dataset.hear))
for (const player of all()) {
  player.addEventListener('loadedmetadata', show)
  player.addEventListener('ended', () => player === active() && setPlaying(false))
}
play.addEventListener('click', () => setPlaying(!isPlaying))
seek.addEventListener('input', () => seekTo(Number(seek.value)))
if (plot) {
  plot.addEventListener('click', (event) => {
    const { left, width, last } = plot.dataset
    const box = plot.getBoundingClientRect()
    const x = ((event.clientX - box.left) / box.width) * plot.viewBox.baseVal.width
    seekTo(Math.max(0, Math.min(1, (x - Number(left)) / Number(width))) * Number(last))
  })
}
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const name = { a: 'a', b: 'b', d: 'difference' }[event.key.toLowerCase()]
  if (name) hear(name)
  else if (event.key === ' ' && event.target.tagName !== 'BUTTON') {
    event.preventDefault()
    setPlaying(!isPlaying)
  }
})
hear('a')
`
