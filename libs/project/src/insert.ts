import type { Movement } from './automation.ts'
import { chorus } from './chorus.ts'
import { clipper } from './clipper.ts'
import { compressor } from './compressor.ts'
import { convolution } from './convolution.ts'
import { deesser } from './deesser.ts'
import { delay } from './delay.ts'
import { eq } from './eq.ts'
import { exciter } from './exciter.ts'
import { expander } from './expander.ts'
import { type Field, type Form, field } from './form.ts'
import { gate } from './gate.ts'
import { imager } from './imager.ts'
import { limiter } from './limiter.ts'
import { list } from './list.ts'
import { maximizer } from './maximizer.ts'
import { multiband } from './multiband.ts'
import { insertFields, type Processor } from './processor.ts'
import { readFields, recordSchema, refuseUnknownKeys } from './record.ts'
import { reverb } from './reverb.ts'
import { saturation } from './saturation.ts'
import type { JsonSchema } from './schema.ts'
import { soleKey } from './sole-key.ts'
import { stereo } from './stereo.ts'
import { transient } from './transient.ts'
import { isNothing } from './tree.ts'

/** All processors, by the key that names them. */
export const processors = {
  eq,
  compressor,
  expander,
  gate,
  deesser,
  multiband,
  transient,
  saturation,
  clipper,
  exciter,
  chorus,
  reverb,
  convolution,
  delay,
  limiter,
  stereo,
  imager,
  maximizer,
}

type Processors = typeof processors
export type ProcessorKind = keyof Processors
type Settings<K extends ProcessorKind> = Processors[K] extends Processor<infer T> ? T : never

/** A processor in series, `kind` says which: `{ kind: 'limiter', bypass: false, ceilingDbtp: -1, … }`. */
export type Insert = {
  [K in ProcessorKind]: { readonly kind: K; readonly bypass: boolean | Movement; readonly name?: string } & Settings<K>
}[ProcessorKind]

/** One entry of `inserts`: the processor's key with its settings, and perhaps `bypass` and `name` beside it. */
export const insert: Form<Insert> = {
  allowed: 'a processor such as `{ compressor: { ratio: 3 } }`',
  read(node, reader) {
    const found = soleKey(node, Object.keys(processors), 'processor', reader)
    if (!found) return undefined
    const kind = found.entry.key.text as ProcessorKind
    const inside = reader.instead(kind)
    const advice = isNothing(found.entry.value) ? `indent it further than \`${kind}:\`` : undefined
    refuseUnknownKeys(found.siblings, Object.keys(insertFields), inside, advice)
    const form: Form<object> = processors[kind].form
    const settings = form.read(found.entry.value, inside)
    const beside = readFields(found.siblings, node, insertFields, inside)
    if (!settings || !beside) return undefined
    return { kind, ...settings, ...beside, bypass: eitherBypass(beside.bypass, settings) } as Insert
  },
  schema: (definitions) =>
    definitions.refer('insert', (): JsonSchema => {
      const entries = Object.entries<Processor<object>>(processors)
      return {
        anyOf: entries.map(([kind, { doc, form }]) =>
          recordSchema({ [kind]: field(doc, form, { required: true }), ...insertFields }, definitions),
        ),
      }
    }),
}

/** What is written beside the processor's key and among its settings, where `true` outdoes what switches. */
function eitherBypass(beside: boolean | Movement, settings: { readonly bypass?: boolean | Movement }) {
  const { bypass: inside = false } = settings
  if (beside === true || inside === true) return true
  return beside === false ? inside : beside
}

/** The key `inserts`. */
export const insertsField: Field<readonly Insert[], '', true> = field(
  'Processors in series, in this order.',
  list('insert', insert),
  {
    default: [],
  },
)
