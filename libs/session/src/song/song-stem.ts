import { openPcm, type PcmReader } from '@mixwright/audio-files'
import { type Arena, type Pointer, type ReadFrames, Resampler } from '@mixwright/dsp'
import type { StemSource } from '@mixwright/mixer'
import { Fade } from './fade.ts'
import type { StemAudio } from './song-audio.ts'

/** A recording on the song's timeline: what is played of it, when the mix file says, at the session's rate. */
export class SongStem implements StemSource {
  readonly #arena: Arena
  readonly #stem: StemAudio
  readonly #reader: PcmReader
  readonly #resampler: Resampler | undefined
  readonly #fade: Fade
  readonly #readRecording: ReadFrames
  #ready = false

  constructor(stem: StemAudio, sampleRateHz: number, arena: Arena) {
    const rates = { fromHz: stem.pcm.sampleRateHz, toHz: sampleRateHz }
    this.#arena = arena
    this.#stem = stem
    this.#reader = openPcm(stem.pcm, arena)
    this.#resampler = rates.fromHz === rates.toHz ? undefined : new Resampler(rates, arena)
    this.#fade = new Fade(stem.clip, arena)
    this.#readRecording = (start, frames, at) => void this.#reader.readInto(at, start, frames, stem.pick)
  }

  read(at: Pointer, songFrame: number, frames: number): boolean {
    const { kernels } = this.#arena
    const { clip } = this.#stem
    const start = songFrame - clip.startFrame
    const ahead = Math.max(0, -start)
    const count = Math.min(frames, clip.frames - start) - ahead
    if (count <= 0) {
      kernels.clear(at, frames)
      return true
    }
    const audio = at + ahead * 16
    if (count < frames) {
      kernels.clear(at, ahead)
      kernels.clear(audio + count * 16, frames - ahead - count)
    }
    const silent = this.#readClip(audio, start + ahead, count)
    if (!silent) this.#fade.process(audio, start + ahead, count)
    return silent
  }

  /** Reads frames of the clip, all of them inside it; true when they are digital silence. */
  #readClip(at: Pointer, clipFrame: number, frames: number): boolean {
    const frame = this.#stem.clip.offsetFrames + clipFrame
    if (!this.#resampler) return this.#reader.readInto(at, frame, frames, this.#stem.pick)
    if (!this.#ready) this.#resampler.reset()
    this.#ready = true
    this.#resampler.render(this.#readRecording, frame, frames, at)
    return this.#arena.kernels.isZero(at, frames * 16) !== 0
  }
}
