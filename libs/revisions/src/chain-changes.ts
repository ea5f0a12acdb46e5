import { isDeepStrictEqual } from 'node:util'
import { type EqBand, eqBandDefaults, type Insert, insertDefaults } from '@mixwright/project'
import { align } from './alignment.ts'
import type { Telling } from './change.ts'
import { tellSettings } from './settings-changes.ts'
import { insertName, type Settings, type Summary } from './summary.ts'

/** Tells what was done to the inserts of a strip. */
export function tellChain(from: readonly Insert[], to: readonly Insert[], at: Telling, summary: Summary): undefined {
  const [fromNames, toNames] = [numbered(from.map(insertName)), numbered(to.map(insertName))]
  const { pairs, removed, added } = align(from, to, likenessOfInserts)
  for (const index of removed) {
    const insert = from[index]!
    const set = summary.insertSettings(insert)
    at.into(index)
      .into(insert.kind)
      .tell(`${fromNames[index]} removed${inBrackets(set)}`, insert, null)
  }
  for (const [index, insert] of to.entries()) {
    const inside = at.into(index).into(insert.kind)
    const name = toNames[index]!
    if (added.includes(index)) {
      const place = index < to.length - 1 ? `, before ${toNames[index + 1]}` : ''
      inside.tell(`${name} added${inBrackets(summary.insertSettings(insert))}${place}`, null, insert)
      continue
    }
    const pair = pairs.find((one) => one.to === index)!
    const former = from[pair.from]!
    if (pair.moved) inside.tell(`${name} moved ${newPlace(toNames, index)}`, pair.from, index)
    if (former.name !== insert.name) {
      inside.into('name').tell(`${fromNames[pair.from]} now called ${insert.name ?? name}`, former.name, insert.name)
    }
    const settings = { from: { ...former }, to: { ...insert } }
    const defaults = { fromDefaults: insertDefaults(former), toDefaults: insertDefaults(insert) }
    tellSettings({ ...settings, ...defaults }, inside.saying(name), summary)
  }
}

/** Tells what was done to the bands of an eq. */
export function tellBands(from: readonly EqBand[], to: readonly EqBand[], at: Telling, summary: Summary): undefined {
  const names = (bands: readonly EqBand[]) => numbered(bands.map((band) => summary.bandName(band)))
  const [fromNames, toNames] = [names(from), names(to)]
  const { pairs, removed, added } = align(from, to, likenessOfBands)
  for (const index of removed) {
    const band = from[index]!
    at.into(index).tell(`${fromNames[index]} removed${inBrackets(summary.bandSettings(band))}`, band, null)
  }
  for (const [index, band] of to.entries()) {
    const inside = at.into(index)
    if (added.includes(index)) {
      inside.tell(`${toNames[index]} added${inBrackets(summary.bandSettings(band))}`, null, band)
      continue
    }
    const pair = pairs.find((one) => one.to === index)!
    const { freqHz: fromHz, ...former } = from[pair.from]!
    const { freqHz: toHz, ...present } = band
    if (pair.moved) inside.tell(`${toNames[index]} moved ${newPlace(toNames, index)}`, pair.from, index)
    if (typeof fromHz === 'number' && typeof toHz === 'number' && fromHz !== toHz) {
      inside.into(band.type).tell(`${fromNames[pair.from]} → ${summary.value('freqHz', toHz)}`, fromHz, toHz)
    } else tellSettings({ from: { freqHz: fromHz }, to: { freqHz: toHz } }, inside.saying(toNames[index]!), summary)
    const [fromDefaults, toDefaults] = [eqBandDefaults(band.type), eqBandDefaults(band.type)]
    tellSettings({ from: former, to: present, fromDefaults, toDefaults }, inside.saying(toNames[index]!), summary)
  }
}

function likenessOfInserts(a: Insert, b: Insert): number {
  if (a.kind !== b.kind) return 0
  if (isDeepStrictEqual(a, b)) return 3
  const share = shareOfEqual({ ...a }, { ...b })
  if (a.name !== undefined && a.name === b.name) return 2 + share
  return a.name === b.name ? 1 + share : 0.1 + share
}

/** A band may go as far as two octaves; one that has nothing but its settings in common may go anywhere. */
function likenessOfBands(a: EqBand, b: EqBand): number {
  if (a.type !== b.type) return 0
  if (isDeepStrictEqual(a, b)) return 3
  const { freqHz: fromHz, ...former } = a
  const { freqHz: toHz, ...present } = b
  const isSame = isDeepStrictEqual(former, present)
  if (typeof fromHz !== 'number' || typeof toHz !== 'number') return isDeepStrictEqual(fromHz, toHz) ? 2 : 0.5
  const ratio = Math.max(fromHz, toHz) / Math.min(fromHz, toHz)
  return ratio <= 4 ? 1 / ratio + (isSame ? 1 : 0) : isSame ? 0.1 : 0
}

function shareOfEqual(a: Settings, b: Settings): number {
  const properties = new Set([...Object.keys(a), ...Object.keys(b)])
  const equal = [...properties].filter((property) => isDeepStrictEqual(a[property], b[property]))
  return equal.length / properties.size
}

function newPlace(names: readonly string[], index: number): string {
  const next = names[index + 1]
  return next === undefined ? `after ${names[index - 1]}` : `before ${next}`
}

/** `compressor`, or `compressor 2` where there are several. */
function numbered(names: readonly string[]): string[] {
  return names.map((name, index) => {
    if (names.indexOf(name) === names.lastIndexOf(name)) return name
    return `${name} ${names.slice(0, index + 1).filter((one) => one === name).length}`
  })
}

function inBrackets(text: string): string {
  return text === '' ? '' : ` (${text})`
}
