import { msToFrames, QUANTUM_FRAMES } from '@mixwright/audio'
import { type Arena, maths, type Pointer } from '@mixwright/kernels'
import { type Curve, curveValue, curveValueBefore, forEachSegment, highestOf } from './curve.ts'
import { type DelayOptions, MIDDLE_PHASE } from './delay.ts'
import { allocTaps, LEAST_FRAMES, movingLineFrames, writeTaps } from './delay-taps.ts'
import { Ducker } from './ducker.ts'
import { HIGHEST_FREQ } from './matched-filter.ts'
import { isCurve, type MayMove } from './may-move.ts'
import type { Processor } from './processor.ts'
import { type Switched, switched } from './switched-curve.ts'

// As drawn in assembly/swept-delay.ts.
const STATE_BYTES = 192
const SEGMENT_BYTES = 168
const FRAME_BYTES = 16
/** Time in which the echoes at one time give way to those at another, where the time steps. */
const FADE_MS = 5

/**
 * The echoes of `Delay` with a time, a feedback, filters, modulation or ducking that move over song time. A time that moves glides as the
 * heads of a tape machine would: what is heard meanwhile is lower while the time grows, and higher while it shrinks. A
 * time that steps fades over in 5 ms. Feedback and filters go in straight lines between exact values at every 64th
 * song frame and at every point of a curve, the time in cubics through four.
 *
 * Shape    stereo → stereo, in place
 * Latency  0 frames
 * Neutral  mix 0: the audio is not touched
 * Time     of whole frames where it stands; else at least 9 frames, read between frames as a modulated one
 */
export class MovingDelay implements Processor {
  readonly latencyFrames = 0
  readonly gapFrames: number
  readonly #options: MayMove<DelayOptions>
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #time: Switched
  readonly #curves: readonly Curve[]
  /** Whether the delay is read between frames too, and the most that modulation adds to it and takes away. Frames. */
  readonly #isBetween: boolean
  readonly #mostSwing: number
  readonly #state: Pointer
  readonly #segment: Pointer
  readonly #line: Pointer
  readonly #taps: Pointer
  readonly #ducker: Ducker | undefined

