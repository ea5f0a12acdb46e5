import type { AutomationPoint, Movement } from './automation.ts'
import { type Insert, insertsField } from './insert.ts'
import { type Found, Reader } from './reader.ts'
import { Timeline } from './timeline.ts'
import { entryOf } from './tree.ts'
import { parseYaml } from './yaml-text.ts'

type Maximizer = Extract<Insert, { readonly kind: 'maximizer' }>

/** A processor that is what it says: all but the maximizer, which stands for others. */
export type ExplicitInsert = Exclude<Insert, Maximizer>

const CEILING = '-1 dBTP'
/** The limiter's, in samples. */
const CLIP_LEVEL = '-0.5 dB'

/** Writes a setting that is `base` at amount 0 and `base + whole` at amount 1, as one value or as it moves. */
type Write = (base: number, whole: number, unit: '' | ' dB' | ' %') => string

/** Each style's inserts, in the mix language. */
const RECIPES: Readonly<Record<Maximizer['style'], (at: Write) => readonly string[]>> = {
  transparent: (at) => [gain(at(0, 10, ' dB')), limiter('transparent')],
  loud: (at) => {
    const ratio = at(1, 1, '')
    const band = `{ threshold: -24 dB, ratio: ${ratio}, attack: 20 ms, release: 150 ms, makeup: ${at(0, 3, ' dB')} }`
    const bands = Array.from({ length: 4 }, () => `    - ${band}`)
    return [
      ['multiband:', '    crossovers: [120 Hz, 2 kHz, 8 kHz]', '    bands:', ...bands.map((line) => `  ${line}`)].join(
        '\n',
      ),
      gain(at(0, 6, ' dB')),
      `clipper: { ceiling: ${CLIP_LEVEL}, style: soft }`,
      limiter('loud'),
    ]
  },
  punch: (at) => [
    `transient: { attack: ${at(0, 4, ' dB')} }`,
    gain(at(0, 8, ' dB')),
    `clipper: { ceiling: ${CLIP_LEVEL}, style: hard }`,
    limiter('punch'),
  ],
  wide: (at) => {
    const widths = [at(100, -50, ' %'), at(100, 25, ' %'), at(100, 50, ' %')]
    return [
      `imager: { crossovers: [150 Hz, 2.5 kHz], widths: [${widths.join(', ')}] }`,
      gain(at(0, 6, ' dB')),
      limiter('transparent'),
    ]
  },
  deess: (at) => [
    `deesser: { freq: 6.5 kHz, threshold: -30 dB, ratio: ${at(1, 3, '')}, range: ${at(0, 12, ' dB')} }`,
    gain(at(0, 6, ' dB')),
    limiter('transparent'),
  ],
}

/**
 * The inserts that a maximizer stands for, as they would be written in a mix file; nothing where the amount stands at 0.
 * An amount that moves takes their settings along.
 */
export function maximizerYaml({ style, amount }: Pick<Maximizer, 'style' | 'amount'>): string {
  if (amount === 0) return ''
  const at: Write =
    typeof amount === 'number'
      ? (base, whole, unit) => number(base + whole * amount) + unit
      : (base, whole, unit) => movement(straightened(amount), (part) => fine(base + whole * part) + unit)
  return RECIPES[style](at)
    .map((insert) => `- ${insert}\n`)
    .join('')
}

/**
 * What is heard of a chain: without what is bypassed throughout, each maximizer as the inserts that it stands for. A
 * bypass that moves is theirs too.
 */
export function explicitInserts(inserts: readonly Insert[]): readonly ExplicitInsert[] {
  return inserts.flatMap((insert) => {
    if (insert.bypass === true) return []
    if (insert.kind !== 'maximizer') return [insert]
    const { bypass } = insert
    return explicitInserts(readInserts(maximizerYaml(insert))).map((explicit) => ({ ...explicit, bypass }))
  })
}

/** Any rate will do: that of the song was looked at when the maximizer was read. */
const RATE_HZ = 384_000

function readInserts(yaml: string): readonly Insert[] {
  const { root } = parseYaml(`inserts:\n${yaml}`, 'maximizer')
  const found: Found = { diagnostics: [], audioFiles: [], references: [] }
  const node = root && entryOf(root, 'inserts')?.value
  const reader = new Reader({ timeline: new Timeline({}), sampleRateHz: RATE_HZ }, found)
  const inserts = node && insertsField.form.read(node, reader)
  if (!inserts || found.diagnostics.length > 0) throw new Error(`maximizer: ${found.diagnostics[0]?.message}`)
  return inserts
}

function gain(makeup: string): string {
  return `compressor: { ratio: 1, makeup: ${makeup} }`
}

function limiter(style: string): string {
  return `limiter: { ceiling: ${CEILING}, style: ${style} }`
}

/** To two decimals, at least a hundredth, so that a little of something is not nothing. */
function number(value: number): string {
  return String(Math.max(1, Math.floor(100 * value + 0.5)) / 100)
}

/** Straight lines in place of one exponential, which the settings that follow from it cannot have: within 1 % of it. */
const LINES = 32

/** The same points, exponentials as straight lines. */
function straightened({ points }: Movement): readonly AutomationPoint[] {
  return points.flatMap((point, index): readonly AutomationPoint[] => {
    const before = points[index - 1]
    if (point.shape !== 'exponential' || before === undefined) return [point]
    return Array.from({ length: LINES }, (_, line) => {
      const part = (line + 1) / LINES
      const value = line + 1 === LINES ? point.value : before.value * (point.value / before.value) ** part
      return { atS: before.atS + (point.atS - before.atS) * part, value, shape: 'line' }
    })
  })
}

function movement(points: readonly AutomationPoint[], show: (value: number) => string): string {
  const shown = points.map(({ atS, value, shape }) => {
    return `${plain(atS)} s: ${shape === 'line' ? '' : `${shape} `}${show(value)}`
  })
  return `{ ${shown.join(', ')} }`
}

/** To six decimals. */
function fine(value: number): string {
  return plain(Math.floor(1e6 * value + 0.5) / 1e6)
}

/** Without an exponent. */
function plain(value: number): string {
  return value < 1e-6 ? '0' : String(value)
}
