import { audioFormat } from './audio-format.ts'
import { type Description, type Fields, type Form, field } from './form.ts'
import { insertsField } from './insert.ts'
import { type Named, named } from './named.ts'
import { quoted } from './printable.ts'
import { frequencyField, levelField, loudnessField, spanField, truePeakField } from './quantity.ts'
import type { Reader } from './reader.ts'
import { entriesOf, record } from './record.ts'
import { releaseFields } from './release.ts'
import { didYouMean, listed } from './suggestion.ts'
import { choice, choiceField, textField, toggleField } from './text.ts'
import { type Entry, entryOf } from './tree.ts'
import { vinylFields } from './vinyl.ts'

/** Rates a session or a file may have. */
export const RATE = { min: 8000, max: 384_000, whole: true } as const

/** How 16-bit noise is made and shaped; `shaped` is the best known shape for the rate. */
export const DITHERS = [
  'none',
  'tpdf',
  'shaped',
  'lipshitz5',
  'wannamaker3',
  'wannamaker9',
  'wannamaker24',
  'modE9',
  'imprE9',
  'lowShibata',
  'shibata',
  'gesemann',
] as const

/** Base names of the other files that a render writes. */
const OTHER_OUTPUTS = ['mix', 'report']

/** Names that Windows keeps for devices, whatever follows the first dot. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** What a CD master may bring along: a cue sheet with CD-Text, a DDP fileset. */
export const IMAGES = ['none', 'cue', 'ddp', 'both'] as const

/** True for a name that no file or folder on Windows can have. */
export function isDeviceName(name: string): boolean {
  return DEVICE_NAME.test(name)
}

const CHUNKS = ['bext', 'info', 'all'] as const
const metadataFields = {
  ...releaseFields,
  chunks: choiceField('Chunks of a WAV file that carry it: bext, RIFF INFO, or both.', CHUNKS, { default: 'all' }),
} satisfies Fields
const metadataRecord = record('release', metadataFields)
const metadataWord = choice(['none', ...CHUNKS], 'none, bext, info, all, or a map of release data')

/** What a file says beside its sound: which chunks of a WAV file carry it, or release data of its own. */
export type DeliveryMetadata = 'none' | (typeof CHUNKS)[number] | Description<typeof metadataFields>

const metadata: Form<DeliveryMetadata> = {
  allowed: metadataWord.allowed,
  read: (node, reader) => (node.type === 'map' ? metadataRecord.read(node, reader) : metadataWord.read(node, reader)),
  schema: (definitions) => ({ anyOf: [metadataWord.schema(definitions), metadataRecord.schema(definitions)] }),
}

/** What is not written stays away from the description: the target's own values apply. */
const deliveryFields = {
  target: textField(
    'Built-in target whose values apply to what is not written. Default: the name of the delivery.',
    {},
  ),
  format: field('File format.', audioFormat),
  sampleRate: frequencyField('Rate of the file.', RATE),
  loudness: loudnessField('Integrated loudness to reach, or `as mixed`.', { min: -50, max: -3, words: ['as mixed'] }),
  ceiling: truePeakField('Level that the true peak of the file never passes.', { min: -20, max: 0 }),
  maxLimiting: levelField(
    'Most that gain for loudness may push peaks over the ceiling; 0 dB allows no limiter. Default: 12 dB, 0 dB for vinyl.',
    { min: 0, max: 24 },
  ),
  dither: choiceField('Dither where samples are cut to 16 or 24 bit.', DITHERS, {}),
  autoBlack: spanField('Digital silence longer than this stays silent, undithered. Default: 100 ms.', {
    min: 0,
    max: 10_000,
    words: ['off'],
  }),
  inserts: insertsField,
  metadata: field(
    'Release data in the file: a map in place of that at the top; `none`; for WAV also only `bext` or `info`.',
    metadata,
  ),
  replayGain: toggleField('Writes ReplayGain tags, in Opus R128 gain. Not for WAV.', {}),
  image: choiceField(
    'CD: also writes the song as a disc of one track: cue sheet with CD-Text, DDP fileset, or both. Default: none.',
    IMAGES,
    {},
  ),
  ...vinylFields,
} satisfies Fields

/** One file to deliver: a target and what differs from it. */
export type Delivery = Named<Description<typeof deliveryFields>>

const deliveries = named('delivery', record('delivery', deliveryFields))

const deliverForm: Form<readonly Delivery[]> = {
  ...deliveries,
  read(node, reader) {
    checkFiles(entriesOf(node, reader) ?? [], reader)
    return deliveries.read(node, reader)?.map((delivery) => withTarget(delivery, reader))
  },
}

/** The key `deliver`. */
export const deliverField = field(
  'Files to deliver: names and settings; an empty value takes all from the target of that name.',
  deliverForm,
  { default: [] },
)

function withTarget(delivery: Delivery, { song }: Reader): Delivery {
  const isBuiltIn = song.targets?.includes(delivery.name) ?? true
  return delivery.target === undefined && isBuiltIn ? { ...delivery, target: delivery.name } : delivery
}

/** Checks what deliveries will be called, and that each is made from something. */
function checkFiles(entries: readonly Entry[], reader: Reader): void {
  const taken = new Map(OTHER_OUTPUTS.map((name) => [name, `the ${name} itself`]))
  for (const { key, value } of entries) {
    const inside = reader.about(`delivery ${quoted(key.text)}`)
    const file = key.text.toLowerCase()
    const other = taken.get(file)
    if (other) {
      const message = `it would write the same file as ${other}`
      inside.report('DELIVERY_SAME_FILE', key, message, { fix: 'choose another name' })
    } else if (isDeviceName(file)) {
      inside.report('DELIVERY_BAD_NAME', key, 'Windows keeps this name for a device', { fix: 'choose another name' })
    }
    taken.set(file, `delivery ${quoted(key.text)}`)
    checkTarget({ key, value }, inside)
  }
}

function checkTarget({ key, value }: Entry, reader: Reader): void {
  const { targets } = reader.song
  const settings = value.type === 'map' ? value : undefined
  const target = settings && entryOf(settings, 'target')?.value
  const written = target?.type === 'scalar' ? target : key
  if (!targets || targets.includes(written.text)) return
  if (written === key && settings && entryOf(settings, 'format')) return
  const message = `got ${quoted(written.text)}, no such target ${listed(targets)}`
  const fix =
    didYouMean(written.text, targets) ?? 'give it a `target`, or a `format` of its own such as `format: wav 24`'
  reader.report('DELIVERY_UNKNOWN_TARGET', written, message, { fix })
}
