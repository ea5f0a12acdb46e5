import { ceilToQuantum, msToFrames, QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, dbToGain, maths, type Pointer } from '@mixwright/kernels'
import { designAbsorption } from './absorption.ts'
import type { Processor } from './processor.ts'
import { DIFFUSION_CHANNELS, LINES, type ReverbLayout, reverbLayout } from './reverb-layout.ts'
import { REVERB_SPACES, type ReverbSpace, type ReverbSpaceName } from './reverb-space.ts'

export interface ReverbOptions {
  /** Kind of space. */
  space: ReverbSpaceName
  /** Time in which the middle frequencies fall by 60 dB. s, 0.1…20. */
  decayS: number
  /** Time before the reverberation begins. ms, ≥ 0. */
  predelayMs: number
  /** Frequency at which the decay time has halved; it goes on falling above. Hz. */
  dampingHz: number
  /** Level of the difference of the sides: 0 is mono, 1 as the space is, 2 twice as wide. */
  width: number
  /** Part of the reverberation; the rest is the dry signal. 0 (does nothing)…1. */
  mix: number
}

// As in assembly/reverb.ts.
const EARLY_AT = 112
const DIFFUSION_AT = 496
const PAIR_AT = 880
const PAIR_BYTES = 224
const STATE_BYTES = PAIR_AT + 8 * PAIR_BYTES
const WORK_BYTES = 13 * 1024
const GUARD_FRAMES = 64
/** Rings a power of two long would all begin in the same lines of the cache. */
const PADDING_BYTES = 448

const EARLY_S = 0.08
/** What the late part keeps of the energy at least. */
const LEAST_LATE_SHARE = 0.2

interface Ring {
  at: Pointer
  frames: number
}

/**
 * Algorithmic reverb: early reflections, diffusion, and a feedback delay network of 16 lines.
 *
 * Shape    stereo → stereo, in place; the sides of the result are decorrelated
 * Latency  0 frames          Tail  until everything inside has fallen under 1e-24
 * Level    mono noise in the middle frequencies leaves each side as loud as it came in
 * Decay    decayS at 500 Hz, half of it at dampingHz; the lows and the beginning depend on the space
 * Source   Jot and Chaigne, AES 90, 1991; Schlecht and Habets, "On lossless feedback delay networks", IEEE Trans. SP
 *          65(6), 2017
 */
