import { allowField } from './allow.ts'
import { chainField, useField } from './chain.ts'
import { deliverField, RATE } from './delivery.ts'
import { expectField } from './expectation.ts'
import { type Description, type Fields, type Form, field } from './form.ts'
import { groupForm } from './group.ts'
import { momentField } from './moment.ts'
import { type Named, named, strips } from './named.ts'
import { frequencyField, levelField } from './quantity.ts'
import { defaultsOf, record } from './record.ts'
import { releaseFields } from './release.ts'
import { MIX_BUS } from './routes.ts'
import { sections } from './sections.ts'
import { stemFields } from './stem.ts'
import { faderField, stripFields } from './strip.ts'
import { tempoField } from './tempo.ts'
import { textField } from './text.ts'
import { timeSignature } from './time-signature.ts'
import { version } from './version.ts'

/** The keys of the mix bus. */
export const mixFields = {
  panLaw: levelField('Level of a mono signal on each side when it is panned to the centre; -3 dB is exactly 1/√2.', {
    min: -6,
    max: 0,
    values: [0, -3, -4.5, -6],
    default: -3,
  }),
  use: useField,
  inserts: chainField,
  gain: faderField,
} satisfies Fields

const masterFields = { use: useField, inserts: chainField } satisfies Fields

/** The sum of all strips: pan law, inserts → fader. */
export type MixBus = Description<typeof mixFields>

/** What all deliveries have in common, after the mix. */
export type Master = Description<typeof masterFields>

/** A map that diagnostics name by itself, and that side-chains know as `strip`. */
function part<T>(subject: string, form: Form<T>, strip?: string): Form<T> {
  return { ...form, read: (node, reader) => form.read(node, reader.about(subject, strip)) }
}

/** Strips that feed into buses or the mix bus. */
const strip = record('strip', stripFields)

/** What the file and the song are called. */
export const headFields = {
  mixwright: field('Version of the mix language.', version('mixwright'), { required: true }),
  ...releaseFields,
} satisfies Fields

/** What beats are counted by. Read before the tempo. */
export const meterFields = {
  timeSignature: field('Beats in a bar.', timeSignature, {
    default: { beatsPerBar: 4, beatUnit: 4 },
  }),
} satisfies Fields

/** What times are counted by. Read before all that lies in time. */
export const tempoFields = { tempo: tempoField } satisfies Fields

export const rateFields = {
  sampleRate: frequencyField('Session rate; stems at another rate are converted.', { ...RATE, default: 48_000 }),
} satisfies Fields

export const sectionFields = {
  sections: field('Names of parts of the song and the times they begin at; usable as times.', sections, {
    default: [],
  }),
} satisfies Fields

export const signalFields = {
  length: momentField('Length of the mix. Default: the longest stem and what rings on.', { positive: true }),
  seed: textField('Any text; another one gives other dither.', {}),
  stems: field('The recordings, by name.', strips('stem', record('stem', stemFields), { none: 'STEM_NONE' }), {
    required: true,
  }),
  buses: field('Places where strips are summed, by name.', strips('bus', strip), { default: [] }),
  returns: field('Strips that receive sends, by name.', strips('return', strip), { default: [] }),
  groups: field(
    'Strips that are faded, muted and soloed together, by the name of the group. No signal flows through a group.',
    named('group', groupForm),
    { default: [] },
  ),
  mix: field('The mix bus.', part('mix bus', record('mix', mixFields), MIX_BUS), { default: defaultsOf(mixFields) }),
  master: field('Shared by all deliveries.', part('master', record('master', masterFields)), {
    default: defaultsOf(masterFields),
  }),
  deliver: deliverField,
  expect: expectField,
  allow: allowField,
} satisfies Fields

/** All keys of a mix file, in the order in which they are documented. */
export const projectFields = {
  ...headFields,
  ...rateFields,
  ...tempoFields,
  ...meterFields,
  ...sectionFields,
  ...signalFields,
}

export type Bus = Named<Description<typeof stripFields>>
export type Return = Named<Description<typeof stripFields>>
