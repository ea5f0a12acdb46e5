import { isDeepStrictEqual } from 'node:util'
import { type Defaults, type EqBand, type Insert, keyOfProperty, type Send } from '@mixwright/project'
import { tellMovement } from './automation-changes.ts'
import { tellBands, tellChain } from './chain-changes.ts'
import type { Telling } from './change.ts'
import { isMovement, isScalar, type Settings, type Summary } from './summary.ts'
import { wordsFor } from './words.ts'

/** Two states of one map of settings, and what stands in each where nothing is written. */
export interface SettingsPair {
  from: Settings
  to: Settings
  fromDefaults?: Defaults
  toDefaults?: Defaults
}

/** Properties that are told elsewhere, or that say which thing it is. */
const ELSEWHERE = new Set(['kind', 'type', 'name'])

/** What is said of switches. */
const SWITCHES: Readonly<Record<string, readonly [on: string, off: string]>> = {
  mute: ['muted', 'no longer muted'],
  solo: ['soloed', 'no longer soloed'],
  bypass: ['bypassed', 'no longer bypassed'],
}

/** Tells every difference between two maps of settings once, in the order of the signal. */
export function tellSettings(
  { from, to, fromDefaults = {}, toDefaults = {} }: SettingsPair,
  at: Telling,
  summary: Summary,
): undefined {
  const properties = new Set([...Object.keys(to), ...Object.keys(from)])
  for (const property of properties) {
    const [a, b] = [from[property], to[property]]
    if (ELSEWHERE.has(property) || isDeepStrictEqual(a, b)) continue
    const areDefaults = isDeepStrictEqual(a, fromDefaults[property]) && isDeepStrictEqual(b, toDefaults[property])
    if (!areDefaults) tellProperty(property, a, b, at.into(keyOfProperty(property)), summary)
  }
}

function tellProperty(property: string, from: unknown, to: unknown, at: Telling, summary: Summary): undefined {
  const label = wordsFor(property)
  const shown = (value: unknown) => summary.value(property, value)
  if (property === 'inserts') return tellChain(from as readonly Insert[], to as readonly Insert[], at, summary)
  if (property === 'sends') return tellSends(from as readonly Send[], to as readonly Send[], at, summary)
  if (property === 'bands' && isEqBands(from ?? to)) {
    return tellBands((from ?? []) as readonly EqBand[], (to ?? []) as readonly EqBand[], at, summary)
  }
  if (property === 'strips') return tellMembers(from as readonly string[], to as readonly string[], at)
  if (property === 'sidechain') return tellSidechain(from as Settings, to as Settings, at, summary)
  if (typeof to === 'boolean' && typeof from !== 'object') return tellSwitch(property, from, to, at)
  if ((isMovement(from) && isValue(to)) || (isMovement(to) && isValue(from))) {
    return tellMovement({ property, from, to }, at, summary)
  }
  if (property === 'polarity') return at.tell(to === 'invert' ? 'polarity inverted' : 'polarity as recorded', from, to)
  if (property === 'bus') return at.tell(`route ${shown(from)} → ${shown(to)}`, from, to)
  if (property === 'use') return tellPreset(from, to, at)
  if (from === undefined) return at.tell(`${label} set to ${shown(to)}`, from, to)
  if (to === undefined) return at.tell(`${label} ${shown(from)} removed`, from, to)
  if (isMap(from) && isMap(to)) return tellSettings({ from, to }, at.saying(label), summary)
  if (isListOfMaps(from) && isListOfMaps(to)) return tellList(label, from, to, at, summary)
  at.tell(`${label} ${shown(from)} → ${shown(to)}`, from, to)
}

function isValue(value: unknown): value is string | number | boolean {
  return isScalar(value) || isMovement(value)
}

/** A map of settings, and not a value that is written as one: a format, a fraction. */
function isMap(value: unknown): value is Settings {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isMovement(value)) return false
  return !('codec' in value || 'beatUnit' in value || 'number' in value)
}

function isEqBands(value: unknown): boolean {
  return Array.isArray(value) && value.every((band) => typeof band?.type === 'string')
}

function isListOfMaps(value: unknown): value is readonly Settings[] {
  return Array.isArray(value) && value.every(isMap)
}

function tellSwitch(property: string, from: unknown, to: boolean, at: Telling): undefined {
  const words = SWITCHES[property]
  if (words) return at.tell(words[to ? 0 : 1], from, to)
  const label = wordsFor(property)
  const shown = (value: unknown) => (value === undefined ? 'unset' : value ? 'on' : 'off')
  at.tell(`${label} ${shown(from)} → ${shown(to)}`, from, to)
}

function tellPreset(from: unknown, to: unknown, at: Telling): undefined {
  if (from === undefined) at.tell(`now uses preset ${to}`, from, to)
  else if (to === undefined) at.tell(`no longer uses preset ${from}`, from, to)
  else at.tell(`preset ${from} → ${to}`, from, to)
}

function tellMembers(from: readonly string[], to: readonly string[], at: Telling): undefined {
  for (const name of to) if (!from.includes(name)) at.into(name).tell(`${name} joins`, null, name)
  for (const name of from) if (!to.includes(name)) at.into(name).tell(`${name} leaves`, name, null)
}

function tellSidechain(from: Settings | undefined, to: Settings | undefined, at: Telling, summary: Summary): undefined {
  const rest = ({ from: _, ...settings }: Settings) => settings
  const filters = (settings: Settings) => summary.settings(rest(settings), { listen: false })
  const whole = (settings: Settings) => {
    const set = filters(settings)
    return `${settings.from ?? 'its own input'}${set === '' ? '' : ` (${set})`}`
  }
  if (from === undefined) return at.tell(`side-chain now listens to ${whole(to!)}`, from, to)
  if (to === undefined) return at.tell(`side-chain no longer listens to ${whole(from)}`, from, to)
  if (from.from !== to.from) {
    at.into('from').tell(`side-chain now listens to ${to.from ?? 'its own input'}`, from.from, to.from)
  }
  tellSettings({ from: rest(from), to: rest(to) }, at.saying('side-chain'), summary)
}

function tellSends(from: readonly Send[], to: readonly Send[], at: Telling, summary: Summary): undefined {
  for (const send of to) {
    const former = from.find((one) => one.to === send.to)
    const inside = at.into(send.to).saying(`send to ${send.to}`)
    if (former) tellSettings({ from: levelAndTap(former), to: levelAndTap(send) }, inside, summary)
    else inside.tell(`added (${levelText(send, summary)})`, null, send)
  }
  for (const send of from) {
    if (to.some((one) => one.to === send.to)) continue
    at.into(send.to).tell(`send to ${send.to} removed (${levelText(send, summary)})`, send, null)
  }
}

function levelAndTap({ sendDb, tap }: Send): Settings {
  return { sendDb, tap }
}

function levelText({ sendDb, tap }: Send, summary: Summary): string {
  return summary.value('sendDb', sendDb) + (tap === 'preFader' ? ', pre-fader' : '')
}

/** Lists whose items have no name but their place. */
function tellList(
  label: string,
  from: readonly Settings[],
  to: readonly Settings[],
  at: Telling,
  summary: Summary,
): undefined {
  const item = label.replace(/s$/, '')
  for (let index = 0; index < Math.max(from.length, to.length); index++) {
    const [a, b] = [from[index], to[index]]
    const inside = at.into(index).saying(`${item} ${index + 1}`)
    if (a && b) tellSettings({ from: a, to: b }, inside, summary)
    else inside.tell(b ? `added (${summary.settings(b, {})})` : 'removed', a, b)
  }
}
