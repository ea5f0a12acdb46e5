import type { Form } from './form.ts'
import { alternatives } from './printable.ts'
import { didYouMean } from './suggestion.ts'

/** How a delivered file is coded: `bits` of linear or lossless samples, or the rate of a lossy one. */
export type AudioFormat =
  | { readonly codec: 'wav'; readonly bits: 16 | 24 | 32; readonly float: boolean }
  | { readonly codec: 'flac' | 'alac'; readonly bits: 16 | 24 }
  | { readonly codec: 'mp3' | 'aac' | 'opus' | 'ogg'; readonly kbps: number }

/** What follows the codec's name, as it is written. */
const exact: Readonly<Record<string, AudioFormat>> = {
  'wav 16': { codec: 'wav', bits: 16, float: false },
  'wav 24': { codec: 'wav', bits: 24, float: false },
  'wav 32f': { codec: 'wav', bits: 32, float: true },
  'flac 16': { codec: 'flac', bits: 16 },
  'flac 24': { codec: 'flac', bits: 24 },
  'alac 16': { codec: 'alac', bits: 16 },
  'alac 24': { codec: 'alac', bits: 24 },
}

/** kbit/s that may follow the codec's name; MPEG-1 layer III knows only these constant rates. */
const lossy = {
  mp3: {
    usual: 320,
    allows: (kbps: number) => [96, 112, 128, 160, 192, 224, 256, 320].includes(kbps),
    range: '96 to 320',
  },
  aac: { usual: 256, allows: (kbps: number) => kbps >= 64 && kbps <= 512, range: '64 to 512' },
  opus: { usual: 160, allows: (kbps: number) => kbps >= 32 && kbps <= 510, range: '32 to 510' },
  ogg: { usual: 320, allows: (kbps: number) => kbps >= 96 && kbps <= 500, range: '96 to 500' },
} as const

type LossyCodec = keyof typeof lossy
const LOSSY = Object.keys(lossy) as LossyCodec[]
const EXAMPLES = [...Object.keys(exact), ...LOSSY.map((codec) => `${codec} ${lossy[codec].usual}`)]

/** `wav 24`, `mp3 320`. */
export const audioFormat: Form<AudioFormat> = {
  allowed: alternatives([...Object.keys(exact), ...LOSSY.map((codec) => `${codec} ${lossy[codec].range}`)]),
  read(node, reader) {
    const [codec = '', detail = '', ...rest] = node.type === 'scalar' ? node.text.split(/\s+/) : []
    const format = exact[`${codec} ${detail}`] ?? lossyFormat(codec, detail)
    if (format && rest.length === 0) return format
    const same = EXAMPLES.find((example) => example.startsWith(`${codec} `))
    const fix = same ? `did you mean '${same}'?` : didYouMean(`${codec} ${detail}`.trim(), EXAMPLES)
    return reader.refuse('DELIVERY_UNKNOWN_FORMAT', node, audioFormat.allowed, fix)
  },
  schema: () => ({
    anyOf: [{ enum: EXAMPLES }, { type: 'string', pattern: `^(?:${LOSSY.join('|')})\\s+\\d{2,3}$` }],
  }),
  show: (format) => ('kbps' in format ? `${format.codec} ${format.kbps}` : `${format.codec} ${format.bits}`),
}

function lossyFormat(codec: string, detail: string): AudioFormat | undefined {
  const known = LOSSY.find((one) => one === codec)
  const kbps = /^\d{2,3}$/.test(detail) ? Number(detail) : 0
  return known && lossy[known].allows(kbps) ? { codec: known, kbps } : undefined
}
