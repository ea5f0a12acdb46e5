import { BANDS, type BandName, type Measurement } from '@mixwright/metering'
import type { MixTextEntry } from '@mixwright/project'
import { lowestStrong } from '../advice/lowest-strong.ts'
import { shareOf } from './guess-role.ts'
import type { Role } from './role.ts'

interface Compression {
  /** How far under the highest peak the threshold lies. dB */
  depthDb: number
  ratio: number
  attackMs: number
  releaseMs: number
  why: string
}

interface Start {
  /** Corner of the high-pass and why; lower where the recording has more below. */
  highPass: readonly [freqHz: number, why: string, slope?: string]
  /** Bands of the EQ as they are written, each with its reason. */
  bands?: readonly (readonly [text: string, why: string])[]
  compression?: Compression
  deesser?: true
  sends?: Readonly<Record<string, number>>
}

const RUMBLE = 'nothing musical lives below'

/** Where each role starts from: few and small moves, each with its reason. */
const STARTS: Readonly<Record<Role, Start>> = {
  kick: {
    highPass: [30, 'nobody hears it, every amplifier fights with it'],
    bands: [
      ['bell: 300 Hz, gain: -2.5 dB, q: 1.2', 'less cardboard'],
      ['bell: 3.5 kHz, gain: 2 dB, q: 0.9', 'the beater: what small speakers hear of a kick'],
    ],
    compression: { depthDb: 6, ratio: 4, attackMs: 20, releaseMs: 80, why: 'a slow attack lets the beater through' },
  },
  snare: {
    highPass: [90, 'leaves the cellar to kick and bass'],
    bands: [
      ['bell: 200 Hz, gain: 1.5 dB, q: 1.2', 'body'],
      ['highShelf: 7 kHz, gain: 1.5 dB', 'wires'],
    ],
    compression: {
      depthDb: 6,
      ratio: 3,
      attackMs: 12,
      releaseMs: 90,
      why: 'the stick comes through, the rest is held',
    },
    sends: { room: -14, plate: -16 },
  },
  hats: { highPass: [300, 'all that is below comes from other drums'] },
  cymbals: { highPass: [250, 'all that is below comes from other drums'] },
  overheads: { highPass: [150, 'kick and toms have microphones of their own'] },
  room: {
    highPass: [60, RUMBLE],
    compression: { depthDb: 12, ratio: 4, attackMs: 10, releaseMs: 120, why: 'squeezed rooms make a kit larger' },
  },
  toms: {
    highPass: [55, RUMBLE],
    bands: [['bell: 400 Hz, gain: -2.5 dB, q: 1.2', 'less cardboard']],
    sends: { room: -14 },
  },
  percussion: { highPass: [120, 'leaves the lows to kick and bass'], sends: { room: -14 } },
  drums: {
    highPass: [30, 'nobody hears it, every amplifier fights with it'],
    bands: [['bell: 350 Hz, gain: -1.5 dB, q: 1', 'makes room for the rest of the band']],
    sends: { room: -20 },
  },
  bass: {
    highPass: [30, RUMBLE],
    bands: [['bell: 250 Hz, gain: -1.5 dB, q: 1', 'where bass and everything else pile up']],
    compression: { depthDb: 9, ratio: 4, attackMs: 15, releaseMs: 150, why: 'a bass is felt when it is even' },
  },
  vocal: {
    highPass: [90, 'steps, breath on the microphone, rumble', '24 dB/oct'],
    bands: [
      ['bell: 250 Hz, gain: -2 dB, q: 1', 'less of the room and the nearness of the microphone'],
      ['bell: 3 kHz, gain: 1.5 dB, q: 0.8', 'presence: where words are'],
      ['highShelf: 10 kHz, gain: 1.5 dB', 'air; it also lifts every s, so next comes the'],
    ],
    deesser: true,
    compression: { depthDb: 9, ratio: 3, attackMs: 8, releaseMs: 100, why: 'every word at one distance' },
    sends: { plate: -15, echo: -22 },
  },
  backing: {
    highPass: [130, 'the lead alone has a chest'],
    bands: [['bell: 3 kHz, gain: -1.5 dB, q: 0.8', 'the words belong to the lead']],
    compression: { depthDb: 9, ratio: 3, attackMs: 6, releaseMs: 120, why: 'a choir stands in one row' },
    sends: { plate: -12 },
  },
  guitar: {
    highPass: [90, 'leaves the lows to the bass'],
    bands: [['bell: 350 Hz, gain: -1.5 dB, q: 1', 'less wool']],
    sends: { room: -18 },
  },
  acoustic: {
    highPass: [90, 'leaves the lows to the bass'],
    bands: [
      ['bell: 200 Hz, gain: -2 dB, q: 1.2', 'the hum of the body'],
      ['highShelf: 9 kHz, gain: 1.5 dB', 'strings and fingers'],
    ],
    compression: { depthDb: 8, ratio: 2.5, attackMs: 15, releaseMs: 120, why: 'evens the strumming' },
    sends: { room: -16 },
  },
  keys: {
    highPass: [60, 'leaves the lowest octave to the bass'],
    bands: [['bell: 300 Hz, gain: -1.5 dB, q: 0.9', 'less wool']],
    sends: { plate: -18 },
  },
  synth: { highPass: [90, 'leaves the lows to the bass'], sends: { plate: -18, echo: -20 } },
  pad: {
    highPass: [120, 'a pad carries; it need not rumble'],
    bands: [['bell: 400 Hz, gain: -1.5 dB, q: 0.8', 'makes room for what plays on top of it']],
    sends: { plate: -16 },
  },
  strings: { highPass: [80, RUMBLE], sends: { plate: -14 } },
  brass: {
    highPass: [80, RUMBLE],
    bands: [['bell: 2.5 kHz, gain: -1 dB, q: 0.8', 'leaves the words to the voice']],
    sends: { plate: -14 },
  },
  fx: { highPass: [35, RUMBLE], sends: { plate: -18 } },
  other: { highPass: [35, RUMBLE], sends: { room: -20 } },
}

