import { QUANTUM_FRAMES } from '@mixwright/audio'
import type { Arena, Pointer } from '@mixwright/kernels'
import { type Curve, curveValue, curveValueBefore } from './curve.ts'
import type { MovableBand } from './eq-band.ts'
import { FrameDelay } from './frame-delay.ts'
import { GainRamp, type Gains } from './gain-ramp.ts'
import { curvesOf, type MayMove, settingsAt } from './may-move.ts'
import { MovingDelay } from './moving-delay.ts'
import type { Processor } from './processor.ts'
import { SweptStage } from './swept-stage.ts'

/** What can be moved around a processor without its knowing: levels of what it hears, and of what it says. */
export interface Around {
  /** One gain, of the audio ahead of the processor. */
  readonly before?: Gains | undefined
  /** Filters of what steers the processor: the key, or the audio. */
  readonly ears?: readonly MovableBand[] | undefined
  /** One gain, of the same behind the filters. */
  readonly key?: Gains | undefined
  /** How much later the processor hears the audio, the dry signal not; by the echo of `MovingDelay`. ms. */
  readonly lateMs?: Curve | undefined
  /** A band that the output goes through. */
  readonly band?: MovableBand | undefined
  /** Three gains: of the input, in time with the output; of each side of the output; of the other side. */
  readonly after?: Gains | undefined
}

/** A processor that takes new settings between two quanta, keeping its state. */
export interface Tunable<T> {
  /** `next` is what the settings come to by the end of the quantum. */
  retune(settings: T, next: T): void
}

const FRAME_BYTES = 16
/** One echo, and nothing but it. */
const ECHO = { feedback: 0, pingPong: false, mix: 1 } as const

/**
 * A processor whose settings move. Levels around it go in straight lines between exact values at every 64th song frame
 * and at every point of a curve; what is left in `settings` the processor takes anew at each quantum that changes it,
 * and moves through it in straight lines where a step could be heard. All follow from song frames alone, so a song can be cut in blocks anywhere.
 *
 * Shape    stereo → stereo, in place
 * Latency  that of the processor inside; curves are read at the song frame that a sample belongs to
 */
export class MovingInsert<T> implements Processor {
  readonly latencyFrames: number
  readonly gapFrames: number
  /** Present where the processor inside has it. */
  readonly takeReductionDb?: () => number
  readonly #inner: Processor & Partial<Tunable<T>>
  readonly #settings: MayMove<T>
  readonly #around: Around
  readonly #arena: Arena
  readonly #tuned: readonly Curve[]
  #values: readonly number[] = []
  readonly #dry: Pointer
  readonly #dryDelay: FrameDelay
  readonly #heard: Pointer
  readonly #ramp: GainRamp
  readonly #ears: readonly SweptStage[]
  readonly #late: MovingDelay | undefined
  readonly #band: SweptStage | undefined

  constructor(
    inner: Processor & Partial<Tunable<T>>,
    settings: MayMove<T>,
    around: Around,
    arena: Arena,
    sampleRateHz: number,
  ) {
    this.latencyFrames = inner.latencyFrames
    this.#inner = inner
    this.#settings = settings
    this.#around = around
    this.#arena = arena
    this.#tuned = inner.retune ? curvesOf(settings) : []
    this.#dry = arena.allocFrames(QUANTUM_FRAMES)
    this.#dryDelay = new FrameDelay(arena, around.after ? inner.latencyFrames : 0)
    this.#heard = arena.allocFrames(QUANTUM_FRAMES)
    this.#ramp = new GainRamp(arena)
    this.#late =
      around.lateMs === undefined ? undefined : new MovingDelay({ ...ECHO, timeMs: around.lateMs }, arena, sampleRateHz)
    this.gapFrames = inner.gapFrames + (this.#late?.gapFrames ?? 0)
    this.#ears = (around.ears ?? []).map((ear) => new SweptStage('leftRight', ear, arena, sampleRateHz))
    if (inner.takeReductionDb) this.takeReductionDb = () => inner.takeReductionDb!()
    this.#band = around.band && new SweptStage('leftRight', around.band, arena, sampleRateHz)
  }

  reset(): void {
    this.#inner.reset()
    this.#dryDelay.reset()
    for (const ear of this.#ears) ear.reset()
    this.#late?.reset()
    this.#band?.reset()
    this.#values = []
  }

  process(audio: Pointer, frames: number, key?: Pointer, songFrame = 0): void {
    for (let done = 0; done < frames; done += QUANTUM_FRAMES) {
      const offset = done * FRAME_BYTES
      this.#quantum(audio + offset, key === undefined ? undefined : key + offset, songFrame + done)
    }
  }

  isAtRest(): boolean {
    if (!this.#ears.every((ear) => ear.isAtRest()) || !(this.#late?.isAtRest() ?? true)) return false
    return this.#inner.isAtRest() && this.#dryDelay.isAtRest() && (this.#band?.isAtRest() ?? true)
  }

  #quantum(audio: Pointer, key: Pointer | undefined, frame: number): void {
    const { kernels } = this.#arena
    const { before, after } = this.#around
    this.#tune(frame)
    const heard = this.#hear(key ?? audio, frame) ?? key
    if (after) {
      kernels.copy(audio, this.#dry, QUANTUM_FRAMES)
      this.#dryDelay.process(this.#dry, QUANTUM_FRAMES)
    }
    this.#late?.process(audio, QUANTUM_FRAMES, undefined, frame)
    if (before) this.#ramp.scale(before, audio, QUANTUM_FRAMES, frame)
    this.#inner.process(audio, QUANTUM_FRAMES, heard, frame)
    this.#band?.process(audio, QUANTUM_FRAMES, frame - this.latencyFrames)
    if (after) this.#ramp.blend(after, audio, this.#dry, QUANTUM_FRAMES, frame - this.latencyFrames)
  }

  #tune(frame: number): void {
    if (this.#tuned.length === 0) return
    const end = frame + QUANTUM_FRAMES
    const values = this.#tuned.flatMap((curve) => [curveValue(curve, frame), curveValueBefore(curve, end)])
    if (this.#values.length > 0 && values.every((value, i) => value === this.#values[i])) return
    this.#values = values
    this.#inner.retune!(settingsAt<T>(this.#settings, frame), settingsAt<T>(this.#settings, end, curveValueBefore))
  }

  /** What steers the processor, at its level; nothing where the level stands. */
  #hear(source: Pointer, frame: number): Pointer | undefined {
    const { key } = this.#around
    if (!key && this.#ears.length === 0) return undefined
    this.#arena.kernels.copy(source, this.#heard, QUANTUM_FRAMES)
    for (const ear of this.#ears) ear.process(this.#heard, QUANTUM_FRAMES, frame)
    if (key) this.#ramp.scale(key, this.#heard, QUANTUM_FRAMES, frame)
    return this.#heard
  }
}
