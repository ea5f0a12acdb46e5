import { Arena } from '@mixwright/dsp'
import { Desk, type InputPlan, type MixPlan, type StripPlan } from '@mixwright/mixer'

/** A recording for a test: left and right at a song frame. */
export type Signal = (songFrame: number) => readonly [left: number, right: number]

export const RATE_HZ = 48_000

/** A mono signal: the same on both lanes. */
export function mono(sample: (songFrame: number) => number): Signal {
  return (frame) => {
    const value = sample(frame)
    return [value, value]
  }
}

export const impulseAt = (at: number): Signal => mono((frame) => (frame === at ? 1 : 0))

export const sine = (freqHz: number, amplitude = 1): Signal =>
  mono((frame) => amplitude * Math.sin((2 * Math.PI * freqHz * frame) / RATE_HZ))

/** Noise that is the same for a seed and a frame, however it is read. */
export function noise(seed: number, amplitude = 0.5): Signal {
  const at = (frame: number, channel: number) => {
    let z = (Math.imul(frame * 2 + channel, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b)) >>> 0
    z = Math.imul(z ^ (z >>> 15), 0x2c1b3c6d) >>> 0
    z = Math.imul(z ^ (z >>> 12), 0x297a2d39) >>> 0
    return amplitude * (((z ^ (z >>> 15)) >>> 0) / 2 ** 31 - 1)
  }
  return (frame) => [at(frame, 0), at(frame, 1)]
}

/** A strip with everything at its default. */
export function strip(overrides: Partial<StripPlan> & { name: string }): StripPlan {
  return {
    kind: overrides.stem === undefined ? 'bus' : 'stem',
    stem: null,
    mono: false,
    trimDb: 0,
    inverted: false,
    inputs: [],
    inserts: [],
    faderDb: 0,
    groupsDb: [],
    pan: 0,
    width: 1,
    ...overrides,
  }
}

export const from = (index: number, overrides: Partial<InputPlan> = {}): InputPlan => ({
  from: index,
  tap: 'postFader',
  levelDb: 0,
  ...overrides,
})

/** A plan of the given strips; the last is the mix bus. */
export function plan(strips: readonly StripPlan[], frames: number, overrides: Partial<MixPlan> = {}): MixPlan {
  return { sampleRateHz: RATE_HZ, panLaw: -3, strips, stemsEndFrame: frames, lengthFrames: frames, ...overrides }
}

export interface Mix {
  left: Float64Array
  right: Float64Array
  frames: number
}

/** Computes a plan in this thread. Stem `i` plays `signals[i]` for as long as the plan's stems last. */
export function mixDown(mixPlan: MixPlan, signals: readonly Signal[], blockFrames?: number): Mix {
  const arena = new Arena()
  const left: number[] = []
  const right: number[] = []
  const desk = new Desk(mixPlan, {
    arena,
    ...(blockFrames === undefined ? {} : { blockFrames }),
    openStem: (stem) => ({
      read: (at, songFrame, frames) => {
        const audio = arena.f64(at, frames * 2)
        for (let i = 0; i < frames; i++) {
          const [l, r] = songFrame + i < mixPlan.stemsEndFrame ? signals[stem]!(songFrame + i) : [0, 0]
          audio[2 * i] = l
          audio[2 * i + 1] = r
        }
        return audio.every((sample) => sample === 0)
      },
    }),
    sink: {
      write: (at, frames) => {
        const audio = arena.f64(at, frames * 2)
        for (let i = 0; i < frames; i++) {
          left.push(audio[2 * i]!)
          right.push(audio[2 * i + 1]!)
        }
      },
    },
  })
  desk.reset()
  const frames = desk.run()
  if (frames === null) throw new Error('the only worker owns the mix bus')
  return { left: Float64Array.from(left), right: Float64Array.from(right), frames }
}