const LOWEST_HZ = 25
/** Corners that are lowered are written in steps. */
const STEP_HZ = 5
/** A high-pass that would take more of the power than this is set an octave lower. */
const MOST_LOST = 0.1

/** What a strip starts with, for the level that reaches its inserts. */
export function startingInserts(role: Role, { bandsDb, samplePeakDbfs }: Measurement, trimDb: number): MixTextEntry[] {
  const { highPass, bands = [], compression, deesser } = STARTS[role]
  const [wantedHz, why, slope] = highPass
  const freqHz = safeHighPass(wantedHz, bandsDb)
  const reason = freqHz === wantedHz ? why : 'low, because this recording has much of its sound not far above'
  const corner = { value: `{ highPass: ${freqHz} Hz${slope ? `, slope: ${slope}` : ''} }`, comment: reason }
  const eq = [corner, ...bands.map(([text, comment]) => ({ value: `{ ${text} }`, comment }))]
  const only = eq.length === 1 ? { value: `eq: [${corner.value}]`, comment: reason } : undefined
  const inserts: MixTextEntry[] = [only ?? { value: [{ key: 'eq', value: { items: eq } }] }]
  const peakDb = samplePeakDbfs + trimDb
  if (deesser) {
    const threshold = thresholdText(peakDb - 20)
    inserts.push({ value: `deesser: { freq: 6.5 kHz, threshold: ${threshold}, range: 6 dB }` })
  }
  if (compression) {
    const { depthDb, ratio, attackMs, releaseMs, why: purpose } = compression
    const values = `threshold: ${thresholdText(peakDb - depthDb)}, ratio: ${ratio}, attack: ${attackMs} ms`
    inserts.push({
      value: `compressor: { ${values}, release: ${releaseMs} ms }`,
      comment: purpose,
    })
  }
  return inserts
}

/** Levels of what a strip sends, by the names of returns. dB */
export function startingSends(role: Role): Readonly<Record<string, number>> {
  return STARTS[role].sends ?? {}
}

/** A level that a threshold can have, in whole dB. */
export function thresholdText(levelDb: number): string {
  const db = Number.isFinite(levelDb) ? Math.round(levelDb) : -20
  return `${Math.min(-1, Math.max(-80, db))} dB`
}

/** A corner that leaves the recording its sound: by what it would take of the whole, and by the lowest strong octave. */
function safeHighPass(wantedHz: number, bandsDb: Measurement['bandsDb']): number {
  let freqHz = wantedHz
  while (freqHz / 2 >= LOWEST_HZ && shareOf(bandsUnder(freqHz), bandsDb) > MOST_LOST) freqHz = Math.round(freqHz / 2)
  const topHz = lowestStrong(bandsDb)?.topHz ?? freqHz
  return freqHz <= topHz ? freqHz : Math.max(LOWEST_HZ, STEP_HZ * Math.floor(topHz / STEP_HZ))
}

/** Bands whose middle lies below. */
function bandsUnder(freqHz: number): BandName[] {
  return BANDS.filter(({ centreHz }) => centreHz < freqHz).map(({ name }) => name)
}
