import type { ReportDocument, ReportPlayback } from '@mixwright/audio'
import { html, table } from './html.ts'
import { type Lane, laneList } from './lanes.ts'
import { figure, present, signed } from './numbers.ts'

/** A gain that nobody sees on the scale. dB */
const LEAST_DB = 0.05
const STEP_LU = 3

/** What services will do to each delivery: from how loud it is to how loud it is heard. */
export function playbackSection({ deliveries }: ReportDocument): string {
  const played = deliveries.flatMap((delivery) => delivery.playback.map((playback) => ({ delivery, playback })))
  if (played.length === 0) return '<p>No delivery goes to a service that levels.</p>'
  const rows = played.map(({ delivery: { name }, playback }) => [
    `${name} on ${playback.player}`,
    figure(playback.targetLufs, 0),
    signed(playback.gainDb),
    figure(playback.integratedLufs),
    figure(playback.truePeakDbtp),
    figure(playback.limiterDb),
  ])
  const heads = ['Delivery', 'plays at LUFS', 'gain dB', 'heard at LUFS', 'true peak dBTP', 'its limiter dB']
  const levels = present(played.flatMap(({ delivery, playback }) => [delivery.integratedLufs, playback.integratedLufs]))
  const [low, high] = [
    STEP_LU * Math.floor((Math.min(-20, ...levels) - 1) / STEP_LU),
    STEP_LU * Math.ceil((Math.max(-10, ...levels) + 1) / STEP_LU),
  ]
  const placeOf = (lufs: number) => (lufs - low) / (high - low)
  const lanes = played.map(({ delivery: { name, integratedLufs }, playback }): Lane => {
    const { player, integratedLufs: heardLufs } = playback
    return {
      name: player,
      about: `plays ${name}`,
      drawn: way({
        from: integratedLufs === null ? null : placeOf(integratedLufs),
        to: heardLufs === null ? null : placeOf(heardLufs),
        label: `${name} on ${player}: ${whatHappens(playback)}, heard at ${figure(heardLufs)} LUFS`,
      }),
      figure: `${figure(heardLufs)} LUFS`,
      unit: whatHappens(playback),
    }
  })
  const count = Math.round((high - low) / STEP_LU)
  const ticks = Array.from({ length: count + 1 }, (_, index) => ({
    text: figure(low + STEP_LU * index, 0),
    at: index / count,
  }))
  return `<figure id="playback"><h3>What listeners hear</h3>
<ul class="legend"><li><i class="key ring"></i>loudness of the file</li><li><i class="key dot"></i>as it is heard</li></ul>
<p class="lead">${html(inWords(played))}</p>
${laneList(lanes, ticks)}
<details><summary>Numbers<span class="hidden"> of playback</span></summary>${table('What services do to each delivery', heads, rows)}</details></figure>`
}

function inWords(played: readonly { delivery: { name: string }; playback: ReportPlayback }[]): string {
  const sorted = played.toSorted((a, b) => a.playback.gainDb - b.playback.gainDb)
  const [first, last] = [sorted[0]!, sorted.at(-1)!]
  const down =
    first.playback.gainDb < -LEAST_DB
      ? `${first.playback.player} turns ${first.delivery.name} down most: by ${figure(-first.playback.gainDb)} dB.`
      : 'No service turns any delivery down.'
  const { limiterDb, gainDb, player } = last.playback
  if (gainDb <= LEAST_DB) return down
  const limited = limiterDb > LEAST_DB ? `, and limits its peaks by up to ${figure(limiterDb)} dB` : ''
  return `${down} ${player} turns ${last.delivery.name} up by ${figure(gainDb)} dB${limited}.`
}

function whatHappens({ gainDb, limiterDb }: ReportPlayback): string {
  if (Math.abs(gainDb) <= LEAST_DB) return 'as it is'
  return `${signed(gainDb)} dB${limiterDb > LEAST_DB ? ', limited' : ''}`
}

/** From a ring to a dot, at their parts of the width. */
function way({ from, to, label }: { from: number | null; to: number | null; label: string }): string {
  const at = (part: number) => `left:${(100 * part).toFixed(2)}%`
  const both = from !== null && to !== null
  const line = both
    ? `<i class="way" style="${at(Math.min(from, to))};width:${(100 * Math.abs(from - to)).toFixed(2)}%"></i>`
    : ''
  const ring = from === null ? '' : `<i class="from" style="${at(from)}"></i>`
  const dot = to === null ? '' : `<i class="to" style="${at(to)}"></i>`
  return `<span class="span" role="img" aria-label="${html(label)}">${line}${ring}${dot}</span>`
}
