import { createHash } from 'node:crypto'
import { encodePcm, WavWriter } from '@mixwright/audio-files'
import type { Arena, Pointer } from '@mixwright/kernels'
import { Meter } from '@mixwright/metering'
import type { MixSink } from '@mixwright/mixer'
import type { MixWritten } from '../job.ts'
import type { CoursePlan } from '../plan/course-plan.ts'
import { MixCourse } from './mix-course.ts'

const PIECE_FRAMES = 2048

/** Writes the mix as 32-bit floats, and measures and hashes on the way what the file will hold. */
export class MixFile implements MixSink {
  readonly #path: string
  readonly #sampleRateHz: number
  readonly #arena: Arena
  readonly #meter: Meter
  readonly #bytes: Pointer
  readonly #rounded: Pointer
  readonly #hash = createHash('sha256')
  readonly #course: MixCourse | undefined
  #writer: WavWriter | undefined

  constructor(path: string, sampleRateHz: number, arena: Arena, courses?: CoursePlan) {
    this.#path = path
    this.#sampleRateHz = sampleRateHz
    this.#arena = arena
    this.#meter = new Meter(arena, sampleRateHz, 2)
    this.#bytes = arena.alloc(PIECE_FRAMES * 8)
    this.#rounded = arena.allocFrames(PIECE_FRAMES)
    this.#course = courses && new MixCourse(courses, sampleRateHz, arena)
  }

  write(audio: Pointer, frames: number): void {
    const writer = this.#open()
    for (let done = 0; done < frames; done += PIECE_FRAMES) {
      const piece = Math.min(PIECE_FRAMES, frames - done)
      encodePcm(this.#arena, '32f', audio + done * 16, this.#bytes, piece * 2)
      writer.write(this.#arena, this.#bytes, piece)
      this.#arena.kernels.decodeF32(this.#bytes, this.#rounded, piece * 2)
      this.#meter.add(this.#rounded, piece)
      this.#course?.add(this.#rounded, piece)
      this.#hash.update(this.#arena.bytes(this.#bytes, piece * writer.frameBytes))
    }
  }

  finish(): Pick<MixWritten, 'measurement' | 'pcmSha256' | 'course'> {
    this.#open().finish()
    const written = { measurement: this.#meter.read(), pcmSha256: this.#hash.digest('hex') }
    if (!this.#course) return written
    const { history } = this.#meter
    const loudness = { momentaryLufs: history.momentarySeriesLufs(), shortTermLufs: history.shortTermSeriesLufs() }
    return { ...written, course: { ...this.#course.read(), ...loudness, gatingBlocks: history.gatingBlocks() } }
  }

  abort(): void {
    this.#writer?.abort()
  }

  #open(): WavWriter {
    if (this.#writer) return this.#writer
    this.#meter.reset()
    this.#course?.reset()
    const shape = { format: '32f', channels: 2, sampleRateHz: this.#sampleRateHz } as const
    this.#writer = new WavWriter(this.#path, { ...shape, isSynced: false })
    return this.#writer
  }
}
