import { QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, type Biquad, BiquadChain, maths, type Pointer } from '@mixwright/dsp'
import { recordingSections } from './riaa.ts'

/** Length of the stretches that peaks are kept for, about. */
const CELL_S = 0.1
const LEAST_RAISED_HZ = 88_200
/**
 * The half-band filters that raise the rate, lowest rate first: flat to 19.5 kHz at 44.1 kHz. Images weigh as much more
 * in the acceleration as they lie higher.
 */
const HALF_BANDS = [
  { pairs: 20, stopDb: 70 },
  { pairs: 8, stopDb: 90 },
] as const
/** Standing offsets fade like this. Velocity and displacement are right within 0.1 % from 20 Hz up. */
const FADE_HZ = 0.5
const FRAME_BYTES = 16
const MOST_SECTIONS = 5
// As drawn in assembly/groove.ts.
const STATE_BYTES = 64
const LINE_FRAMES = 261
const LINES = 3

const CM_PER_S2_PER_G = 980.665
const UM_PER_CM = 1e4
/** Numbers that a cell holds: of each quantity, lateral and vertical. */
const CELL_LENGTH = 6

/** Peaks of one direction of the groove in one stretch, for one wall at 1 cm/s a unit of sample at 1 kHz. */
export interface GroovePeaks {
  velocityCmPerS: number
  accelerationG: number
  displacementUm: number
}

export type Direction = 'lateral' | 'vertical'

/**
 * Peaks of a groove's velocity, acceleration and displacement over time, between the samples too: walls through the
 * RIAA recording curve, lateral their sum and vertical their difference over √2.
 *
 * Shape     stereo, any number of frames a time; peaks of stretches of 0.1 s
 * Match     within 0.5 % of a sine's analytic peaks from 20 Hz to 18 kHz at 44.1 kHz and above
 * Memory    48 bytes a stretch
 */