  constructor(options: MayMove<DelayOptions>, arena: Arena, sampleRateHz: number) {
    const { timeMs, feedback, lowPassHz, highPassHz, modulation, duck } = options
    const framesPerMs = sampleRateHz / 1000
    this.#options = options
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    this.#time = switched(timeMs, msToFrames(FADE_MS, sampleRateHz))
    const { curve, former, fade } = this.#time
    const { rateHz = 0, depthMs = 0 } = modulation ?? {}
    this.#curves = [curve, former, fade, feedback, lowPassHz ?? 0, highPassHz ?? 0, rateHz, depthMs]
    this.#mostSwing = (highestOf(depthMs) / 2) * framesPerMs
    this.#isBetween = isCurve(timeMs) || modulation !== undefined
    this.gapFrames = movingLineFrames(highestOf(curve) * framesPerMs + this.#mostSwing)
    this.#state = arena.alloc(STATE_BYTES)
    this.#segment = arena.alloc(SEGMENT_BYTES)
    this.#line = arena.allocFrames(this.gapFrames)
    this.#taps = allocTaps(arena)
    this.#ducker = duck && new Ducker(duck, arena, sampleRateHz)
  }

  reset(): void {
    const { pingPong, mix } = this.#options as DelayOptions
    const both = (gain: number) => [gain, gain]
    const enters = pingPong ? [0.5, 0, 0.5, 0] : [1, 1, 0, 0]
    const returns = pingPong ? [0, 0, 1, 1] : [1, 1, 0, 0]
    this.#arena.kernels.clear(this.#line, this.gapFrames)
    this.#arena.bytes(this.#state, STATE_BYTES).fill(0)
    this.#arena.i32(this.#state, 3).set([this.gapFrames, 0, this.gapFrames])
    this.#arena
      .f64(this.#state + 16, 12)
      .set([...enters, ...returns, ...both(this.#ducker ? 0 : 1 - mix), ...both(mix)])
    this.#arena.f64(this.#state + 176, 2).set([MIDDLE_PHASE, MIDDLE_PHASE])
    writeTaps(this.#arena, this.#taps)
    this.#ducker?.reset()
  }

  process(audio: Pointer, frames: number, _key?: Pointer, songFrame = 0): void {
    const { mix } = this.#options as DelayOptions
    if (mix === 0) return
    for (let done = 0; done < frames; done += QUANTUM_FRAMES) {
      const at = audio + done * FRAME_BYTES
      this.#ducker?.listen(at, QUANTUM_FRAMES, songFrame + done)
      this.#quantum(at, songFrame + done)
      this.#ducker?.duck(at, QUANTUM_FRAMES, 1 - mix)
    }
  }

  isAtRest(): boolean {
    if (this.#options.mix === 0) return true
    const isEmpty = this.#arena.i32(this.#state, 3)[2] === this.gapFrames
    const isStill = this.#arena.kernels.isZero(this.#state + 112, 64) === 1
    return isEmpty && isStill && (this.#ducker?.isAtRest() ?? true)
  }

  #quantum(audio: Pointer, frame: number): void {
    forEachSegment(this.#curves, frame, QUANTUM_FRAMES, (offset, count, from, to) => {
      this.#writeSegment(from, to)
      this.#arena.kernels.delaySweptEchoes(
        this.#state,
        this.#segment,
        this.#line,
        this.#taps,
        audio + offset * FRAME_BYTES,
        count,
        frame + offset - from,
        to - from,
      )
    })
  }

  #writeSegment(from: number, to: number): void {
    const { feedback, lowPassHz, highPassHz, modulation } = this.#options
    const { rateHz = 0, depthMs = 0 } = modulation ?? {}
    const { curve, former, fade } = this.#time
    const ends = (value: Curve, of = (read: number) => read) => {
      const start = of(curveValue(value, from))
      return [start, of(curveValueBefore(value, to)) - start]
    }
    const corner = (freqHz: Curve | undefined) =>
      freqHz === undefined ? [0, 0] : ends(freqHz, (hz) => this.#slope(hz))
    const fading = cubicOver(fade, from, to)
    const swing = ends(depthMs, (ms) => ((ms / 2) * this.#sampleRateHz) / 1000)
    this.#arena
      .f64(this.#segment, 15)
      .set([
        ...cubicOver(curve, from, to, (ms) => this.#frames(ms)),
        ...fading,
        this.#frames(curveValue(former, from)),
        ...ends(feedback),
        ...corner(lowPassHz),
        ...corner(highPassHz),
      ])
    const isFading = fading.some((weight) => weight !== 0)
    const has = [lowPassHz !== undefined, highPassHz !== undefined, isFading, modulation !== undefined]
    this.#arena.i32(this.#segment + 120, 4).set(has.map(Number))
    const rate = ends(rateHz, (hz) => hz / this.#sampleRateHz)
    this.#arena.f64(this.#segment + 136, 4).set([...rate, ...swing])
  }

  #frames(ms: number): number {
    const frames = (ms * this.#sampleRateHz) / 1000
    if (!this.#isBetween) return Math.max(1, msToFrames(ms, this.#sampleRateHz))
    return Math.min(Math.max(frames, LEAST_FRAMES + this.#mostSwing), this.gapFrames - LEAST_FRAMES - this.#mostSwing)
  }

  /** g of a filter. */
  #slope(freqHz: number): number {
    const highestHz = HIGHEST_FREQ * this.#sampleRateHz
    return maths.tan((Math.PI * Math.min(freqHz, highestHz)) / this.#sampleRateHz)
  }
}

/** Weights of 1, u, u² and u³ of the cubic through a curve at both ends of a segment and at its thirds. */
function cubicOver(curve: Curve, from: number, to: number, of = (read: number) => read): number[] {
  const third = (to - from) / 3
  const y0 = of(curveValue(curve, from))
  if (typeof curve === 'number') return [y0, 0, 0, 0]
  const y1 = of(curveValue(curve, from + third))
  const y2 = of(curveValue(curve, from + 2 * third))
  const y3 = of(curveValueBefore(curve, to))
  if (y0 === y1 && y0 === y2 && y0 === y3) return [y0, 0, 0, 0]
  return [
    y0,
    (-11 * y0 + 18 * y1 - 9 * y2 + 2 * y3) / 2,
    (9 * (2 * y0 - 5 * y1 + 4 * y2 - y3)) / 2,
    (9 * (-y0 + 3 * y1 - 3 * y2 + y3)) / 2,
  ]
}
