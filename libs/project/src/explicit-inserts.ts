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

/** Each style's inserts, in the mix language, by an amount of 0 … 1. */
const RECIPES: Readonly<Record<Maximizer['style'], (amount: number) => readonly string[]>> = {
  transparent: (amount) => [gain(10 * amount), limiter('transparent')],
  loud: (amount) => {
    const ratio = number(1 + amount)
    const band = `{ threshold: -24 dB, ratio: ${ratio}, attack: 20 ms, release: 150 ms, makeup: ${number(3 * amount)} dB }`
    const bands = Array.from({ length: 4 }, () => `    - ${band}`)
    return [
      ['multiband:', '    crossovers: [120 Hz, 2 kHz, 8 kHz]', '    bands:', ...bands.map((line) => `  ${line}`)].join(
        '\n',
      ),
      gain(6 * amount),
      `clipper: { ceiling: ${CLIP_LEVEL}, style: soft }`,
      limiter('loud'),
    ]
  },
  punch: (amount) => [
    `transient: { attack: ${number(4 * amount)} dB }`,
    gain(8 * amount),
    `clipper: { ceiling: ${CLIP_LEVEL}, style: hard }`,
    limiter('punch'),
  ],
  wide: (amount) => {
    const widths = [100 - 50 * amount, 100 + 25 * amount, 100 + 50 * amount].map((width) => `${number(width)} %`)
    return [
      `imager: { crossovers: [150 Hz, 2.5 kHz], widths: [${widths.join(', ')}] }`,
      gain(6 * amount),
      limiter('transparent'),
    ]
  },
  deess: (amount) => [
    `deesser: { freq: 6.5 kHz, threshold: -30 dB, ratio: ${number(1 + 3 * amount)}, range: ${number(12 * amount)} dB }`,
    gain(6 * amount),
    limiter('transparent'),
  ],
}

/** The inserts that a maximizer stands for, as they would be written in a mix file; nothing at amount 0. */
export function maximizerYaml({ style, amount }: Pick<Maximizer, 'style' | 'amount'>): string {
  if (amount === 0) return ''
  return RECIPES[style](amount)
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

function gain(db: number): string {
  return `compressor: { ratio: 1, makeup: ${number(db)} dB }`
}

function limiter(style: string): string {
  return `limiter: { ceiling: ${CEILING}, style: ${style} }`
}

/** To two decimals, at least a hundredth, so that a little of something is not nothing. */
function number(value: number): string {
  return String(Math.max(1, Math.floor(100 * value + 0.5)) / 100)
}
