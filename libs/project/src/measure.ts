import {
  type Dimension,
  decibels,
  loudness,
  loudnessRange,
  plain,
  proportion,
  seconds,
  share,
  truePeak,
} from './dimension.ts'
import { type Fields, field } from './form.ts'
import { frequencyField, type Limits, quantity } from './quantity.ts'
import type { ScalarForm } from './scalar.ts'
import { stretchForm } from './stretch.ts'
import { choiceField } from './text.ts'

/** Centres of the octave bands that balance is measured in. */
const BANDS = ['31.5 Hz', '63 Hz', '125 Hz', '250 Hz', '500 Hz', '1 kHz', '2 kHz', '4 kHz', '8 kHz', '16 kHz'] as const

/** Something that can be measured of a mix, and what may be said of it. */
export interface Measure {
  readonly doc: string
  /** Whether it is measured of the mix and deliveries, or of strips. */
  readonly of: 'sound' | 'strips'
  /** Keys beside the measure, but for the limits. */
  readonly options: Fields
  readonly limit: ScalarForm<number>
  /** Unit of its values in results; empty for plain numbers. */
  readonly unit: string
}

const within = {
  in: field('Only this part of the song: a section, or two times. Default: all of it.', stretchForm),
} satisfies Fields

const below = {
  below: frequencyField('Only what lies below this corner, by a low-pass of 48 dB/oct.', {
    min: 20,
    max: 20_000,
    belowNyquist: true,
  }),
} satisfies Fields

function sound(doc: string, unit: string, dimension: Dimension, limits: Limits, options: Fields = within): Measure {
  return { doc, of: 'sound', options, limit: quantity(dimension, limits), unit }
}

const LOUDNESS = { min: -80, max: 10 } as const
const PEAK = { min: -120, max: 30 } as const
const SILENCE = { min: 0, max: 600 } as const

/** Everything that can be expected of a mix, by the key that asks for it. */
export const measures = {
  loudness: sound('Integrated loudness.', 'LUFS', loudness, LOUDNESS),
  shortTermMax: sound('Loudest 3 s.', 'LUFS', loudness, LOUDNESS),
  momentaryMax: sound('Loudest 400 ms.', 'LUFS', loudness, LOUDNESS),
  loudnessRange: sound('Loudness range of EBU Tech 3342.', 'LU', loudnessRange, { min: 0, max: 60 }),
  truePeak: sound('Highest true peak.', 'dBTP', truePeak, PEAK),
  samplePeak: sound('Highest sample.', 'dBFS', decibels, PEAK),
  plr: sound('True peak over integrated loudness.', 'LU', loudnessRange, { min: -20, max: 60 }),
  level: {
    doc: 'K-weighted, gated loudness of stems, buses or returns, where they leave for their bus: after fader, pan and mutes. Several are taken together.',
    of: 'strips',
    options: within,
    limit: quantity(loudness, LOUDNESS),
    unit: 'LUFS',
  },
  monoLoss: sound(
    'What folding to mono, (L + R) / 2, takes away.',
    'dB',
    decibels,
    { min: 0, max: 120 },
    {
      ...within,
      ...below,
    },
  ),
  correlation: sound('Likeness of left and right.', '', plain, { min: -1, max: 1 }, { ...within, ...below }),
  width: sound('Share of the side, (L - R) / 2, in the power.', '', share, { min: 0, max: 1 }, { ...within, ...below }),
  balance: sound(
    'Level of an octave band against the whole.',
    'dB',
    decibels,
    { min: -120, max: 0 },
    {
      ...within,
      band: choiceField('Centre of the octave.', BANDS, {}),
    },
  ),
  headSilence: sound('Time before the first sample over -60 dBFS.', 's', seconds, SILENCE, {}),
  tailSilence: sound('Time after the last sample over -60 dBFS.', 's', seconds, SILENCE, {}),
  length: sound('Playing time.', 's', seconds, { min: 0, max: 86_400 }, {}),
  clips: sound('Runs of three samples and more at full scale.', '', plain, { min: 0, max: 1_000_000, whole: true }),
  dcOffset: sound('Mean of the channel that is furthest from 0, without its sign.', '', proportion, { min: 0, max: 1 }),
} as const satisfies Record<string, Measure>

export type MeasureName = keyof typeof measures

/** `level` where strips are held against others: the difference of both levels. */
export const levelOver: Pick<Measure, 'limit' | 'unit'> = {
  limit: quantity(decibels, { min: -120, max: 120 }),
  unit: 'dB',
}
