import { type MixTextEntry, scalarText } from '@mixwright/project'
import { describeSource } from './describe-source.ts'
import { type Level, loudnessOf, sharedOut, sumLufs } from './levels.ts'
import type { Recording, Source } from './recording.ts'
import { type Family, ROLES } from './role.ts'
import { startingInserts, startingSends, thresholdText } from './starting-strip.ts'
import type { StripNames } from './strip-names.ts'

/** All that a first mix file is made from. */
export interface Draft {
  title: string
  sampleRateHz: number
  sources: readonly Source[]
  levels: readonly Level[]
  names: MixNames
  /** Added to all faders, and to the thresholds behind them. dB */
  offsetDb: number
  /** Peaks stand so far over the loudness that the mix bus has to hold them. */
  hasLimiter: boolean
  /** Files that are no part of the mix, each with the reason. */
  leftOut: readonly string[]
}

/** Names of the buses and returns that a mix needs; absent where it needs none. */
export interface MixNames {
  buses: Partial<Record<Family, string>>
  returns: Partial<Record<string, string>>
}

const HEADINGS: readonly (readonly [Family, string])[] = [
  ['drums', 'Drums'],
  ['bass', 'Bass'],
  ['music', 'Music'],
  ['vocals', 'Voices'],
  ['effects', 'Effects'],
]
const BUS_NAMES: Partial<Record<Family, readonly [string, string]>> = {
  drums: ['drums', 'drum-bus'],
  music: ['music', 'music-bus'],
  vocals: ['vocals', 'vocal-bus'],
}
const RETURN_NAMES = { room: 'room-verb', plate: 'plate-verb', echo: 'echo-delay' } as const

/** Names for all strips: those of stems are taken from their files, those of buses and returns keep out of their way. */
export function nameStrips(sources: readonly Source[], names: StripNames): MixNames {
  const buses: MixNames['buses'] = {}
  for (const [family, [name, other]] of Object.entries(BUS_NAMES)) {
    const members = sources.filter(({ role }) => ROLES[role].family === family)
    if (members.length > 1) buses[family as Family] = names.take([name], other)
  }
  const returns: MixNames['returns'] = {}
  for (const [name, other] of Object.entries(RETURN_NAMES)) {
    if (sources.some(({ role }) => startingSends(role)[name] !== undefined)) returns[name] = names.take([name], other)
  }
  return { buses, returns }
}

/** The entries of the mix file. */
export function draftEntries(draft: Draft): MixTextEntry[] {
  return [...head(draft), stemsEntry(draft), ...busesEntry(draft), ...returnsEntry(draft), ...endEntries(draft)]
}

function head({ title, sampleRateHz }: Draft): MixTextEntry[] {
  return [
    {
      key: 'mixwright',
      value: '1',
      above: [
        'A first mix, written by `mixwright init` from what the files are called and what they sound like.',
        'A place to start from: every value is yours to change, and nothing happens that is not written here.',
        'Next: `mixwright render`, listen to out/mix.wav, change a number, render again.',
      ],
    },
    { key: 'title', value: scalarText(title) },
    { key: 'sampleRate', value: `${sampleRateHz / 1000} kHz`, comment: 'files at another rate are converted' },
  ]
}

function stemsEntry(draft: Draft): MixTextEntry {
  const { sources, leftOut } = draft
  const entries: MixTextEntry[] = HEADINGS.flatMap(([family, heading]) => {
    const members = sources.filter(({ role }) => ROLES[role].family === family)
    return members.flatMap((source, index) => {
      const [first, ...rest] = stemEntries(source, draft)
      const headings = index === 0 ? [`--- ${heading} ${'-'.repeat(100 - heading.length)}`] : []
      const above = [...headings, ...(first!.above ?? [])]
      return [{ ...first!, above, isApart: family !== firstFamily(draft) || index > 0 }, ...rest]
    })
  })
  const left = leftOut.length === 0 ? [] : ['Not in the mix:', ...leftOut.map((text) => `- ${text}`), '']
  return {
    key: 'stems',
    value: entries,
    isApart: true,
    above: [
      ...left,
      'Each stem runs through its inserts, then its fader (`gain`), then `pan`, then to its bus. `sends` are copies',
      'that go to the returns below.',
    ],
  }
}

function firstFamily({ sources }: Draft): Family | undefined {
  return HEADINGS.map(([family]) => family).find((family) => sources.some(({ role }) => ROLES[role].family === family))
}

