import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareWavs, withStaging } from '@mixwright/session'
import { describe, expect, test } from 'vitest'
import { noise, RATE_HZ, type Recording, readWav, sine, temporaryFolder, writeSong } from '../../../test/_song.ts'
import { matchingGains } from '../src/compared-audio.ts'
import {
  type Change,
  type ComparedAudio,
  compareSound,
  type SoundOptions,
  soundTables,
  writeComparedAudio,
} from '../src/index.ts'

interface Versions {
  from: string
  to: string
  /** The song's folder, where renders are remembered. */
  folder: string
}

/** Two versions of a song in folders of their own. */
function versions(
  from: string,
  to: string,
  recordings: Record<string, Recording>,
  later: Record<string, Recording> = recordings,
): Versions {
  return { from: writeSong(from, recordings), to: writeSong(to, later), folder: temporaryFolder() }
}

async function compare({ from, to, folder }: Versions, options: Partial<SoundOptions> = {}) {
  const side = (name: string, path: string) => ({ name, mixFile: join(path, 'mix.yaml') })
  const compared = await compareSound(side('a', from), side('b', to), { folder, jobs: 1, causes: false, ...options })
  expect(compared.diagnostics.filter(({ code }) => !code.startsWith('ADVICE_'))).toEqual([])
  return { document: compared.document!, mixes: compared.mixes! }
}

const song = (stems: string, rest = '') => `mixwright: 1\nstems:\n${stems}${rest}`
const SECONDS = 0.5
const SILENCE = { residualPeakDbfs: -Infinity, residualRmsDbfs: -Infinity }
/** An amplitude 140 dB under full scale. */
const MINUS_140_DB = 1e-7

