import { join } from 'node:path'
import { renderMix } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { noise, RATE_HZ, type Recording, readWav, writeSong } from '../_song.ts'

const SECONDS = 3
/** Silence at both ends. */
const EDGE_S = 0.25
const tone = (freqHz: number, frame: number) => Math.sin((2 * Math.PI * freqHz * frame) / RATE_HZ)
/** Comes and goes within a twentieth of a second, so that it holds nothing but its frequency. */
const swell = (frame: number, fromS = EDGE_S, toS = SECONDS - EDGE_S) => {
  const inside = Math.min(frame / RATE_HZ - fromS, toS - frame / RATE_HZ)
  return Math.sin((Math.PI / 2) * Math.max(0, Math.min(1, 20 * inside))) ** 2
}
const recording = (at: Recording['at']): Recording => ({ frames: SECONDS * RATE_HZ, channels: 2, at })

/** Bass, body and a little treble, all in the middle. */
const clean = recording(
  (frame) => swell(frame) * (0.08 * tone(80, frame) + 0.3 * tone(700, frame) + 0.01 * tone(6000, frame)),
)
/** The bass moves left and right against each other, for a second. */
const outOfPhase = recording((frame, channel) => (channel === 0 ? 0.2 : -0.2) * tone(60, frame) * swell(frame, 1, 2))
const sibilance = recording((frame) => 0.3 * tone(7000, frame) * swell(frame, 1.6, 1.8))

async function rendered(vinyl: string, recordings: Record<string, Recording>) {
  const stems = Object.keys(recordings).map((name) => `  ${name}: { file: ${name}.wav }`)
  const files = Object.fromEntries(Object.entries(recordings).map(([name, one]) => [`${name}.wav`, one]))
  const mix = `mixwright: 1\nlength: ${SECONDS} s\nstems:\n${stems.join('\n')}\ndeliver: { vinyl: { ${vinyl} } }\n`
  const folder = writeSong(mix, files)
  const { result } = await renderMix(folder)
  const [delivery] = result.deliveries
  return { folder, result, delivery: delivery!, preflight: delivery!.preflight! }
}

const END_OF_A_LONG_SIDE = 'sideLength: 24:00, sideStart: 23:57'

