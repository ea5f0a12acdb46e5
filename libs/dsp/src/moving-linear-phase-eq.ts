import { QUANTUM_FRAMES } from '@mixwright/audio'
import type { Arena, Pointer } from '@mixwright/kernels'
import { Convolution } from './convolution.ts'
import { curveValue, highestOf, lowestOf } from './curve.ts'
import { type EqBand, isFlat, isMoving, type MovableBand } from './eq-band.ts'
import { designOf, linearPhaseTaps, sidesOf, writeLinearPhase } from './linear-phase-filter.ts'
import { curvesOf, isCurve, settingsAt } from './may-move.ts'
import type { Processor } from './processor.ts'

const FRAME_BYTES = 16

/** One of the two filters that are heard in turn. */
interface Voice {
  readonly paths: readonly Float64Array[]
  readonly convolution: Convolution
  /** Values of all curves that it was designed for. */
  values: readonly number[]
}

/**
 * Equalizer bands of linear phase whose settings move over song time. Two filters hear all of the audio, and the sound
 * goes from one to the other in a straight line over each part of the convolution; the one that is not heard is designed
 * anew in the meantime. Both are in phase at every frequency, so between them lies the mean of their gains.
 *
 * Shape    stereo → stereo, in place; the channels cross where bands act on mid or side
 * Latency  as of LinearPhaseEq, for the longest filter that the settings come to
 * Grid     a design every quarter of a filter: 1024 frames for filters of 4095 taps, 32768 for the longest, which by
 *          their own length are no quicker. It lies by song frames alone
 * Refuses  all-passes and bands that follow the level, with a RangeError
 */
export class MovingLinearPhaseEq implements Processor {
  readonly latencyFrames: number
  readonly gapFrames: number
  readonly #bands: readonly MovableBand[]
  readonly #arena: Arena
  readonly #sampleRateHz: number
  readonly #partFrames: number
  readonly #design: ReturnType<typeof designOf>
  readonly #voices: readonly [Voice, Voice]
  readonly #other: Pointer
  /** Fades to silence in a straight line, as a ramp of placements. */
  readonly #fall: Pointer

  constructor(bands: readonly MovableBand[], arena: Arena, sampleRateHz: number) {
    if (bands.some(({ type }) => type === 'allPass')) throw new RangeError('linear phase: got an all-pass')
    if (bands.some(isMoving)) throw new RangeError('linear phase: got a band that follows the level')
    this.#bands = bands.filter((band) => !isFlat(band))
    this.#arena = arena
    this.#sampleRateHz = sampleRateHz
    const taps = Math.max(...this.#bands.flatMap(extremesOf).map((band) => linearPhaseTaps([band], sampleRateHz)))
    this.#design = designOf(taps)
    const voice = (): Voice => {
      const sides = sidesOf(settingsAt<EqBand[]>(this.#bands as never, 0))
      const paths = Array.from({ length: sides }, () => new Float64Array(taps))
      const impulse = { sampleRateHz, channels: paths }
      const asItIs = { gainDb: 0, predelayMs: 0, normalize: false, mix: 1 }
      return {
        paths,
        convolution: new Convolution({ impulse, ...asItIs, onGrid: true }, arena, sampleRateHz),
        values: [],
      }
    }
    this.#voices = [voice(), voice()]
    const [{ convolution }] = this.#voices
    this.#partFrames = convolution.partFrames
    this.latencyFrames = convolution.latencyFrames + (taps - 1) / 2
    this.gapFrames = convolution.gapFrames
    this.#other = arena.allocFrames(QUANTUM_FRAMES)
    this.#fall = arena.alloc(64)
  }

  reset(): void {
    this.#arena.f64(this.#fall, 8).set([1, 1, 0, 0, -1, -1, 0, 0])
    for (const voice of this.#voices) {
      voice.convolution.reset()
      voice.values = []
    }
  }

  process(audio: Pointer, frames: number, _key?: Pointer, songFrame = 0): void {
    for (let done = 0; done < frames; done += QUANTUM_FRAMES) {
      this.#quantum(audio + done * FRAME_BYTES, songFrame + done)
    }
  }

  isAtRest(): boolean {
    return this.#voices.every(({ convolution }) => convolution.isAtRest())
  }

  #quantum(audio: Pointer, frame: number): void {
    const { kernels } = this.#arena
    const inQuanta = Math.floor(frame / QUANTUM_FRAMES) * QUANTUM_FRAMES
    const part = Math.floor(inQuanta / this.#partFrames)
    const leaving = this.#voices[part % 2 === 0 ? 0 : 1]
    const coming = this.#voices[part % 2 === 0 ? 1 : 0]
    // The block that is heard in the part to come is computed at the end of this one.
    this.#designFor(part + 1, coming)
    this.#designFor(part + 2, leaving)
    kernels.copy(audio, this.#other, QUANTUM_FRAMES)
    leaving.convolution.process(audio, QUANTUM_FRAMES, undefined, frame)
    coming.convolution.process(this.#other, QUANTUM_FRAMES, undefined, frame)
    const begun = inQuanta - part * this.#partFrames
    kernels.placeRamp(audio, QUANTUM_FRAMES, this.#fall, begun, this.#partFrames)
    kernels.accumulateRamp(audio, this.#other, QUANTUM_FRAMES, 0, 1, begun, this.#partFrames)
  }

  /** Makes a voice the filter of the song frame that is heard at the beginning of a part. */
  #designFor(part: number, voice: Voice): void {
    const frame = part * this.#partFrames - this.latencyFrames
    const values = curvesOf(this.#bands).map((curve) => curveValue(curve, frame))
    if (voice.values.length > 0 && values.every((value, i) => value === voice.values[i])) return
    voice.values = values
    writeLinearPhase(settingsAt<EqBand[]>(this.#bands as never, frame), this.#sampleRateHz, voice.paths, this.#design)
    voice.convolution.respond()
  }
}

/** The band with each of its moving settings at either end: one of them rings the longest. */
function extremesOf(band: MovableBand): EqBand[] {
  return Object.entries(band).reduce<EqBand[]>(
    (bands, [key, value]) => {
      if (!isCurve(value)) return bands
      return bands.flatMap((one) => [
        { ...one, [key]: lowestOf(value) },
        { ...one, [key]: highestOf(value) },
      ])
    },
    [band as EqBand],
  )
}