describe('compared sound', () => {
  test('a fader raised by 1.5 dB raises its stem by 1.5 dB ±0.02, and nothing else; the null is that stem scaled, and A and B have one loudness', async () => {
    const [tone, other] = [sine(1000, 0.2, SECONDS), noise(1, 0.1, SECONDS)]
    const mix = (gain: string) => song(`  a: { file: a.wav, gain: ${gain} }\n  b: { file: b.wav }\n`)
    const { document, mixes } = await compare(versions(mix('-4 dB'), mix('-2.5 dB'), { 'a.wav': tone, 'b.wav': other }))
    const { stems, mix: whole } = document.sound
    expect(Math.abs(stems.a!.delta!.rmsDbfs! - 1.5)).toBeLessThan(0.02)
    expect(Math.abs(stems.a!.delta!.integratedLufs! - 1.5)).toBeLessThan(0.02)
    expect(Math.abs(stems.a!.delta!.bandsDb['1 kHz']! - 1.5)).toBeLessThan(0.02)
    expect(stems.b!.delta!.rmsDbfs).toBe(0)
    expect(stems.a!.from!.rmsDbfs).toBeCloseTo(20 * Math.log10(0.2) - 4 - 3.01 - 3.01, 1)
    expect(stems.b!.to!.rmsDbfs).toBeCloseTo(20 * Math.log10(0.1 / Math.sqrt(3)), 1) // even noise
    expect(stems.b!.to!.integratedLufs).toBeGreaterThan(-25)
    expect(whole.delta!.rmsDbfs).toBeGreaterThan(0.1)
    const { folder, audio } = await listen(mixes)
    const scale = (10 ** (-4 / 20) - 10 ** (-2.5 / 20)) * Math.SQRT1_2
    const { left } = readWav(join(folder, audio.difference.file))
    const error = left.map((sample, frame) => Math.abs(sample - scale * tone.at(frame, 0)))
    expect(error.length).toBe(tone.frames)
    expect(Math.max(...error)).toBeLessThan(MINUS_140_DB)
    const peak = Math.max(...left.map(Math.abs))
    expect(Math.abs(audio.from.integratedLufs - audio.to.integratedLufs)).toBeLessThan(0.05)
    expect(audio.from.gainDb - audio.to.gainDb).toBeCloseTo(whole.delta!.integratedLufs!, 9)
    const [mixed, matched] = [mixes.to.heard.mixPath, join(folder, audio.to.file)].map((path) => readWav(path).left)
    const gain = 10 ** (audio.to.gainDb / 20)
    expect(Math.max(...matched!.map((sample, at) => Math.abs(sample - gain * mixed![at]!)))).toBeLessThan(MINUS_140_DB)
    expect(10 ** (document.null.residualPeakDbfs / 20)).toBeCloseTo(peak, 9)
  })

  test('a fader raised by 1.5 dB raises its stem by 1.5 dB ±0.02 behind buses too, whatever these do to it', async () => {
    const [tone, other] = [sine(1000, 0.2, SECONDS), noise(1, 0.1, SECONDS)]
    const mix = (gain: string) =>
      song(
        `  a: { file: a.wav, gain: ${gain}, bus: inner, sends: { room: -10 dB } }\n  b: { file: b.wav, bus: inner, inserts: [ { eq: { phase: linear, bands: [ { bell: 1 kHz, gain: 1 dB } ] } } ] }\n  c: { file: b.wav, mute: true }\n`,
        `buses:
  outer: { gain: -3 dB }
  inner: { bus: outer, inserts: [ { compressor: { threshold: -30 dB, ratio: 8 } } ] }
returns: { room: { bus: outer, inserts: [ { delay: { time: 50 ms, feedback: 0 % } } ] } }
`,
      )
    const { document } = await compare(versions(mix('-4 dB'), mix('-2.5 dB'), { 'a.wav': tone, 'b.wav': other }))
    const { stems } = document.sound
    expect(Object.keys(stems)).toEqual(['a', 'b', 'inner', 'outer', 'room'])
    const rises = (name: string) => [stems[name]!.delta!.rmsDbfs!, stems[name]!.delta!.integratedLufs!]
    for (const rise of rises('a')) expect(Math.abs(rise - 1.5)).toBeLessThan(0.02)
    // What is sent rises with its fader, through a return as neutral as a delay.
    for (const rise of rises('room')) expect(Math.abs(rise - 1.5)).toBeLessThan(0.02)
    expect(rises('b')).toEqual([0, 0])
    expect(stems.a!.from!.rmsDbfs).toBeCloseTo(20 * Math.log10(0.2) - 4 - 3.01 - 3.01, 1)
    expect(stems.inner!.delta!.rmsDbfs).toBeGreaterThan(0)
    expect(stems.inner!.delta!.rmsDbfs).toBeLessThan(1)
    // All of the mix comes through this bus, post-fader.
    const { rmsDbfs, durationS } = document.sound.mix.to!
    expect(stems.outer!.to!.rmsDbfs).toBeCloseTo(rmsDbfs + 10 * Math.log10(durationS / SECONDS), 3)
  })

  test('a revision and itself, but for comments, order and names of files, leave digital silence', async () => {
    const [a, b] = [noise(1, 0.2, SECONDS), noise(2, 0.2, SECONDS)]
    const from = song('  a: { file: a.wav, gain: -3 dB }\n  b: { file: b.wav }\n')
    const to = song('  # the other one\n  b: { file: renamed.wav }\n  a: { gain: -3.0 dB, file: a.wav }\n')
    const sides = versions(from, to, { 'a.wav': a, 'b.wav': b }, { 'a.wav': a, 'renamed.wav': b })
    const { document, mixes } = await compare(sides, { causes: true })
    expect(document.null).toEqual(SILENCE)
    expect(document.causes).toEqual([])
    expect(document.sound.mix.delta!.integratedLufs).toBe(0)
    const { mixPath } = mixes.from.heard
    const { samplePeakDbfs, rmsDbfs } = await compareWavs(mixPath, mixPath)
    expect({ samplePeakDbfs, rmsDbfs }).toEqual({ samplePeakDbfs: -Infinity, rmsDbfs: -Infinity })
  })

  test('what has only got another name is one row: stems, buses, returns and deliveries, as the words have it', async () => {
    const recordings = { 'a.wav': sine(1000, 0.2, SECONDS), 'b.wav': noise(1, 0.1, SECONDS) }
    const mix = (a: string, drums: string, room: string, cd: string, gain: string) =>
      song(
        `  ${a}: { file: a.wav, gain: ${gain}, bus: ${drums}, sends: { ${room}: -10 dB } }\n  b: { file: b.wav }\n`,
        `buses: { ${drums}: {} }\nreturns: { ${room}: {} }\ndeliver: { ${cd}: { format: wav 16 } }\nvariants: { tv: { mute: [ b ] } }\n`,
      )
    const sides = versions(
      mix('voc', 'all', 'hall', 'one', '-4 dB'),
      mix('vox', 'sum', 'room', 'two', '-2.5 dB'),
      recordings,
    )
    const { document } = await compare(sides)
    const { stems, deliveries, variants } = document.sound
    expect(Object.entries(stems).map(([name, { formerly }]) => [name, formerly])).toEqual([
      ['b', undefined],
      ['vox', 'voc'],
      ['sum', 'all'],
      ['room', 'hall'],
    ])
    for (const name of ['vox', 'sum', 'room']) expect(stems[name]!.delta!.rmsDbfs).toBeCloseTo(1.5, 2)
    for (const { two, ...rest } of [deliveries, variants.tv!.deliveries]) {
      expect([two!.formerly, Object.keys(rest)]).toEqual(['one', []])
      expect(two!.delta!.integratedLufs).toBeGreaterThan(0)
    }
    const rows = soundTables(document).flatMap((table) => table.rows.map(([name]) => name))
    expect(rows).toEqual([
      'mix',
      'two (was one)',
      'vox (was voc)',
      'sum (was all)',
      'room (was hall)',
      'tv',
      'tv: two (was one)',
    ])
  })

  test('variants are heard where they changed, with their deliveries; what came and what went too', async () => {
    const recordings = { 'a.wav': sine(1000, 0.2, SECONDS), 'b.wav': noise(1, 0.1, SECONDS) }
    const mix = (gain: string, variants: string) =>
      song(
        `  a: { file: a.wav }\n  b: { file: b.wav, gain: ${gain} }\n`,
        `deliver: { archive: {} }\nvariants: { tv: { mute: [ a ] }, solo: { mute: [ b ], deliver: [ archive ] }, ${variants} }\n`,
      )
    const target = (level: string) => `loud: { mute: [ b ], deliver: { spotify: { loudness: ${level} } } }`
    const from = mix('-4 dB', `${target('-14 LUFS')}, gone: { mute: [ b ], deliver: [] }`)
    const to = mix('-2.5 dB', `${target('-20 LUFS')}, new: { mute: [ a ], deliver: [ archive ] }`)
    const sides = versions(from, to, recordings)
    const { document } = await compare(sides)
    const { variants } = document.sound
    expect(Object.keys(variants)).toEqual(['tv', 'loud', 'new', 'gone'])
    const { tv, loud, new: come, gone } = variants
    expect(Math.abs(tv!.mix.delta!.rmsDbfs! - 1.5)).toBeLessThan(0.02)
    expect(Math.abs(tv!.deliveries.archive!.delta!.integratedLufs! - 1.5)).toBeLessThan(0.02)
    expect(Object.keys(tv!.deliveries)).toEqual(['archive'])
    expect(loud!.mix.delta!.integratedLufs).toBe(0)
    expect(loud!.deliveries.spotify!.delta!.integratedLufs).toBeCloseTo(-6, 1)
    expect([come!.mix.from, come!.deliveries.archive!.from]).toEqual([null, null])
    expect(come!.mix.to!.integratedLufs).toBe(tv!.mix.to!.integratedLufs)
    expect([gone!.mix.to, gone!.deliveries]).toEqual([null, {}])
    const table = soundTables(document).find(({ title }) => title === 'variant')!
    expect(table.rows.map(([name]) => name)).toContain('tv: archive')

    const without = await compare(sides, { variants: false })
    expect(without.document.sound.variants).toEqual({})
  })

  test('a strip that a mute or a solo silences is not gone, and one that it leaves is not new', async () => {
    const mix = (a: string, b: string, solo = '') =>
      song(
        `  ${a}: { file: a.wav, ${solo} }\n  b: { file: a.wav, mute: ${b} }\n  c: { file: a.wav, solo: ${solo !== ''} }\n`,
      )
    const sides = versions(mix('a', 'true'), mix('voc', 'false'), { 'a.wav': sine(1000, 0.1, SECONDS) })
    const muteOf = ({ document }: Awaited<ReturnType<typeof compare>>) =>
      Object.fromEntries(Object.entries(document.sound.stems).map(([name, { mute }]) => [name, mute]))
    expect(muteOf(await compare(sides))).toEqual({ voc: undefined, b: 'unmuted', c: undefined })
    expect(muteOf(await compare({ ...sides, from: sides.to, to: sides.from }))).toEqual({
      a: undefined,
      c: undefined,
      b: 'muted',
    })
    const soloed = versions(mix('a', 'false'), mix('voc', 'false', 'gain: 0 dB'), { 'a.wav': sine(1000, 0.1, SECONDS) })
    expect(muteOf(await compare(soloed))).toEqual({ c: undefined, voc: 'muted', b: 'muted' })
    const gone = versions(mix('a', 'false'), song('  b: { file: a.wav }\n'), { 'a.wav': sine(1000, 0.1, SECONDS) })
    expect(muteOf(await compare(gone))).toEqual({ b: undefined, a: undefined, c: undefined })
  })

  test('a variant in which nothing is heard is an error that names it', async () => {
    const mix = (gain: string) => song(`  a: { file: a.wav, gain: ${gain} }\n`, 'variants: { tv: { mute: [ a ] } }\n')
    const { from, to, folder } = versions(mix('-4 dB'), mix('-2.5 dB'), { 'a.wav': sine(1000, 0.2, SECONDS) })
    const [a, b] = [from, to].map((path) => ({ name: path, mixFile: join(path, 'mix.yaml') }))
    const { document, diagnostics } = await compareSound(a!, b!, { folder, jobs: 1, causes: false })
    expect(document!.sound.variants).toEqual({})
    expect(diagnostics.map(({ code }) => code)).toEqual(['STEM_NONE', 'STEM_NONE'])
    expect(diagnostics[0]!.message).toMatch(/^variant 'tv' no stem is heard/)
  })

  test('a swapped recording behind an unchanged name is heard', async () => {
    const mix = song('  a: { file: a.wav }\n')
    const swapped = versions(mix, mix, { 'a.wav': sine(500, 0.1, SECONDS) }, { 'a.wav': sine(500, 0.2, SECONDS) })
    const { sound, causes } = (await compare(swapped, { causes: true })).document
    expect(sound.stems.a!.delta!.rmsDbfs).toBeCloseTo(6.02, 2)
    expect(causes!.map(({ paths }) => paths)).toEqual([['stems.a.file']])
  })

  test('sections are measured by themselves, and matched by name', async () => {
    const { at } = sine(1000, 1, 1)
    const tone = (...levels: number[]): Recording => {
      const levelAt = (frame: number) => levels[Math.floor((frame * levels.length) / RATE_HZ)]!
      return { frames: RATE_HZ, channels: 1, at: (frame) => at(frame, 0) * levelAt(frame) }
    }
    const mix = (last: string, from: string) =>
      song('  a: { file: a.wav }\n', `sections: { verse: 0 s, chorus: 0.25 s, ${last}: ${from} }\n`)
    const [before, after] = [tone(0, 0.1, 0.1, 0.1), tone(0, 0.2, 0.2, 0.1)]
    const sides = versions(mix('end', '0.75 s'), mix('coda', '0.75 s'), { 'a.wav': before }, { 'a.wav': after })
    const { verse, chorus, coda } = (await compare(sides)).document.sound.sections
    expect(verse!.to!.samplePeakDbfs).toBe(-Infinity)
    expect(verse!.delta!.rmsDbfs).toBe(0)
    // A peak of 0.1: RMS 3.01 dB lower, and as much at the centre of the pan law.
    expect(chorus!.from!.rmsDbfs).toBeCloseTo(-20 - 6.02, 1)
    expect(chorus!.delta!.rmsDbfs).toBeCloseTo(6.02, 2)
    expect(coda!.to!.rmsDbfs).toBeCloseTo(-20 - 6.02, 1)
    // The same place under another name is the same section; one somewhere else is another.
    expect(coda!.formerly).toBe('end')
    expect(coda!.delta!.rmsDbfs).toBeCloseTo(0, 2)
    const others = { ...sides, to: writeSong(mix('coda', '0.7 s'), { 'a.wav': before }) }
    const { end, coda: moved } = (await compare(others)).document.sound.sections
    expect([end!.to, moved!.from, moved!.delta]).toEqual([null, null, null])
  })

  test('a longer tail adds its energy and takes nothing from what is unchanged', async () => {
    const mix = (decay: string) =>
      song(
        '  a: { file: a.wav }\n  b: { file: b.wav, bus: room }\n',
        `buses: { room: { inserts: [ { reverb: { decay: ${decay}, mix: 10 % } } ] } }\n`,
      )
    const recordings = { 'a.wav': sine(1000, 0.1, SECONDS), 'b.wav': sine(300, 0.01, SECONDS) }
    const { sound } = (await compare(versions(mix('0.2 s'), mix('0.6 s'), recordings))).document
    expect(sound.mix.delta!.durationS).toBeGreaterThan(0.2)
    expect(sound.stems.a!.delta!.rmsDbfs).toBeCloseTo(0, 3)
    expect(sound.mix.delta!.rmsDbfs).toBeCloseTo(0, 1)
  })

  test('causes are ranked by what each does alone, with the words of their changes', async () => {
    const mix = (a: string, b: string, echo: string, bus: string) =>
      song(
        `  a: { file: a.wav, gain: ${a}, bus: ${bus} }\n  b: { file: b.wav, inserts: [ { eq: [ { bell: 1 kHz, gain: ${b} } ] } ] }\n`,
        bus === 'mix' ? '' : `buses: { ${bus}: { gain: ${echo} } }\n`,
      )
    const recordings = { 'a.wav': sine(300, 0.1, SECONDS), 'b.wav': sine(1000, 0.1, SECONDS) }
    const change = (path: string, text: string): Change => ({ path, from: null, to: null, text })
    const changes = [
      change('stems.a.gain', 'a: fader 0 dB → 0.2 dB'),
      change('stems.b.inserts.0.eq.0.gain', 'b: eq bell 1 kHz gain 0 dB → 3 dB'),
      change('buses.low', 'low: bus added'),
    ]
    const sides = versions(mix('0 dB', '0 dB', '', 'mix'), mix('0.2 dB', '3 dB', '-1 dB', 'low'), recordings)
    const { causes, notes } = (await compare(sides, { causes: true, changes })).document
    expect(causes!.map(({ texts }) => texts[0])).toEqual([changes[1]!.text, changes[2]!.text, changes[0]!.text])
    expect(causes![1]!.paths).toEqual(['buses.low'])
    expect(notes).toEqual([])
    // Two equal tones at first: 3 dB and 0.2 dB on one of them.
    const both = (changedDb: number) => 10 * Math.log10((1 + 10 ** (changedDb / 10)) / 2)
    expect(causes![0]!.mix.delta!.rmsDbfs).toBeCloseTo(both(3), 1) // the band swings in
    expect(causes![1]!.mix.delta!.rmsDbfs).toBeCloseTo(both(-1), 2)
    expect(causes![2]!.mix.delta!.rmsDbfs).toBeCloseTo(both(0.2), 2)
    const residual = 0.1 * 0.5 * (10 ** (0.2 / 20) - 1) // RMS of a sine at the centre of the pan law
    expect(causes![2]!.null.residualRmsDbfs).toBeCloseTo(20 * Math.log10(residual), 1)
  })

  test('deliveries are compared, and mixes that are the same leave a null of silence', async () => {
    const mix = (gain: string) =>
      song('  a: { file: a.wav }\n', `master: { inserts: [ { eq: [ { bell: 1 kHz, gain: ${gain} } ] } ] }\n`) +
      'deliver: { film: { format: wav 24, loudness: as mixed, ceiling: -1 dBTP } }\n'
    const sides = versions(mix('0 dB'), mix('2 dB'), { 'a.wav': sine(1000, 0.1, SECONDS) })
    const { document } = await compare(sides)
    expect(document.null).toEqual(SILENCE)
    expect(document.sound.deliveries.film!.delta!.rmsDbfs).toBeCloseTo(2, 2)
  })

  test('renders of the same sources are used again; a damaged one is made anew', async () => {
    const mix = (gain: string) => song(`  a: { file: a.wav, gain: ${gain} }\n`)
    const sides = versions(mix('0 dB'), mix('-1 dB'), { 'a.wav': sine(1000, 0.1, SECONDS) })
    const stagesOf = async () => {
      const stages = new Set<string>()
      const { document } = await compare(sides, { causes: true, onProgress: ({ stage }) => stages.add(stage) })
      return { document, mixed: [...stages].filter((stage) => stage.startsWith('mixing')) }
    }
    const first = await stagesOf()
    expect(first.mixed).toEqual(['mixing a', 'mixing b'])
    const again = await stagesOf()
    expect(again).toEqual({ document: first.document, mixed: [] })
    const folder = join(sides.folder, '.mixwright', 'sounds')
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.wav'))) {
      const bytes = readFileSync(join(folder, name))
      bytes[bytes.length - 5]! ^= 1
      writeFileSync(join(folder, name), bytes)
    }
    expect(await stagesOf()).toEqual(first)
  })

  test('mixes at two sample rates are compared at the later one', async () => {
    const mix = (rate: string) => song('  a: { file: a.wav }\n', `sampleRate: ${rate}\nlength: 0.5 s\n`)
    const sides = versions(mix('48 kHz'), mix('44.1 kHz'), { 'a.wav': sine(1000, 0.1, 1) })
    const { document, mixes } = await compare(sides)
    expect(document.notes.join()).toMatch(/48000 to 44100 Hz/)
    const { folder, audio } = await listen(mixes)
    const { left, sampleRateHz } = readWav(join(folder, audio.difference.file))
    expect([sampleRateHz, left.length]).toEqual([44_100, 22_050])
    // Away from the cut end, where the band limit rings.
    expect(Math.max(...left.slice(4000, 18_000).map(Math.abs))).toBeLessThan(1e-5)
  })
})

async function listen(mixes: Parameters<typeof writeComparedAudio>[0]) {
  const folder = temporaryFolder()
  let audio: ComparedAudio | undefined
  await withStaging(folder, async (staging) => {
    audio = await writeComparedAudio(mixes, staging)
    staging.publish(['a.wav', 'b.wav', 'difference.wav'])
  })
  return { folder, audio: audio! }
}

describe('gains to one loudness', () => {
  test('lower the louder mix, and both where a peak would pass full scale', () => {
    const [soft, loud] = [
      { integratedLufs: -20, truePeakDbtp: -6 },
      { integratedLufs: -16, truePeakDbtp: -1 },
    ]
    expect(matchingGains(soft, loud)).toEqual({ fromGainDb: 0, toGainDb: -4 })
    expect(matchingGains(loud, soft)).toEqual({ fromGainDb: -4, toGainDb: 0 })
    expect(matchingGains({ ...soft, truePeakDbtp: 2 }, loud)).toEqual({ fromGainDb: -2, toGainDb: -6 })
    const silent = { integratedLufs: -Infinity, truePeakDbtp: -Infinity }
    expect(matchingGains(silent, soft)).toEqual({ fromGainDb: 0, toGainDb: 0 })
  })
})
