import { ceilToQuantum, msToFrames, QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, dbToGain, maths, type Pointer } from '@mixwright/kernels'
import { type DecayCurve, designAbsorption, designColour } from './absorption.ts'
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
  /** Frequency at which the decay time has halved; far above it levels off at a quarter. Hz. */
  dampingHz: number
  /** Level of the difference of the sides: 0 is mono, 1 as the space is, 2 twice as wide. */
  width: number
  /** Part of the reverberation; the rest is the dry signal. 0 (does nothing)…1. */
  mix: number
}

// As in assembly/reverb.ts.
const INPUTS_AT = 80
const EARLY_AT = 128
const CHANNEL_BYTES = 24
const DIFFUSION_AT = 416
const LINES_AT = 992
const PAIRS_AT = 1376
const PAIR_BYTES = 160
const COLOUR_AT = PAIRS_AT + (LINES / 2) * PAIR_BYTES
const STATE_BYTES = COLOUR_AT + 48
const WORK_BYTES = 13 * 1024
/** Every ring repeats its first quantum behind its end. Rings a power of two apart would also crowd the cache. */
const GUARD_SAMPLES = QUANTUM_FRAMES
const PADDING_BYTES = 192

const EARLY_S = 0.08
/** What the late part keeps of the energy at least. */
const LEAST_LATE_SHARE = 0.2

interface Ring {
  at: Pointer
  /** A power of two. */
  samples: number
}

/**
 * Algorithmic reverb: early reflections, diffusion, and a feedback delay network of 16 lines.
 *
 * Shape    stereo → stereo, in place; the sides of the result are decorrelated
 * Latency  0 frames          Tail  until everything inside has fallen under 1e-24
 * Level    mono noise in the middle frequencies leaves each side as loud as it came in
 * Decay    decayS at 700 Hz, half of it at dampingHz, a quarter far above, as `decayAt` says; T30 (ISO 3382-1) of every
 *          octave from 125 Hz to 8 kHz is within 5 % of that. The lows and the beginning depend on the space
 * Source   Jot and Chaigne, "Digital delay networks for designing artificial reverberators", AES 90, 1991; Schlecht and
 *          Habets, "Time-varying feedback matrices in feedback delay networks", JASA 138(3), 2015
 */
