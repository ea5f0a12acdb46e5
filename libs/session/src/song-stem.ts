import { openPcm, type PcmReader } from '@mixwright/audio-files'
import { type Arena, type Pointer, type ReadFrames, Resampler, resampledFrames } from '@mixwright/dsp'
import type { StemSource } from '@mixwright/mixer'
import type { StemAudio } from './song-audio.ts'

/** A recording on the song's timeline: begins where the mix file says, at the session's rate. */
export class SongStem implements StemSource {
  readonly #arena: Arena
  readonly #stem: StemAudio
  readonly #reader: PcmReader
  readonly #resampler: Resampler | undefined
  readonly #frames: number
  readonly #readRecording: ReadFrames
  #ready = false

  constructor(stem: StemAudio, sampleRateHz: number, arena: Arena) {
    const rates = { fromHz: stem.pcm.sampleRateHz, toHz: sampleRateHz }
    this.#arena = arena
    this.#stem = stem
    this.#reader = openPcm(stem.pcm, arena)
    this.#resampler = rates.fromHz === rates.toHz ? undefined : new Resampler(rates, arena)
    this.#frames = resampledFrames(stem.pcm.frames, rates)
    this.#readRecording = (start, frames, at) => void this.#reader.readInto(at, start, frames, stem.pick)
  }

  read(at: Pointer, songFrame: number, frames: number): boolean {
    const { kernels } = this.#arena
    const start = songFrame - this.#stem.startFrame
    if (start + frames <= 0 || start >= this.#frames) {
      kernels.clear(at, frames)
      return true
    }
    if (!this.#resampler) return this.#reader.readInto(at, start, frames, this.#stem.pick)
    if (!this.#ready) this.#resampler.reset()
    this.#ready = true
    const ahead = Math.max(0, -start)
    const count = Math.min(frames, this.#frames - start) - ahead
    kernels.clear(at, ahead)
    this.#resampler.render(this.#readRecording, start + ahead, count, at + ahead * 16)
    kernels.clear(at + (ahead + count) * 16, frames - ahead - count)
    return kernels.isZero(at, frames * 16) !== 0
  }
}
