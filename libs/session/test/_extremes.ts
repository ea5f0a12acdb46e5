import { Arena, createProcessor, type InsertPlan } from '@mixwright/dsp'
import { type ExplicitInsert, explicitInserts, mixSchema, parseProject } from '@mixwright/project'
import { planProcessor } from '../src/plan/plan-mix.ts'

const RATE_HZ = 48_000
const BLOCK = 512

interface Property {
  description?: string
  enum?: unknown[]
  $ref?: string
  anyOf?: { $ref?: string }[]
}
interface Definition {
  properties?: Record<string, Property>
  required?: string[]
  anyOf?: { properties?: Record<string, Property> }[]
}

const { definitions } = mixSchema() as unknown as { definitions: Record<string, Definition> }

/** Which end of each range is taken. */
export type End = 'low' | 'high' | 'mixed'

/** Lists, which no range describes. */
const LISTS: Record<string, Record<End, string>> = {
  'multiband.crossovers': { low: '[20 Hz]', high: '[19 kHz]', mixed: '[20 Hz, 21 Hz, 19 kHz]' },
  'imager.crossovers': { low: '[20 Hz]', high: '[19 kHz]', mixed: '[20 Hz, 21 Hz, 19 kHz]' },
  'imager.widths': { low: '[0 %, 0 %]', high: '[200 %, 200 %]', mixed: '[0 %, 200 %, 0 %, 200 %]' },
}

/** What is written for a key at an end of its range; undefined for what names something else in the mix. */
function written(name: string, key: string, property: Property, end: End, index: number): string | undefined {
  const side = end === 'mixed' ? (index % 2 === 0 ? 'low' : 'high') : end
  const listed = LISTS[`${name}.${key}`]?.[end]
  if (listed) return listed
  if (name === 'multiband' && key === 'bands') {
    return `[ ${Array.from({ length: end === 'mixed' ? 4 : 2 }, () => settings('multiband-band', end)).join(', ')} ]`
  }
  if (key === 'file') return 'ir.wav'
  if (key === 'bypass' || key === 'from' || key === 'name' || key === 'listen') return undefined
  if (property.enum) return String(side === 'low' ? property.enum[0] : property.enum.at(-1))
  const refers = property.$ref ?? property.anyOf?.find(({ $ref }) => $ref)?.$ref
  if (refers) return settings(refers.split('/').at(-1)!, end)
  const said = /\(([^()]*(?:\([^()]*\)[^()]*)?)\)$/.exec(property.description ?? '')?.[1] ?? ''
  if (said.startsWith('true or false')) return side === 'low' ? 'false' : 'true'
  const range = /^(-?[\d.]+)(?: ([a-zA-Z%/]+))? to (-?[\d.]+)(?: ([a-zA-Z%/]+))?/.exec(said)
  if (!range) return undefined
  const [, low, lowUnit, high, unit] = range
  const isUnit = unit !== undefined && unit !== 'or'
  return side === 'low' ? `${low} ${lowUnit ?? (isUnit ? unit : '')}`.trim() : `${high} ${isUnit ? unit : ''}`.trim()
}

/** @param chosen values of keys that are not those of the end */
function settings(name: string, end: End, only?: string, chosen: Record<string, string> = {}): string {
  const { properties = {}, required = [] } = definitions[name]!
  const parts = Object.entries(properties).flatMap(([key, property], index) => {
    if (only !== undefined && key !== only && !required.includes(key)) return []
    const value = chosen[key] ?? written(name, key, property, end, index)
    return value === undefined ? [] : [`${key}: ${value}`]
  })
  return `{ ${parts.join(', ')} }`
}

function keysOf(name: string): string[] {
  return Object.keys(definitions[name]!.properties ?? {})
}

const impulse = {
  sampleRateHz: RATE_HZ,
  channels: [Float64Array.from({ length: 300 }, (_, n) => Math.cos(n * n) / 4)],
}

/** The processors that a text describes, several for a maximizer; undefined when the language refuses it. */
function planned(insert: string): readonly ExplicitInsert[] | undefined {
  const text = `mixwright: 1\nstems: { a: { file: a.wav, inserts: [ ${insert} ] } }\n`
  const { project } = parseProject(text, 'mix.yaml')
  return project && explicitInserts(project.stems[0]!.inserts)
}

export interface Extreme {
  /** As it is written in a mix file. */
  text: string
  /** In order. */
  plans: InsertPlan[]
}