export class GrooveMeter {
  readonly cellS: number
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #cellQuanta: number
  readonly #stages: readonly {
    taps: Pointer
    pairs: number
    stopDb: number
    line: Pointer
    raised: Pointer
    frames: number
  }[]
  readonly #weighting: BiquadChain
  readonly #state: Pointer
  readonly #lines: Pointer
  readonly #quantum: Pointer
  readonly #raisedHz: number
  #pole = 1
  #cells = new Float64Array(1024 * CELL_LENGTH)
  #count = 0
  #filledFrames = 0
  #quanta = 0

  constructor(arena: Arena, sampleRateHz: number) {
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#cellQuanta = Math.max(1, Math.floor((CELL_S * sampleRateHz) / QUANTUM_FRAMES + 0.5))
    this.cellS = (this.#cellQuanta * QUANTUM_FRAMES) / sampleRateHz
    const times = sampleRateHz >= LEAST_RAISED_HZ ? 0 : 2 * sampleRateHz >= LEAST_RAISED_HZ ? 1 : 2
    this.#raisedHz = sampleRateHz * (1 << times)
    this.#stages = HALF_BANDS.slice(0, times).map(({ pairs, stopDb }, index) => {
      const frames = QUANTUM_FRAMES << index
      return {
        pairs,
        stopDb,
        frames,
        taps: arena.alloc((pairs + 1) * 8),
        line: arena.allocFrames(2 * pairs - 1 + frames),
        raised: arena.allocFrames(2 * frames),
      }
    })
    this.#weighting = new BiquadChain(arena, MOST_SECTIONS)
    this.#state = arena.alloc(STATE_BYTES)
    this.#lines = arena.allocFrames(LINES * LINE_FRAMES)
    this.#quantum = arena.allocFrames(QUANTUM_FRAMES)
  }

  reset(): void {
    for (const { taps, pairs, stopDb, line, frames } of this.#stages) {
      this.#designHalfBand(taps, pairs, stopDb)
      this.#arena.kernels.clear(line, 2 * pairs - 1 + frames)
    }
    this.#pole = fadePole(this.#raisedHz)
    this.#weighting.reset([fadeSection(this.#sampleRateHz), ...recordingSections(this.#sampleRateHz)])
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    this.#arena.kernels.clear(this.#lines, LINES * LINE_FRAMES)
    this.#count = 0
    this.#filledFrames = 0
    this.#quanta = 0
  }

  add(audio: Pointer, frames: number): void {
    for (let done = 0; done < frames; ) {
      const piece = Math.min(frames - done, QUANTUM_FRAMES - this.#filledFrames)
      this.#arena.kernels.copy(audio + done * FRAME_BYTES, this.#quantum + this.#filledFrames * FRAME_BYTES, piece)
      this.#filledFrames += piece
      done += piece
      if (this.#filledFrames === QUANTUM_FRAMES) this.#processQuantum()
    }
  }

  /** Ends the programme, once; the last stretch may be shorter. */
  finish(): GrooveHistory {
    const rest = QUANTUM_FRAMES - this.#filledFrames
    this.#arena.kernels.clear(this.#quantum + this.#filledFrames * FRAME_BYTES, rest)
    this.#filledFrames = 0
    this.#processQuantum()
    if (this.#quanta > 0) this.#closeCell()
    return new GrooveHistory(this.#cells.slice(0, this.#count * CELL_LENGTH), this.cellS, this.#raisedHz)
  }

  #processQuantum(): void {
    const { kernels } = this.#arena
    this.#filledFrames = 0
    kernels.place(this.#quantum, QUANTUM_FRAMES, Math.SQRT1_2, -Math.SQRT1_2, Math.SQRT1_2, Math.SQRT1_2)
    this.#weighting.process(this.#quantum, QUANTUM_FRAMES)
    let at = this.#quantum
    let frames = QUANTUM_FRAMES
    for (const stage of this.#stages) {
      kernels.raiseRate(stage.taps, stage.pairs, stage.line, at, stage.frames, stage.raised)
      at = stage.raised
      frames = 2 * stage.frames
    }
    kernels.groovePeaks(this.#state, this.#lines, at, frames, this.#pole)
    if (++this.#quanta === this.#cellQuanta) this.#closeCell()
  }

  #closeCell(): void {
    const peaks = this.#arena.f64(this.#state + FRAME_BYTES, CELL_LENGTH)
    const at = this.#count * CELL_LENGTH
    if (at === this.#cells.length) {
      const longer = new Float64Array(2 * at)
      longer.set(this.#cells)
      this.#cells = longer
    }
    this.#cells.set(peaks, at)
    peaks.fill(0)
    this.#count++
    this.#quanta = 0
  }

  /** Middle tap and those beside it, as drawn in assembly/oversampler.ts; gain 1 at 0 Hz. */
  #designHalfBand(taps: Pointer, pairs: number, stopDb: number): void {
    const beta = 0.1102 * (stopDb - 8.7)
    this.#arena.kernels.kaiserSinc(taps + 8, pairs, 1, 2, 0.25, 2 * pairs + 1, beta)
    const table = this.#arena.f64(taps, pairs + 1)
    table[0] = 1
    let beside = 0
    for (let i = 1; i <= pairs; i++) beside += 2 * table[i]!
    for (let i = 1; i <= pairs; i++) table[i]! /= beside
  }
}

/** What a GrooveMeter has read, stretch by stretch. */
export class GrooveHistory {
  readonly cells: number
  readonly cellS: number
  readonly #peaks: Float64Array
  readonly #raisedHz: number

  constructor(peaks: Float64Array, cellS: number, raisedHz: number) {
    this.cells = peaks.length / CELL_LENGTH
    this.cellS = cellS
    this.#peaks = peaks
    this.#raisedHz = raisedHz
  }

  at(cell: number, direction: Direction): GroovePeaks {
    const lane = cell * CELL_LENGTH + (direction === 'lateral' ? 0 : 1)
    return {
      velocityCmPerS: this.#peaks[lane]!,
      accelerationG: (this.#peaks[lane + 2]! * this.#raisedHz) / CM_PER_S2_PER_G,
      displacementUm: (this.#peaks[lane + 4]! * UM_PER_CM) / this.#raisedHz,
    }
  }
}

/** What is left after one frame of what fades. */
function fadePole(rateHz: number): number {
  return maths.exp((-2 * Math.PI * FADE_HZ) / rateHz)
}

/** High-pass of first order. */
function fadeSection(sampleRateHz: number): Biquad {
  const pole = fadePole(sampleRateHz)
  const gain = (1 + pole) / 2
  return { b0: gain, b1: -gain, b2: 0, a1: -pole, a2: 0 }
}