export class Reverb implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames: number
  readonly #options: ReverbOptions
  readonly #sampleRateHz: number
  readonly #arena: Arena
  readonly #space: ReverbSpace
  readonly #layout: ReverbLayout
  readonly #predelay: number
  readonly #state: Pointer
  readonly #work: Pointer
  readonly #input: Ring
  readonly #diffusion: Ring[][]
  readonly #lines: Ring[]

  constructor(options: ReverbOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#sampleRateHz = sampleRateHz
    this.#arena = arena
    this.#space = REVERB_SPACES[options.space]
    this.#layout = reverbLayout(options.space, this.#space, options.decayS, sampleRateHz)
    this.#predelay = msToFrames(options.predelayMs, sampleRateHz)
    const { lines, diffusion, early } = this.#layout
    const steps = diffusion.map(({ delays }) => greatest(delays))
    const reflections = greatest(early.flatMap(({ left, right }) => [left, right]))
    this.gapFrames = this.#predelay + steps.reduce((sum, delay) => sum + delay, 0) + reflections + greatest(lines)
    this.#state = arena.alloc(STATE_BYTES)
    this.#work = arena.alloc(WORK_BYTES)
    this.#input = allocRing(arena, this.#predelay + Math.max(steps[0]!, reflections))
    this.#diffusion = steps.slice(1).map((delay) => Array.from({ length: 4 }, () => allocRing(arena, delay)))
    this.#lines = Array.from({ length: LINES / 2 }, () => allocRing(arena, greatest(lines)))
  }

  reset(): void {
    for (const { at, frames } of [this.#input, ...this.#diffusion.flat(), ...this.#lines]) {
      this.#arena.kernels.clear(at, frames + GUARD_FRAMES)
    }
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    const { early } = this.#layout
    const head = this.#arena.i32(this.#state, 8)
    head[2] = ceilToQuantum(this.gapFrames + 2 * QUANTUM_FRAMES)
    head[3] = early.length
    head[4] = this.#work
    head[5] = 1
    head[6] = this.#input.at
    head[7] = this.#input.frames - 1
    this.#writeGains()
    this.#writeDiffusion()
    for (let pair = 0; pair < LINES / 2; pair++) this.#writeLines(pair)
  }

  process(audio: Pointer, frames: number): void {
    if (this.#options.mix > 0) this.#arena.kernels.reverberate(this.#state, audio, frames)
  }

  isAtRest(): boolean {
    return this.#options.mix === 0 || this.#arena.i32(this.#state + 20, 1)[0] === 1
  }

  /** Output gains and early taps, so that the parts share the energy as the space wants and sum to 1. */
  #writeGains(): void {
    const { width, mix, decayS } = this.#options
    const { lines, diffusion, early } = this.#layout
    const { earlyShare, diffuseShare } = this.#space
    const within = (seconds: number) => 1 - dbToGain((-120 * seconds) / decayS)
    const diffuseFrames = diffusion.reduce((sum, { delays }) => sum + greatest(delays), 0)
    const wanted = [earlyShare * within(EARLY_S), diffuseShare * within(diffuseFrames / this.#sampleRateHz)] as const
    const scale = Math.min(1, (1 - LEAST_LATE_SHARE) / (wanted[0] + wanted[1]))
    const [earlyEnergy, diffuseEnergy] = [wanted[0] * scale, wanted[1] * scale]
    // A line keeps the part p of what enters; the 16 feed each other evenly, so p / (1 - p) of the input's energy leaves.
    const kept = lines.reduce((sum, length) => sum + dbToGain((-120 * length) / this.#sampleRateHz / decayS), 0) / LINES
    const lineEnergy = ((1 - earlyEnergy - diffuseEnergy) * 2 * (1 - kept)) / kept
    const both = (gain: number) => [gain, gain]
    this.#arena
      .f64(this.#state + 32, 10)
      .set([
        ...both(1 - mix),
        ...both((mix * (1 + width)) / 2),
        ...both((mix * (1 - width)) / 2),
        ...both(Math.sqrt(diffuseEnergy) / 2),
        ...both(Math.sqrt(lineEnergy)),
      ])
    const level = Math.sqrt(earlyEnergy)
    early.forEach(({ left, right, leftGain, rightGain }, tap) => {
      const at = this.#state + EARLY_AT + tap * 32
      this.#arena.i32(at, 2).set([this.#predelay + left, this.#predelay + right])
      this.#arena.f64(at + 16, 2).set([leftGain * level, rightGain * level])
    })
  }

  #writeDiffusion(): void {
    this.#layout.diffusion.forEach(({ delays, signs }, step) => {
      for (let pair = 0; pair < DIFFUSION_CHANNELS / 2; pair++) {
        const at = this.#state + DIFFUSION_AT + (step * 4 + pair) * 32
        const ring = step === 0 ? this.#input : this.#diffusion[step - 1]![pair]!
        const before = step === 0 ? this.#predelay : 0
        const [left, right] = [before + delays[2 * pair]!, before + delays[2 * pair + 1]!]
        this.#arena.i32(at, 4).set([ring.at, ring.frames - 1, left, right])
        const unit = 1 / Math.sqrt(DIFFUSION_CHANNELS)
        this.#arena.f64(at + 16, 2).set([signs[2 * pair]! * unit, signs[2 * pair + 1]! * unit])
      }
    })
  }

  #writeLines(pair: number): void {
    const { decayS, dampingHz } = this.#options
    const { lines, turnHz, turnStart } = this.#layout
    const at = this.#state + PAIR_AT + pair * PAIR_BYTES
    const ring = this.#lines[pair]!
    const vectors = this.#arena.f64(at + 16, 26)
    for (const lane of [0, 1]) {
      const index = 2 * pair + lane
      const length = lines[index]!
      this.#arena.i32(at + 8 + 4 * lane, 1)[0] = length
      const curve = { decayS, dampingHz, lowDecay: this.#space.lowDecay }
      const { b, a, c, k } = designAbsorption(length, curve, this.#sampleRateHz)
      const turn = (2 * Math.PI * QUANTUM_FRAMES * turnHz[pair]!) / this.#sampleRateHz
      const start = 2 * Math.PI * turnStart[pair]!
      const sign = lane === 0 ? 1 : -1
      const values = [b / 4, a, 1 - c, c, k, 0, 0, maths.cos(start), sign * maths.sin(start)]
      values.push(maths.cos(turn), sign * maths.sin(turn), maths.cos(start), sign * maths.sin(start))
      values.forEach((value, vector) => {
        vectors[2 * vector + lane] = value
      })
    }
    this.#arena.i32(at, 2).set([ring.at, ring.frames - 1])
  }
}

/** A ring that can be read `delay` frames late. */
function allocRing(arena: Arena, delay: number): Ring {
  let frames = 2 * QUANTUM_FRAMES
  while (frames < delay + QUANTUM_FRAMES) frames *= 2
  return { at: arena.alloc((frames + GUARD_FRAMES) * 16 + PADDING_BYTES), frames }
}

function greatest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0)
}