function stemEntries(source: Source, draft: Draft): MixTextEntry[] {
  const level = levelOf(source, draft)
  const description = describeSource(source)
  if (source.sides) {
    const { left, right, isInverted } = source.sides
    const side = (recording: Recording, name: string, pan: string, isUpsideDown: boolean): MixTextEntry => ({
      key: `${source.name}-${name}`,
      value: [
        fileEntry(recording),
        ...(isUpsideDown
          ? [{ key: 'polarity', value: 'invert', comment: 'it was upside down against the left side' }]
          : []),
        ...trimEntries(level),
        { key: 'pan', value: pan },
        { key: 'bus', value: scalarText(source.name) },
      ],
    })
    const both = `Both sides meet on the bus \`${source.name}\`, where they are treated as one.`
    const first = side(left, 'left', '100L', false)
    return [{ ...first, above: [`${description} ${both}`] }, side(right, 'right', '100R', isInverted)]
  }
  const [recording] = source.recordings
  const value = [
    fileEntry(recording),
    ...channelEntries(recording),
    ...trimEntries(level),
    ...stripEntries(source, draft),
  ]
  return [{ key: source.name, value, above: [description] }]
}

function fileEntry({ file }: Recording): MixTextEntry {
  return { key: 'file', value: scalarText(file) }
}

function channelEntries({ image }: Recording): MixTextEntry[] {
  if (image === 'same') {
    return [
      { key: 'channels', value: 'mono', comment: 'left and right are the same: one is enough, and `pan` moves it' },
    ]
  }
  if (image !== 'left' && image !== 'right') return []
  return [{ key: 'channels', value: image, comment: 'the other side is silent' }]
}

function trimEntries({ trimDb }: Level): MixTextEntry[] {
  if (trimDb === 0) return []
  const comment = trimDb > 0 ? 'recorded quietly' : 'recorded loudly'
  return [{ key: 'trim', value: `${trimDb} dB`, comment }]
}

/** From the inserts to the bus, of a stem or of the bus of two sides. */
function stripEntries(source: Source, draft: Draft): MixTextEntry[] {
  const { names } = draft
  const level = levelOf(source, draft)
  const { family } = ROLES[source.role]
  const bus = names.buses[family]
  const pan = panOf(source, draft)
  const sends = Object.entries(startingSends(source.role)).map(([name, db]) => `${names.returns[name]}: ${db} dB`)
  const entries: MixTextEntry[] = []
  if (level.partLufs === null) entries.push({ key: 'gain', value: '0 dB', comment: 'nothing was heard in this file' })
  else {
    entries.push({ key: 'inserts', value: { items: startingInserts(source.role, loudestOf(source), level.trimDb) } })
    entries.push({ key: 'gain', value: `${level.faderDb} dB` })
  }
  if (pan) entries.push({ key: 'pan', value: pan })
  if (sends.length > 0 && level.partLufs !== null) entries.push({ key: 'sends', value: `{ ${sends.join(', ')} }` })
  if (bus) entries.push({ key: 'bus', value: bus })
  return entries
}

/** The level of a source with the offset in it: what a fader should not carry is carried by the trim. */
export function levelOf(source: Source, { sources, levels, offsetDb }: Draft): Level {
  const { trimDb, faderDb, partLufs } = levels[sources.indexOf(source)]!
  return sharedOut(trimDb, partLufs === null ? faderDb : faderDb + offsetDb, partLufs)
}

function loudestOf({ recordings }: Source) {
  return [...recordings].sort((a, b) => b.measurement.samplePeakDbfs - a.measurement.samplePeakDbfs)[0]!.measurement
}

/** Mono recordings of one role are spread by turns, left first; nothing for the middle. */
function panOf(source: Source, { sources }: Draft): string | undefined {
  if (!isPoint(source)) return undefined
  const { spread, isNeverCentred } = ROLES[source.role]
  const alike = sources.filter((other) => other.role === source.role && isPoint(other))
  if (spread === 0 || (alike.length === 1 && !isNeverCentred)) return undefined
  const index = alike.indexOf(source)
  const isMiddle = alike.length > 1 && alike.length % 2 === 1 && index === alike.length - 1
  return isMiddle ? undefined : `${spread}${index % 2 === 0 ? 'L' : 'R'}`
}

/** A sound of one channel, which `pan` can place. */
function isPoint({ recordings, sides }: Source): boolean {
  return sides === undefined && recordings[0].image !== 'stereo' && recordings[0].image !== 'opposite'
}

