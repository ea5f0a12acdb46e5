import { createMemory, instantiateKernels, type Kernels } from './kernels.ts'
import type { Pointer } from './pointer.ts'

/** Below lie the module's own constants. */
const FIRST_FREE_BYTE = 1 << 16
const ALIGNMENT_BYTES = 64
const PAGE_BYTES = 1 << 16
const MIB = 1 << 20
/** What a master or a meter works with by itself: some hundred times what they mostly need. */
const OWN_MIB = 512

/**
 * An instance of the kernels, its memory, and the allocation of that memory.
 *
 * Allocation only moves upwards and depends on nothing but the order of the calls, so threads that build the same
 * thing on one shared memory get the same addresses. Fresh areas hold whatever was there: who owns an area clears it.
 */
export class Arena {
  readonly kernels: Kernels
  readonly memory: WebAssembly.Memory
  #next = FIRST_FREE_BYTE

  /** @param memory Default: one of its own, which grows to 512 MiB at most. */
  constructor(memory: WebAssembly.Memory = createMemory(OWN_MIB * MIB)) {
    this.memory = memory
    this.kernels = instantiateKernels(memory)
  }

  /** Reserves `bytes` bytes, aligned to 64. Throws with the code `ENOMEM` where there is no more memory. */
  alloc(bytes: number): Pointer {
    const at = this.#next
    this.#next = Math.ceil((at + bytes) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES
    const missing = this.#next - this.memory.buffer.byteLength
    if (missing > 0) this.#grow(missing)
    return at
  }

  #grow(bytes: number): void {
    try {
      this.memory.grow(Math.ceil(bytes / PAGE_BYTES))
    } catch {
      const held = Math.ceil(this.memory.buffer.byteLength / MIB)
      const message = `${held} MiB are in use, and ${Math.ceil(bytes / MIB)} MiB more are not to be had`
      throw Object.assign(new RangeError(message), { code: 'ENOMEM' })
    }
  }

  /** Reserves an interleaved stereo f64 buffer. */
  allocFrames(frames: number): Pointer {
    return this.alloc(frames * 16)
  }

  /** How far allocation has come; hand it to `release` to free everything reserved since. */
  mark(): Pointer {
    return this.#next
  }

  release(mark: Pointer): void {
    this.#next = mark
  }

  /** View of `length` doubles at `at`. Views go stale when the memory grows: take them late, keep them never. */
  f64(at: Pointer, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, at, length)
  }

  i32(at: Pointer, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, at, length)
  }

  bytes(at: Pointer, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, at, length)
  }
}
