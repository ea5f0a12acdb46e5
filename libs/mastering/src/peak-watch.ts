import { type Arena, gainToDb, type Pointer } from '@mixwright/dsp'
import { TruePeakMeter } from '@mixwright/metering'
import type { AudioSource } from './audio-source.ts'

/** Audio whose true peak is read while it is read, once, forwards. */
export class PeakWatch implements AudioSource {
  readonly frames: number
  readonly sampleRateHz: number
  readonly #audio: AudioSource
  readonly #ceiling: number
  readonly #meter: TruePeakMeter
  #isOver = false

  constructor(audio: AudioSource, ceiling: number, arena: Arena) {
    this.frames = audio.frames
    this.sampleRateHz = audio.sampleRateHz
    this.#audio = audio
    this.#ceiling = ceiling
    this.#meter = new TruePeakMeter(arena)
    this.#meter.reset()
  }

  read(arena: Arena, at: Pointer, startFrame: number, frames: number): void {
    this.#audio.read(arena, at, startFrame, frames)
    this.#meter.add(at, frames)
    this.#isOver ||= arena.kernels.peak(at, frames) > this.#ceiling
  }

  /** True once a sample was over the ceiling; the curve between samples may be before that. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** dBTP; silence is -Infinity. */
  peakDbtp(): number {
    return gainToDb(this.#meter.read().true)
  }
}
