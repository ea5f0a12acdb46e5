import type { InsertPlan } from '@mixwright/dsp'
import type { ProcessorKind } from '@mixwright/project'
import { RATE_HZ, readChain, readInsert, signal } from './_audition.ts'
import { decay, echoes } from './_decay-figures.ts'
import type { Figure } from './_figure.ts'
import { chainCurves, gainOverFrequency, sideLevel, staticCurve, stepResponse, struckTone } from './_gain-figures.ts'
import { spaceTable } from './_space-table.ts'
import { aroundTone, harmonics, response } from './_tone-figures.ts'

/** What the page of a processor shows: how it is written, and what that measures as. */
export interface Example {
  yaml: string
  figures: (insert: InsertPlan) => Figure[]
  /** A section of measured text. */
  measured?: () => string
}

/** The example with other words in it, by the words. */
function variants(yaml: string, word: string, others: readonly string[]): Record<string, InsertPlan> {
  return Object.fromEntries(others.map((other) => [other, readInsert(yaml.replace(word, other))]))
}

const EQ = `- eq:
    - { highPass: 60 Hz, slope: 24 dB/oct }
    - { bell: 400 Hz, gain: -4 dB, q: 1.4 }
    - { bell: 3 kHz, gain: 3 dB, q: 0.8 }
    - { highShelf: 10 kHz, gain: 4 dB }`

const BANDS = {
  'bell 6 dB': '- eq: [ { bell: 1 kHz, gain: 6 dB, q: 2 } ]',
  'high shelf -9 dB': '- eq: [ { highShelf: 5 kHz, gain: -9 dB } ]',
  'low shelf 9 dB': '- eq: [ { lowShelf: 100 Hz, gain: 9 dB } ]',
  'notch 300 Hz': '- eq: [ { notch: 300 Hz, q: 4 } ]',
  'low-pass 48 dB/oct': '- eq: [ { lowPass: 12 kHz, slope: 48 dB/oct } ]',
}

const SATURATION = '- saturation: { style: tape, drive: 12 dB }'
const CLIPPER = '- clipper: { ceiling: -6 dB, style: soft }'
const EXCITER = '- exciter: { freq: 3 kHz, amount: 50 %, style: tube }'
const MAXIMIZER = '- maximizer: { style: loud, amount: 60 % }'
const REVERB = '- reverb: { kind: hall, decay: 1.8 s, damping: 8 kHz }'

export const examples: Record<ProcessorKind, Example> = {
  eq: {
    yaml: EQ,
    figures: (insert) => [
      response('eq', { example: insert }, [-18, 9]),
      {
        ...response(
          'eq-bands',
          Object.fromEntries(Object.entries(BANDS).map(([k, v]) => [k, readInsert(v)])),
          [-30, 12],
        ),
        name: 'eq-bands',
      },
    ],
  },
  compressor: {
    yaml: '- compressor: { threshold: -24 dB, ratio: 4, attack: 10 ms, release: 100 ms, knee: 6 dB }',
    figures: (insert) => [staticCurve('compressor', insert), stepResponse('compressor', insert, -40, -6)],
  },
  expander: {
    yaml: '- expander: { threshold: -40 dB, ratio: 3, range: 30 dB }',
    figures: (insert) => [staticCurve('expander', insert, -72), stepResponse('expander', insert, -50, -20)],
  },
  gate: {
    yaml: '- gate: { threshold: -40 dB, range: 60 dB, hold: 60 ms, release: 80 ms }',
    figures: (insert) => [staticCurve('gate', insert, -72), stepResponse('gate', insert, -55, -20)],
  },
  deesser: {
    yaml: '- deesser: { freq: 6.5 kHz, threshold: -28 dB, ratio: 4, range: 12 dB }',
    figures: (insert) => [gainOverFrequency('deesser', insert, [-40, -20, -6])],
  },
  multiband: {
    yaml: `- multiband:
    crossovers: [120 Hz, 2 kHz]
    bands: [ { threshold: -24 dB, ratio: 3 }, {}, { threshold: -30 dB, ratio: 2 } ]`,
    figures: (insert) => [gainOverFrequency('multiband', insert, [-40, -20, -6])],
  },
  transient: {
    yaml: '- transient: { attack: 6 dB, sustain: -9 dB }',
    figures: (insert) => [struckTone('transient', insert)],
  },
  saturation: {
    yaml: SATURATION,
    figures: () => [harmonics('saturation', variants(SATURATION, 'tape', ['tape', 'tube', 'soft', 'hard']), 500, -6)],
  },
  clipper: {
    yaml: CLIPPER,
    figures: () => [harmonics('clipper', variants(CLIPPER, 'soft', ['soft', 'hard']), 500, 0)],
  },
  exciter: {
    yaml: EXCITER,
    figures: () => [harmonics('exciter', variants(EXCITER, 'tube', ['tube', 'tape']), 5000, -6)],
  },
  chorus: {
    yaml: '- chorus: { rate: 0.8 Hz, depth: 3 ms, voices: 2, mix: 50 % }',
    figures: (insert) => [aroundTone('chorus', insert, 1000)],
  },
  reverb: {
    yaml: REVERB,
    figures: () => [decay('reverb', variants(REVERB, 'hall', ['hall', 'plate', 'chamber', 'room']), 2)],
    measured: spaceTable,
  },
  convolution: {
    yaml: '- convolution: { file: ir/space.wav, predelay: 20 ms }',
    figures: (insert) => [
      decay('convolution', { 'a response of 0.6 s': { ...insert, impulse: fadingNoise() } as InsertPlan }, 1.2),
    ],
  },
  delay: {
    yaml: '- delay: { time: 1/8 dotted, feedback: 55 %, pingPong: true, lowPass: 5 kHz }',
    figures: (insert) => [echoes('delay', insert, 3)],
  },
  imager: {
    yaml: '- imager: { crossovers: [200 Hz, 2 kHz], widths: [0 %, 100 %, 140 %] }',
    figures: (insert) => [sideLevel('imager', insert)],
  },
  maximizer: {
    yaml: MAXIMIZER,
    figures: () => [
      chainCurves(
        'maximizer',
        Object.fromEntries(
          ['transparent', 'loud', 'punch', 'wide', 'deess'].map((style) => [
            style,
            readChain(MAXIMIZER.replace('loud', style)),
          ]),
        ),
      ),
    ],
  },
  limiter: {
    yaml: '- limiter: { ceiling: -6 dBTP, lookahead: 3 ms }',
    figures: (insert) => [staticCurve('limiter', insert, -30), stepResponse('limiter', insert, -18, 0)],
  },
  stereo: {
    yaml: '- stereo: { width: 110 %, monoBelow: 120 Hz }',
    figures: (insert) => [sideLevel('stereo', insert)],
  },
}

/** A response such as a file would hold: noise that falls by 60 dB in 0.6 s. */
function fadingNoise() {
  let state = 1
  const noise = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return state / 2147483648
  }
  const fading = () => signal(0.8, (timeS) => noise() * 10 ** (-3 * (timeS / 0.6)))
  return { sampleRateHz: RATE_HZ, channels: [fading(), fading()] }
}