describe('vinyl preflight', () => {
  test('finds nothing in a clean mix', async () => {
    const { result, preflight, delivery } = await rendered('sideLength: 18:00', { clean })
    expect(result.diagnostics).toEqual([])
    expect(preflight.findings).toEqual([])
    expect(delivery.promises.every(({ ok }) => ok)).toBe(true)
    expect(preflight.cut.levelDb).toBeCloseTo(1.5, 9)
    expect(preflight.cut.highestLevelDb).toBeGreaterThan(1.5)
    expect(preflight.disc).toMatchObject({ sideLengthS: 1080, sideStartS: 0, startRadiusMm: 146.3, diameterIn: 12 })
    const { figures } = preflight
    for (const list of Object.values(figures)) {
      if (typeof list !== 'number') expect(list).toHaveLength(figures.radiusMm.length)
    }
  })

  test('finds bass out of phase, when and by how much, and nothing else', async () => {
    const { result, folder } = await rendered('sideLength: 18:00', { clean, outOfPhase })
    const found = result.diagnostics.filter(({ code }) => code !== 'ADVICE_LOWS_OUT_OF_PHASE')
    expect(found).toMatchObject([{ code: 'VINYL_LOW_SIDE', severity: 'warning', line: 6 }])
    const [finding] = result.deliveries[0]!.preflight!.findings
    expect(finding).toMatchObject({ kind: 'lowSide', unit: 'dB', limit: 0, third: 'outer' })
    expect(finding!.startS).toBeGreaterThan(0.5)
    expect(finding!.startS).toBeLessThan(1.3)
    expect(finding!.endS).toBeGreaterThan(1.7)
    expect(finding!.endS).toBeLessThan(2.5)
    const { left, right } = readWav(join(folder, 'out', 'vinyl.wav'))
    const [mid, side] = [1, -1].map((sign) => left.reduce((sum, x, n) => sum + (x + sign * right[n]!) ** 2, 0))
    expect(10 * Math.log10(side! / mid!)).toBeLessThan(-40)
  })

  test('finds sibilance at the end of a long side, and that the side is long', async () => {
    const { result, preflight } = await rendered(END_OF_A_LONG_SIDE, { clean, sibilance })
    expect(result.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['VINYL_TRACING', 'warning'],
      ['VINYL_SIDE_LENGTH', 'warning'],
    ])
    const tracing = preflight.findings.find(({ kind }) => kind === 'tracing')!
    expect(tracing).toMatchObject({ direction: 'lateral', unit: 'g', third: 'inner' })
    expect(tracing.atS).toBeGreaterThan(1.5)
    expect(tracing.atS).toBeLessThan(1.8)
    expect(tracing.sideS).toBeCloseTo(1437 + tracing.atS, 9)
    expect(tracing.radiusMm).toBeGreaterThan(60)
    expect(tracing.radiusMm).toBeLessThan(61)
    expect(tracing.value).toBeGreaterThan(tracing.limit)
    expect(tracing.limit).toBeGreaterThan(590)
    expect(tracing.limit).toBeLessThan(600)
  })

  test('finds no sibilance in the same song at the beginning of that side', async () => {
    const { preflight } = await rendered('sideLength: 24:00', { clean, sibilance })
    expect(preflight.findings.map(({ kind }) => kind)).toEqual(['sideLength'])
  })

  test('finds it no more when sibilance is held', async () => {
    const { preflight, delivery } = await rendered(`${END_OF_A_LONG_SIDE}, sibilance: firm`, { clean, sibilance })
    expect(preflight.findings.filter(({ severity }) => severity !== 'info').map(({ kind }) => kind)).toEqual([
      'sideLength',
    ])
    expect(delivery.mastering.sibilanceReductionDb).toBeGreaterThan(1)
  })

  test('finds a file that begins at full level or ends without silence, and a mix that was clipped', async () => {
    const abrupt = recording((frame) => 0.3 * tone(500, frame) * (frame < 0.15 * RATE_HZ ? 1 : swell(frame, -1, 2.95)))
    const { preflight } = await rendered('sideLength: 18:00', { abrupt })
    expect(preflight.findings).toMatchObject([
      { kind: 'edges', severity: 'info', startS: 0, endS: 0.2, limit: -60 },
      { kind: 'edges', severity: 'info', endS: SECONDS },
    ])
    const clipped = recording((frame) => Math.max(-0.5, Math.min(0.5, 0.7 * tone(200, frame) * swell(frame))))
    const bass = recording((frame) => Math.round(16_000 * tone(50, frame) * swell(frame)) / 32_768)
    const { result } = await rendered('sideLength: 18:00', { clipped })
    expect(result.diagnostics).toMatchObject([{ code: 'VINYL_CLIPPED', severity: 'warning', line: 5 }])
    expect(result.diagnostics[0]!.message).toContain('flat tops')
    const kinds = (await rendered('sideLength: 18:00', { bass })).preflight.findings.map(({ kind }) => kind)
    expect(kinds).not.toContain('clipping')
  })

  test('says why a short file that starts at full level misses the promise of mono lows', async () => {
    const noisy = noise(1, 0.2, SECONDS)
    const short: Recording = { ...noisy, frames: 0.3 * RATE_HZ }
    const { result, delivery } = await rendered('lowMono: 20 Hz', { short })
    expect(delivery.promises.find(({ name }) => name === 'lowSide')!.ok).toBe(false)
    const missed = result.diagnostics.find(({ code }) => code === 'DELIVERY_PROMISE_MISSED')!
    expect(missed.fix).toContain('silence')
  })

  test('refuses a song that runs beyond the end of its side', async () => {
    const { result } = await rendered('sideLength: 10:00, sideStart: 9:58', { clean })
    expect(result.diagnostics).toMatchObject([{ code: 'VINYL_SIDE_END', severity: 'error' }])
  })
})
