import { isDeepStrictEqual } from 'node:util'
import {
  type AudioFormat,
  type AutomationPoint,
  type Defaults,
  type EqBand,
  eqBandDefaults,
  type Insert,
  insertDefaults,
  type Movement,
  type Send,
  showProperty,
} from '@mixwright/project'
import type { Moments } from './moments.ts'
import { wordsFor } from './words.ts'

/** A map of a description, by the names of its properties. */
export type Settings = { readonly [property: string]: unknown }

/** Properties that say which thing it is, and not how it is set. */
const IDENTITIES = new Set(['kind', 'type', 'name', 'to', 'file'])

/** What the bands of a multiband compressor are where nothing is written. */
const COMPRESSION: Defaults = insertDefaults({ kind: 'compressor' } as Insert)

/** Shows values of descriptions as the mix file writes them. */
export class Summary {
  readonly moments: Moments

  constructor(moments: Moments) {
    this.moments = moments
  }

  /** A value of a property: `-4 dB`, `120 Hz, 2 kHz`, `-4 dB at 0:00, -2.5 dB at the chorus`. */
  value(property: string, value: unknown): string {
    if (value === null || value === undefined) return 'none'
    if (property === 'bus' && value === 'mix') return 'mix bus'
    if (property === 'tap') return wordsFor(String(value)).replace(' ', '-')
    if (property === 'format') return formatText(value as AudioFormat)
    if (isScalar(value)) return showProperty(property, value)
    if (isMovement(value)) return value.points.map((point) => this.point(property, point)).join(', ')
    if (Array.isArray(value)) return value.map((item, index) => this.#item(property, item, index)).join(', ')
    const settings = value as Settings
    if (property === 'timeSignature') return `${settings.beatsPerBar}/${settings.beatUnit}`
    if ('number' in settings) return 'of' in settings ? `${settings.number}/${settings.of}` : `${settings.number}`
    return this.settings(settings, {})
  }

  /** A point of an automation: `step -2.5 dB at the chorus`. */
  point(property: string, { atS, value, shape }: AutomationPoint): string {
    return `${this.pointValue(property, { value, shape })} at ${this.moments.words(atS)}`
  }

  /** The same without its time. */
  pointValue(property: string, { value, shape }: Pick<AutomationPoint, 'value' | 'shape'>): string {
    if (isSwitch(property)) return value === 1 ? 'on' : 'off'
    const shown = showProperty(property, value)
    return shape === 'line' ? shown : `${shape} ${shown}`
  }

  /** All settings that are not at their defaults: `threshold -16 dB, ratio 2`. */
  settings(settings: Settings, defaults: Defaults): string {
    const told = Object.entries(settings).filter(([property, value]) => {
      const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0)
      return !IDENTITIES.has(property) && !isEmpty && !isDeepStrictEqual(value, defaults[property])
    })
    return told.map(([property, value]) => this.#setting(property, value)).join(', ')
  }

  /** A band of an eq without its settings: `bell 250 Hz`. */
  bandName({ type, freqHz }: EqBand): string {
    return typeof freqHz === 'number' ? `${wordsFor(type)} ${showProperty('freqHz', freqHz)}` : wordsFor(type)
  }

  bandSettings({ freqHz, ...band }: EqBand): string {
    const moving = typeof freqHz === 'number' ? [] : [`frequency ${this.value('freqHz', freqHz)}`]
    return [...moving, this.settings(band, eqBandDefaults(band.type))].filter((text) => text !== '').join(', ')
  }

  insertSettings(insert: Insert): string {
    const file = 'file' in insert ? [insert.file] : []
    const settings = this.settings({ ...insert }, insertDefaults(insert))
    return [...file, settings].filter((text) => text !== '').join(', ')
  }

  #setting(property: string, value: unknown): string {
    if (property === 'inserts') return (value as Insert[]).map(insertName).join(', ')
    if (property === 'sends') return (value as Send[]).map((send) => this.#send(send)).join(', ')
    if (property === 'bands') return this.value(property, value)
    if (property === 'use') return `preset ${value}`
    if (property === 'bus') return `to ${value}`
    if (value === true && property === 'mute') return 'muted'
    if (value === true && property === 'solo') return 'soloed'
    if (value === true && property === 'bypass') return 'bypassed'
    if (property === 'from') return `listens to ${value}`
    return `${wordsFor(property)} ${this.value(property, value)}`
  }

  #send({ to, sendDb, tap }: Send): string {
    return `send to ${to} ${this.value('sendDb', sendDb)}${tap === 'preFader' ? ' pre-fader' : ''}`
  }

  #item(property: string, item: unknown, index: number): string {
    if (isScalar(item)) return showProperty(property, item)
    const settings = item as Settings
    if (property === 'bands' && typeof settings.type === 'string') {
      const band = item as EqBand
      const set = this.bandSettings(band)
      return set === '' ? this.bandName(band) : `${this.bandName(band)} (${set})`
    }
    const set = this.settings(settings, property === 'bands' ? COMPRESSION : {})
    return `${wordsFor(property).replace(/s$/, '')} ${index + 1} (${set === '' ? 'at rest' : set})`
  }
}

export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

export function isMovement(value: unknown): value is Movement {
  return typeof value === 'object' && value !== null && 'points' in value
}

/** Properties that are on or off, and may switch over time. */
export function isSwitch(property: string): boolean {
  return property === 'mute' || property === 'bypass'
}

/** `compressor`, or with its name `compressor 'glue'`. */
export function insertName({ kind, name }: Insert): string {
  return name === undefined ? wordsFor(kind) : `${wordsFor(kind)} '${name}'`
}

function formatText(format: AudioFormat): string {
  if ('kbps' in format) return `${format.codec} ${format.kbps}`
  return `${format.codec} ${format.bits}${'float' in format && format.float ? 'f' : ''}`
}