export class Reverb implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames: number
  readonly #options: ReverbOptions
  readonly #sampleRateHz: number
  readonly #arena: Arena
  readonly #space: ReverbSpace
  readonly #layout: ReverbLayout
  readonly #curve: DecayCurve
  readonly #predelay: number
  readonly #state: Pointer
  readonly #work: Pointer
  readonly #inputs: Ring[]
  /** Of the second and third step; the first reads the inputs. */
  readonly #diffusion: Ring[][]
  readonly #lines: Ring[]

  constructor(options: ReverbOptions, arena: Arena, sampleRateHz: number) {
    this.#options = options
    this.#sampleRateHz = sampleRateHz
    this.#arena = arena
    this.#space = REVERB_SPACES[options.space]
    this.#layout = reverbLayout(options.space, this.#space, options.decayS, sampleRateHz)
    this.#curve = { decayS: options.decayS, dampingHz: options.dampingHz, lowDecay: this.#space.lowDecay }
    this.#predelay = msToFrames(options.predelayMs, sampleRateHz)
    const { lines, diffusion, early } = this.#layout
    const steps = diffusion.map(({ delays }) => greatest(delays))
    const reflections = greatest(early.flatMap(({ left, right }) => [left, right]))
    this.gapFrames = this.#predelay + steps.reduce((sum, delay) => sum + delay, 0) + reflections + greatest(lines)
    this.#state = arena.alloc(STATE_BYTES)
    this.#work = arena.alloc(WORK_BYTES)
    const rings = (count: number, delay: number) => Array.from({ length: count }, () => allocRing(arena, delay))
    this.#inputs = rings(2, this.#predelay + Math.max(steps[0]!, reflections))
    this.#diffusion = steps.slice(1).map((delay) => rings(DIFFUSION_CHANNELS, delay))
    this.#lines = lines.map((length) => allocRing(arena, length))
  }

  reset(): void {
    for (const { at, samples } of [...this.#inputs, ...this.#diffusion.flat(), ...this.#lines]) {
      this.#arena.f64(at, samples + GUARD_SAMPLES).fill(0)
    }
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    const emptyFrames = ceilToQuantum(this.gapFrames + 2 * QUANTUM_FRAMES)
    this.#arena.i32(this.#state + 8, 4).set([emptyFrames, this.#layout.early.length, this.#work, 1])
    this.#inputs.forEach((ring, side) => {
      this.#writeChannel(INPUTS_AT, side, ring, 0, 0)
    })
    this.#writeGains()
    this.#writeDiffusion()
    this.#writeLines()
    const { b, d, a } = designColour(this.#curve, this.#sampleRateHz)
    this.#arena.f64(this.#state + COLOUR_AT, 3).set([b, d, a])
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
    const lineEnergy = ((1 - earlyEnergy - diffuseEnergy) * (1 - kept)) / kept
    const wet = [(mix * (1 + width)) / 2, (mix * (1 - width)) / 2]
    this.#arena.f64(this.#state + 32, 5).set([1 - mix, ...wet, Math.sqrt(diffuseEnergy), Math.sqrt(lineEnergy)])
    const level = Math.sqrt(earlyEnergy)
    early.forEach(({ left, right, leftGain, rightGain }, tap) => {
      const at = this.#state + EARLY_AT + tap * CHANNEL_BYTES
      this.#arena.i32(at, 2).set([this.#predelay + left, this.#predelay + right])
      this.#arena.f64(at + 8, 2).set([leftGain * level, rightGain * level])
    })
  }

  #writeDiffusion(): void {
    this.#layout.diffusion.forEach(({ delays, signs }, step) => {
      delays.forEach((delay, channel) => {
        const ring = step === 0 ? this.#inputs[channel % 2]! : this.#diffusion[step - 1]![channel]!
        const before = step === 0 ? this.#predelay : 0
        const factor = signs[channel]! / Math.sqrt(DIFFUSION_CHANNELS)
        this.#writeChannel(DIFFUSION_AT, step * DIFFUSION_CHANNELS + channel, ring, before + delay, factor)
      })
    })
  }

  #writeLines(): void {
    const { lines, turnHz, turnStart } = this.#layout
    lines.forEach((length, line) => {
      this.#writeChannel(LINES_AT, line, this.#lines[line]!, length, 0)
      const { b, d, a, c, k } = designAbsorption(length, this.#curve, this.#sampleRateHz)
      const vectors = this.#arena.f64(this.#pairAt(line), 20)
      ;[b / 4, a, 1 - c, c, k].forEach((value, vector) => {
        vectors[2 * vector + (line % 2)] = value
      })
      vectors[18 + (line % 2)] = d / 4
    })
    turnHz.forEach((rateHz, pair) => {
      const turn = (2 * Math.PI * QUANTUM_FRAMES * rateHz) / this.#sampleRateHz
      const start = 2 * Math.PI * turnStart[pair]!
      const angles = [maths.cos(start), maths.sin(start), maths.cos(turn), maths.sin(turn)]
      this.#arena.f64(this.#pairAt(2 * pair) + 112, 4).set(angles)
    })
  }

  #pairAt(line: number): Pointer {
    return this.#state + PAIRS_AT + Math.floor(line / 2) * PAIR_BYTES
  }

  #writeChannel(table: number, index: number, ring: Ring, delay: number, factor: number): void {
    const at = this.#state + table + index * CHANNEL_BYTES
    this.#arena.i32(at, 3).set([ring.at, ring.samples - 1, delay])
    this.#arena.f64(at + 16, 1)[0] = factor
  }
}

/** A ring that can be read `delay` samples late. */
function allocRing(arena: Arena, delay: number): Ring {
  let samples = 2 * QUANTUM_FRAMES
  while (samples < delay + QUANTUM_FRAMES) samples *= 2
  return { at: arena.alloc((samples + GUARD_SAMPLES) * 8 + PADDING_BYTES), samples }
}

function greatest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0)
}
