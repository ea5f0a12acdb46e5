import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import type { Arena, Pointer } from '@mixwright/kernels'
import type { StemSource, SumSink } from '@mixwright/mixer'

/** Of a recorded sum. */
export const FRAME_BYTES = 12
/** Kernels touch a few bytes behind the last sample. */
const SLACK_BYTES = 8
const PIECE_FRAMES = 8192
/** Samples of 48 bits in steps of 2^-40 are smaller than this. */
const LIMIT = 128

/** A sum of stems on disk, from its first stream frame on. */
export interface SumRecording {
  path: string
  frames: number
  /** Whether only silence would follow, however long the song goes on. */
  isOver: boolean
}

/** Writes a sum of stems as 48-bit samples, which are enough for all of its bits. */
export class SumWriter implements SumSink {
  readonly #path: string
  readonly #arena: Arena
  readonly #bytes: Pointer
  /** Stream frame from which on the stems are over. */
  readonly #stemsEndFrame: number
  #fd: number | undefined
  #pieceFrames = 0
  #frames = 0
  #isOver = false
  #failed = false

  constructor(path: string, stemsEndFrame: number, arena: Arena) {
    this.#path = path
    this.#arena = arena
    this.#stemsEndFrame = stemsEndFrame
    this.#bytes = arena.alloc(PIECE_FRAMES * FRAME_BYTES + SLACK_BYTES)
  }

  write(audio: Pointer, frames: number, streamFrame: number, isSilent: boolean): void {
    if (this.#failed || this.#isOver) return
    if (isSilent && streamFrame >= this.#stemsEndFrame) {
      this.#isOver = true
      return
    }
    if (this.#pieceFrames + frames > PIECE_FRAMES) this.#flush()
    const { kernels } = this.#arena
    // A sum that is too loud is none that could be recorded.
    if (!(kernels.peak(audio, frames) < LIMIT)) this.#failed = true
    else kernels.packSum(audio, this.#bytes + this.#pieceFrames * FRAME_BYTES, frames)
    this.#pieceFrames += frames
  }

  /** The finished recording; undefined where there is none. */
  finish(): SumRecording | undefined {
    this.#flush()
    const isThere = this.#fd !== undefined && !this.#failed
    this.abort()
    return isThere ? { path: this.#path, frames: this.#frames, isOver: this.#isOver } : undefined
  }

  abort(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }

  /** A disk that is full is no trouble of the render's: nothing is recorded then. */
  #flush(): void {
    if (this.#failed || this.#pieceFrames === 0) return
    try {
      this.#fd ??= openSync(this.#path, 'w')
      const bytes = this.#arena.bytes(this.#bytes, this.#pieceFrames * FRAME_BYTES)
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done, bytes.length - done)
      this.#frames += this.#pieceFrames
      this.#pieceFrames = 0
    } catch {
      this.#failed = true
    }
  }
}

/** Plays a recorded sum. */
export class SumSource implements StemSource {
  readonly #recording: SumRecording
  readonly #arena: Arena
  readonly #bytes: Pointer
  #fd: number | undefined
  #from = 0
  #until = 0
  /** Stream frame from which on the recording was too short; null while it was long enough. */
  missedFrame: number | null = null

  constructor(recording: SumRecording, arena: Arena) {
    this.#recording = recording
    this.#arena = arena
    this.#bytes = arena.alloc(PIECE_FRAMES * FRAME_BYTES + SLACK_BYTES)
  }

  read(at: Pointer, streamFrame: number, frames: number): boolean {
    const { kernels } = this.#arena
    const { frames: recorded, isOver } = this.#recording
    const count = Math.max(0, Math.min(frames, recorded - streamFrame))
    if (count < frames) {
      kernels.clear(at + count * 16, frames - count)
      if (!isOver) this.missedFrame ??= streamFrame + count
    }
    for (let done = 0; done < count; ) {
      const frame = streamFrame + done
      if (frame < this.#from || frame >= this.#until) this.#fill(frame)
      const piece = Math.min(count - done, this.#until - frame)
      kernels.unpackSum(this.#bytes + (frame - this.#from) * FRAME_BYTES, at + done * 16, piece)
      done += piece
    }
    return kernels.isZero(at, frames * 16) !== 0
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }

  #fill(frame: number): void {
    this.#fd ??= openSync(this.#recording.path, 'r')
    const frames = Math.min(PIECE_FRAMES, this.#recording.frames - frame)
    const bytes = this.#arena.bytes(this.#bytes, frames * FRAME_BYTES)
    for (let done = 0; done < bytes.length; ) {
      const got = readSync(this.#fd, bytes, done, bytes.length - done, frame * FRAME_BYTES + done)
      if (got === 0) throw new Error('a recorded sum became shorter while it was read')
      done += got
    }
    this.#from = frame
    this.#until = frame + frames
  }
}