function busesEntry(draft: Draft): MixTextEntry[] {
  const { sources, names } = draft
  const pairs = sources.filter(({ sides }) => sides !== undefined)
  const entries: MixTextEntry[] = pairs.map((source) => ({ key: source.name, value: stripEntries(source, draft) }))
  const { drums, music, vocals } = names.buses
  if (drums) {
    const threshold = thresholdText(busLufs('drums', draft) + 7)
    const compressor = `compressor: { threshold: ${threshold}, ratio: 2, attack: 25 ms, release: auto }`
    entries.push({
      key: drums,
      value: [{ key: 'inserts', value: { items: [{ value: compressor }] } }],
      above: ['What belongs together is glued together: one compressor hears all drums, and they move as one.'],
    })
  }
  if (music) {
    const hasVoice = sources.some(({ role }) => role === 'vocal')
    const eq = { value: 'eq: [{ bell: 2.5 kHz, gain: -1.5 dB, q: 0.8 }]', comment: 'room for the words' }
    const fader = { key: 'gain', value: '0 dB', comment: 'the whole band in one fader' }
    entries.push({ key: music, value: hasVoice ? [{ key: 'inserts', value: { items: [eq] } }, fader] : [fader] })
  }
  if (vocals) {
    const threshold = thresholdText(busLufs('vocals', draft) + 6)
    const compressor = `compressor: { threshold: ${threshold}, ratio: 2, attack: 10 ms, release: 140 ms }`
    entries.push({ key: vocals, value: [{ key: 'inserts', value: { items: [{ value: compressor }] } }] })
  }
  if (entries.length === 0) return []
  const above = ['Buses: where stems are summed. A bus has inserts, a fader and sends as a stem has.']
  return [{ key: 'buses', value: entries, isApart: true, above }]
}

/** Loudness of what meets on a bus, faders where the draft sets them. LUFS */
function busLufs(family: Family, draft: Draft): number {
  const parts = draft.sources.flatMap((source) => {
    const { partLufs } = levelOf(source, draft)
    return ROLES[source.role].family === family && partLufs !== null ? [partLufs] : []
  })
  return sumLufs(parts) + draft.offsetDb
}

function returnsEntry({ names }: Draft): MixTextEntry[] {
  const { room, plate, echo } = names.returns
  const items = (...values: MixTextEntry[]): MixTextEntry => ({ key: 'inserts', value: { items: values } })
  const entries: MixTextEntry[] = []
  if (room) {
    const reverb = { value: 'reverb: { kind: room, decay: 0.6 s, predelay: 5 ms }' }
    entries.push({
      key: room,
      value: [items(reverb, { value: 'eq: [{ highPass: 150 Hz }]' })],
      comment: 'a small place',
    })
  }
  if (plate) {
    const reverb = { value: 'reverb: { kind: plate, decay: 1.8 s, predelay: 20 ms, damping: 6 kHz }' }
    const eq = { value: 'eq: [{ highPass: 220 Hz }]', comment: 'low notes need no reverb' }
    entries.push({ key: plate, value: [items(reverb, eq)], comment: 'dense and smooth, for what should float' })
  }
  if (echo) {
    const delay = 'delay: { time: 375 ms, feedback: 30 %, pingPong: true, lowPass: 4.5 kHz, highPass: 250 Hz }'
    const comment = 'with a `tempo` at the top of this file: `time: 1/8 dotted`'
    entries.push({ key: echo, value: [{ ...items({ value: delay }), above: [comment] }] })
  }
  if (entries.length === 0) return []
  const above = ['Returns: one effect each, fully wet. How much of it a stem gets is said by the `sends` of the stem.']
  return [{ key: 'returns', value: entries, isApart: true, above }]
}

function endEntries(draft: Draft): MixTextEntry[] {
  const lufs = draft.sources.map((source) => loudnessOf(source))
  const threshold = thresholdText(sumLufs(draft.levels.flatMap(({ partLufs }) => partLufs ?? [])) + draft.offsetDb + 5)
  const glue = { value: `compressor: { threshold: ${threshold}, ratio: 1.5, attack: 30 ms, release: auto }` }
  const limiter = { value: 'limiter: { ceiling: -1 dBTP }', comment: 'single peaks stand far over the rest' }
  const inserts = [...(lufs.some((level) => level !== null) ? [glue] : []), ...(draft.hasLimiter ? [limiter] : [])]
  const eq = { value: 'eq: [{ highPass: 25 Hz }]', comment: 'what no speaker plays costs loudness' }
  const stereo = { value: 'stereo: { monoBelow: 90 Hz }', comment: 'one bass for both sides' }
  return [
    ...(inserts.length > 0
      ? [
          {
            key: 'mix',
            value: [{ key: 'inserts', value: { items: inserts } }],
            isApart: true,
            above: ['The mix bus: small moves only.'],
          },
        ]
      : []),
    {
      key: 'master',
      value: [{ key: 'inserts', value: { items: [eq, stereo] } }],
      isApart: true,
      above: ['Mastering, shared by everything that is delivered.'],
    },
    {
      key: 'deliver',
      value: [
        { key: 'spotify', value: '{}' },
        { key: 'apple', value: '{}' },
        { key: 'cd', value: '{ dither: shaped }', comment: 'moves the noise of 16 bits to where ears are deaf' },
      ],
      isApart: true,
      above: ['A file each, at the rate, loudness and ceiling of its target; `mixwright targets` lists them all.'],
    },
  ]
}