/** Every processor of the language with all of its settings at the ends of their ranges; one by one where not all may. */
export function extremesOf(kind: string): Extreme[] {
  const found = new Map<string, Extreme>()
  const add = (text: string) => {
    const plans = planned(text)?.map((insert) => planProcessor(insert, new Map([['ir.wav', impulse]]), RATE_HZ))
    if (plans) found.set(text, { text, plans })
  }
  const names = kind === 'eq' ? Object.keys(definitions).filter((name) => /^eq-(?!settings)/.test(name)) : [kind]
  for (const name of names) {
    const wrap = (inner: string) => (kind === 'eq' ? `{ eq: [ ${inner} ] }` : `{ ${kind}: ${inner} }`)
    for (const end of ['low', 'high', 'mixed'] as const) {
      add(wrap(settings(name, end)))
      for (const key of keysOf(name)) add(wrap(settings(name, end, key)))
      for (const key of keysOf(name)) {
        const words = definitions[name]!.properties![key]!.enum ?? []
        for (const word of words) add(wrap(settings(name, end, undefined, { [key]: String(word) })))
      }
      if (kind === 'eq') {
        for (const key of keysOf(name)) add(`{ eq: { phase: linear, bands: [ ${settings(name, end, key)} ] } }`)
      }
    }
  }
  return [...found.values()]
}

/** The keys of all processors. */
export function processorKinds(): string[] {
  return definitions.insert!.anyOf!.map(({ properties }) => Object.keys(properties!)[0]!)
}

/** What a sample is at frame n. */
export type Signal = (n: number) => number

export const NOISE: Signal = (n) => Math.sin(n * n) / 2

/** Largest sample, and what it is. */
export const INPUTS: readonly [name: string, size: number, at: Signal][] = [
  ['full-scale squares', 1, (n) => (Math.floor(n / 50) % 2 === 0 ? 1 : -1)],
  ['the highest square', 1, (n) => (n % 2 === 0 ? 1 : -1)],
  ['DC', 1, () => 1],
  ['denormals', 1e-310, (n) => (n % 3 === 0 ? 1e-310 : -4e-311)],
  ['±1e30', 1e30, (n) => (Math.floor(n / 7) % 2 === 0 ? 1e30 : -1e30)],
  ['silence', 0, () => 0],
  ['one sample', 1, (n) => (n === 0 ? 1 : 0)],
]

/** Processors one after the other, at their beginning. */
function chainOf(plans: readonly InsertPlan[], arena: Arena): (audio: number) => void {
  const processors = plans.map((plan) => createProcessor(plan, arena, RATE_HZ))
  for (const processor of processors) processor.reset()
  return (audio) => {
    for (const processor of processors) processor.process(audio, BLOCK)
  }
}

/** Signals on both sides, interleaved. */
const signals = new Map<Signal, Float64Array>()

function interleaved(at: Signal, frames: number): Float64Array {
  const known = signals.get(at)
  if (known && known.length >= 2 * frames) return known.subarray(0, 2 * frames)
  const samples = new Float64Array(2 * frames)
  for (let n = 0; n < frames; n++) samples.fill(at(n), 2 * n, 2 * n + 2)
  signals.set(at, samples)
  return samples
}

function areFinite(samples: Float64Array): boolean {
  for (let n = 0; n < samples.length; n++) if (!Number.isFinite(samples[n]!)) return false
  return true
}

/** Largest sample that comes out while and after something goes in; NaN when anything is not finite. */
export function loudest(plans: readonly InsertPlan[], at: Signal, frames: number): number {
  const arena = new Arena()
  const process = chainOf(plans, arena)
  const audio = arena.allocFrames(BLOCK)
  const input = interleaved(at, frames)
  let top = 0
  for (let done = 0; done < 2 * frames; done += BLOCK) {
    const samples = arena.f64(audio, 2 * BLOCK)
    samples.fill(0)
    if (done < frames) samples.set(input.subarray(2 * done, 2 * (done + BLOCK)))
    process(audio)
    if (!areFinite(arena.f64(audio, 2 * BLOCK))) return Number.NaN
    top = Math.max(top, arena.kernels.peak(audio, BLOCK))
  }
  return top
}

/** Memory that is touched for the first time takes longer. */
const timed = new Arena()

/** CPU time of so many blocks of an input, after a second of noise. µs */
export function cpuOf(plans: readonly InsertPlan[], at: Signal, blocks: number): number {
  const mark = timed.mark()
  const run = chainOf(plans, timed)
  const audio = timed.allocFrames(BLOCK * blocks)
  const feed = (signal: Signal, count: number) => {
    timed.f64(audio, 2 * BLOCK * count).set(interleaved(signal, BLOCK * count))
    const start = process.cpuUsage()
    for (let block = 0; block < count; block++) run(audio + 16 * BLOCK * block)
    const { user, system } = process.cpuUsage(start)
    return user + system
  }
  feed(NOISE, 94)
  const spent = feed(at, blocks)
  timed.release(mark)
  return spent
}
