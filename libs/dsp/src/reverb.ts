import { ceilToQuantum, msToFrames, QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, dbToGain, maths, type Pointer } from '@mixwright/kernels'
import { type DecayCurve, designAbsorption, designColour } from './absorption.ts'
import { type Curve, curveValue, highestOf, lowestOf } from './curve.ts'
import { isCurve } from './may-move.ts'
import type { Processor } from './processor.ts'
import { DIFFUSION_CHANNELS, LINES, type ReverbLayout, reverbLayout } from './reverb-layout.ts'
import { REVERB_SPACES, type ReverbSpace, type ReverbSpaceName } from './reverb-space.ts'

export interface ReverbOptions {
  /** Kind of space. */
  space: ReverbSpaceName
  /** Time in which the middle frequencies fall by 60 dB; may move. s, 0.1…20. */
  decayS: Curve
  /** Time before the reverberation begins. ms, ≥ 0. */
  predelayMs: number
  /** Frequency at which the decay time has halved; far above it levels off at a quarter; may move. Hz. */
  dampingHz: Curve
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
const COLOUR_STEPS_AT = COLOUR_AT + 48
const STEPS_AT = COLOUR_AT + 80
const STEPS_BYTES = 96
const STATE_BYTES = STEPS_AT + (LINES / 2) * STEPS_BYTES
/** Where in a pair the numbers of its filters lie: b, a, 1 - c, c, k, d. */
const FILTER_BYTES = [0, 16, 32, 48, 64, 144] as const
/** Filters that move are designed for every so many song frames, a multiple of the quantum. */
const DESIGN_FRAMES = 2048
const WORK_BYTES = 13 * 1024
/** Every ring repeats its first quantum behind its end. Rings a power of two apart would also crowd the cache. */
const GUARD_SAMPLES = QUANTUM_FRAMES
const PADDING_BYTES = 192

const FRAME_BYTES = 16
const EARLY_S = 0.08
/** What the late part keeps of the energy at least. */
const LEAST_LATE_SHARE = 0.2

/** What follows from decay and damping: numbers of the filters of each line, of the colour, and the lines' gain. */
interface Decay {
  readonly lines: readonly (readonly number[])[]
  readonly colour: readonly number[]
  readonly lineGain: number
}

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
 * Moving   a decay or damping that moves changes what sounds already too: filters go in straight lines between those for
 *          every 2048th song frame. The space is laid out for the geometric middle of the decays, its onset stands
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
  /** The decay that the space is laid out for. */
  readonly #middleS: number
  readonly #isMoving: boolean
  /** The last two designs, by the song frame that they are for. */
  #designs: readonly (readonly [frame: number, Decay])[] = []
  readonly #predelay: number
  /** What of the energy leaves by the lines. */
  #lateEnergy = 1
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
    const { decayS, dampingHz } = options
    this.#isMoving = isCurve(decayS) || isCurve(dampingHz)
    this.#middleS = isCurve(decayS) ? Math.sqrt(lowestOf(decayS) * highestOf(decayS)) : decayS
    this.#layout = reverbLayout(options.space, this.#space, this.#middleS, sampleRateHz)
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
    this.#designs = []
    this.#writeDecay(this.#decayOf(0))
  }

  process(audio: Pointer, frames: number, _key?: Pointer, songFrame = 0): void {
    if (this.#options.mix === 0) return
    const { kernels } = this.#arena
    if (!this.#isMoving) {
      kernels.reverberate(this.#state, audio, frames)
      return
    }
    for (let done = 0; done < frames; done += QUANTUM_FRAMES) {
      this.#tune(songFrame + done)
      kernels.reverberate(this.#state, audio + done * FRAME_BYTES, QUANTUM_FRAMES)
    }
  }

  isAtRest(): boolean {
    return this.#options.mix === 0 || this.#arena.i32(this.#state + 20, 1)[0] === 1
  }

  /** Output gains and early taps, so that the parts share the energy as the space wants and sum to 1. */
  #writeGains(): void {
    const { width, mix } = this.#options
    const decayS = this.#middleS
    const { diffusion, early } = this.#layout
    const { earlyShare, diffuseShare } = this.#space
    const within = (seconds: number) => 1 - dbToGain((-120 * seconds) / decayS)
    const diffuseFrames = diffusion.reduce((sum, { delays }) => sum + greatest(delays), 0)
    const wanted = [earlyShare * within(EARLY_S), diffuseShare * within(diffuseFrames / this.#sampleRateHz)] as const
    const scale = Math.min(1, (1 - LEAST_LATE_SHARE) / (wanted[0] + wanted[1]))
    const [earlyEnergy, diffuseEnergy] = [wanted[0] * scale, wanted[1] * scale]
    this.#lateEnergy = 1 - earlyEnergy - diffuseEnergy
    const wet = [(mix * (1 + width)) / 2, (mix * (1 - width)) / 2]
    this.#arena.f64(this.#state + 32, 4).set([1 - mix, ...wet, Math.sqrt(diffuseEnergy)])
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
    for (const [line, length] of lines.entries()) this.#writeChannel(LINES_AT, line, this.#lines[line]!, length, 0)
    turnHz.forEach((rateHz, pair) => {
      const turn = (2 * Math.PI * QUANTUM_FRAMES * rateHz) / this.#sampleRateHz
      const start = 2 * Math.PI * turnStart[pair]!
      const angles = [maths.cos(start), maths.sin(start), maths.cos(turn), maths.sin(turn)]
      this.#arena.f64(this.#pairAt(2 * pair) + 112, 4).set(angles)
    })
  }

  /** Filters and gain for the decay and damping at a song frame. */
  #decayOf(frame: number): Decay {
    const decayS = curveValue(this.#options.decayS, frame)
    const dampingHz = curveValue(this.#options.dampingHz, frame)
    const curve: DecayCurve = { decayS, dampingHz, lowDecay: this.#space.lowDecay }
    const { lines } = this.#layout
    // A line keeps the part p of what enters; the 16 feed each other evenly, so p / (1 - p) of the input's energy leaves.
    const kept = lines.reduce((sum, length) => sum + dbToGain((-120 * length) / this.#sampleRateHz / decayS), 0) / LINES
    const colour = designColour(curve, this.#sampleRateHz)
    return {
      lines: lines.map((length) => {
        const { b, d, a, c, k } = designAbsorption(length, curve, this.#sampleRateHz)
        return [b / 4, a, 1 - c, c, k, d / 4]
      }),
      colour: [colour.b, colour.d, colour.a],
      lineGain: Math.sqrt((this.#lateEnergy * (1 - kept)) / kept),
    }
  }

  /** The design for a song frame; where nothing moves since the last one, that. */
  #designAt(frame: number): Decay {
    const { decayS, dampingHz } = this.#options
    const isAlike = (other: number) =>
      curveValue(decayS, other) === curveValue(decayS, frame) &&
      curveValue(dampingHz, other) === curveValue(dampingHz, frame)
    const known = this.#designs.find(([at]) => isAlike(at))
    const decay = known ? known[1] : this.#decayOf(frame)
    if (!known) this.#designs = [...this.#designs.slice(-1), [frame, decay]]
    return decay
  }

  /** Takes the filters and the gain to what they are at a song frame, and to come to by the end of the quantum. */
  #tune(frame: number): void {
    const start = Math.floor(frame / DESIGN_FRAMES) * DESIGN_FRAMES
    const [from, to] = [this.#designAt(start), this.#designAt(start + DESIGN_FRAMES)]
    const part = (frame - start) / DESIGN_FRAMES
    const between = (a: number, b: number) => a + (b - a) * part
    const step = (a: number, b: number) => (b - a) / DESIGN_FRAMES
    const isStill = from === to
    this.#arena.i32(this.#state + 24, 1)[0] = isStill ? 0 : 1
    const mixed = (a: readonly number[], b: readonly number[], of: (a: number, b: number) => number) =>
      a.map((value, i) => of(value, b[i]!))
    this.#writeDecay({
      lines: from.lines.map((line, index) => mixed(line, to.lines[index]!, between)),
      colour: mixed(from.colour, to.colour, between),
      lineGain: between(from.lineGain, to.lineGain),
    })
    this.#arena.f64(this.#state + 72, 1)[0] = step(from.lineGain, to.lineGain) * QUANTUM_FRAMES
    this.#arena.f64(this.#state + COLOUR_STEPS_AT, 3).set(mixed(from.colour, to.colour, step))
    if (isStill) return
    from.lines.forEach((line, index) => {
      const steps = this.#arena.f64(this.#state + STEPS_AT + Math.floor(index / 2) * STEPS_BYTES, STEPS_BYTES / 8)
      mixed(line, to.lines[index]!, step).forEach((value, i) => {
        steps[2 * i + (index % 2)] = value
      })
    })
  }

  #writeDecay({ lines, colour, lineGain }: Decay): void {
    lines.forEach((numbers, line) => {
      const vectors = this.#arena.f64(this.#pairAt(line), PAIR_BYTES / 8)
      numbers.forEach((value, i) => {
        vectors[FILTER_BYTES[i]! / 8 + (line % 2)] = value
      })
    })
    this.#arena.f64(this.#state + COLOUR_AT, 3).set(colour)
    this.#arena.f64(this.#state + 64, 1)[0] = lineGain
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
