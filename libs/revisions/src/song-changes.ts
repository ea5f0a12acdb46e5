import {
  type Delivery,
  type Movement,
  type Project,
  type Section,
  stripDefaults,
  type TempoCurve,
} from '@mixwright/project'
import { TARGETS } from '@mixwright/session'
import type { Telling } from './change.ts'
import type { Renames } from './renames.ts'
import { tellSettings } from './settings-changes.ts'
import type { Settings, Summary } from './summary.ts'

type NamedSettings = Settings & { readonly name: string }

const PARTS = [
  'mixwright',
  'sections',
  'stems',
  'buses',
  'returns',
  'groups',
  'mix',
  'master',
  'deliver',
  'expect',
] as const

/** Tells what was done to the song as a whole: its title, tempo, rate, length … */
export function tellHead(from: Project, to: Project, telling: Telling, summary: Summary): void {
  const head = ({ tempoBpm, ...project }: Project): Settings => {
    const tempo = typeof tempoBpm === 'object' ? asMovement(tempoBpm) : tempoBpm
    const rest = Object.fromEntries(Object.entries(project).filter(([key]) => !PARTS.includes(key as 'mix')))
    return tempo === undefined ? rest : { tempoBpm: tempo, ...rest }
  }
  tellSettings({ from: head(from), to: head(to) }, telling, summary)
}

function asMovement({ points }: TempoCurve): Movement {
  return { points: points.map(({ atS, bpm, shape }) => ({ atS, value: bpm, shape })) }
}

/** Former names of sections to present ones: of those that begin when they began. */
export function renamedSections(from: readonly Section[], to: readonly Section[]): ReadonlyMap<string, string> {
  const gone = from.filter(({ name }) => !to.some((one) => one.name === name))
  const come = to.filter(({ name }) => !from.some((one) => one.name === name))
  return new Map(
    gone.flatMap(({ name, atS }) => {
      const present = come.find((one) => one.atS === atS)
      return present ? [[name, present.name]] : []
    }),
  )
}

export function tellSections(
  from: readonly Section[],
  to: readonly Section[],
  telling: Telling,
  summary: Summary,
): void {
  const renames = renamedSections(from, to)
  const at = (name: string) => telling.about('', 'sections', name)
  for (const [former, present] of renames) at(present).tell(`section ${former} renamed ${present}`, former, present)
  const time = (atS: number) => summary.value('atS', atS)
  for (const { name, atS } of to) {
    const former = from.find((one) => one.name === name)
    if (!former && ![...renames.values()].includes(name))
      at(name).tell(`section ${name} added at ${time(atS)}`, null, atS)
    if (former && former.atS !== atS) {
      at(name).tell(`section ${name} moved from ${time(former.atS)} to ${time(atS)}`, former.atS, atS)
    }
  }
  for (const { name, atS } of from) {
    if (renames.has(name) || to.some((one) => one.name === name)) continue
    at(name).tell(`section ${name} removed, was at ${time(atS)}`, atS, null)
  }
}

export function tellRenames({ strips, groups, deliveries }: Renames, to: Project, telling: Telling): void {
  const roles = [
    ['stem', 'stems', strips],
    ['bus', 'buses', strips],
    ['return', 'returns', strips],
    ['group', 'groups', groups],
    ['delivery', 'deliver', deliveries],
  ] as const
  for (const [noun, key, names] of roles) {
    for (const [former, present] of names) {
      if (!to[key].some(({ name }) => name === present)) continue
      telling.about('', key, present).tell(`${noun} ${former} renamed ${present}`, former, present)
    }
  }
}

/** Tells what was done to strips, groups, the mix bus, the master and the deliveries, names being those of `to`. */
export function tellParts(from: Project, to: Project, telling: Telling, summary: Summary): void {
  tellNamed('stem', 'stems', from.stems, to.stems, telling, summary)
  tellNamed('bus', 'buses', from.buses, to.buses, telling, summary)
  tellNamed('return', 'returns', from.returns, to.returns, telling, summary)
  tellNamed('group', 'groups', from.groups, to.groups, telling, summary)
  tellSettings({ from: from.mix, to: to.mix }, telling.about('mix bus', 'mix'), summary)
  tellSettings({ from: from.master, to: to.master }, telling.about('master', 'master'), summary)
  tellNamed('delivery', 'deliver', from.deliver.map(whole), to.deliver.map(whole), telling, summary)
}

function tellNamed(
  noun: string,
  key: string,
  from: readonly NamedSettings[],
  to: readonly NamedSettings[],
  telling: Telling,
  summary: Summary,
): void {
  const told = (thing: NamedSettings) => {
    const file = typeof thing.file === 'string' ? [thing.file] : []
    const defaults = noun === 'delivery' ? (targetValues(thing) ?? {}) : stripDefaults
    const rest = Object.fromEntries(Object.entries(thing).filter(([property]) => property !== 'target'))
    const set = [...file, summary.settings(rest, defaults)].filter((text) => text !== '').join(', ')
    return set === '' ? '' : ` (${set})`
  }
  for (const thing of from) {
    if (to.some(({ name }) => name === thing.name)) continue
    telling.about('', key, thing.name).tell(`${noun} ${thing.name} removed${told(thing)}`, thing, null)
  }
  for (const thing of to) {
    const former = from.find(({ name }) => name === thing.name)
    if (!former) telling.about('', key, thing.name).tell(`${noun} ${thing.name} added${told(thing)}`, null, thing)
    else {
      const at = telling.about(thing.name, key, thing.name)
      tellSettings({ from: withoutFile(former), to: withoutFile(thing) }, at, summary)
    }
  }
}

/** The recording of a stem is told with the audio. */
function withoutFile({ file: _, ...settings }: NamedSettings): Settings {
  return settings
}

/** A delivery with what its target supplies: it is the same whether written out or not. */
function whole(delivery: Delivery): NamedSettings {
  return { ...targetValues(delivery), ...delivery }
}

function targetValues({ target }: Settings): Settings | undefined {
  const found = TARGETS.find(({ name }) => name === target)
  if (!found) return undefined
  const { format, sampleRateHz, loudnessLufs, ceilingDbtp, dither } = found
  const rate = sampleRateHz === 'session' ? {} : { sampleRateHz }
  const ceiling = ceilingDbtp === null ? {} : { ceilingDbtp }
  return { format, ...rate, loudnessLufs, ...ceiling, dither }
}
