import type { Pointer } from './pointer.ts'

/** From little-endian samples at `bytes` to `count` f64 samples; may read up to 15 bytes past the end of `bytes`. */
type Decode = (bytes: Pointer, samples: Pointer, count: number) => void

/** The same, with NaN and infinities replaced by 0. Returns how many samples were replaced. */
type DecodeFloat = (bytes: Pointer, samples: Pointer, count: number) => number

/**
 * From `count` f64 samples to little-endian integers: `floor(x * 2^(bits - 1) + 0.5)`, clamped.
 * A sample that a quantiser has already made a whole number of steps comes out exactly.
 */
type Encode = (samples: Pointer, bytes: Pointer, count: number) => void

/**
 * `assembly/pcm.ts`: raw PCM bytes to f64 samples and back. Full scale of an n-bit integer is 2^(n - 1).
 * Decoders and encoders count samples, not frames: `frames` interleaved stereo frames are `2 * frames` samples.
 */
export interface PcmKernels {
  decodeU8: Decode
  decodeS16: Decode
  decodeS24: Decode
  decodeS32: Decode
  decodeS64: Decode
  decodeALaw: Decode
  decodeMuLaw: Decode
  decodeF32: DecodeFloat
  decodeF64: DecodeFloat

  encodeS16: Encode
  encodeS24: Encode
  encodeS32: Encode
  /** Rounded to nearest even; -0 becomes +0. */
  encodeF32(samples: Pointer, bytes: Pointer, count: number): void
  /** Unchanged, but -0 becomes +0. */
  encodeF64(samples: Pointer, bytes: Pointer, count: number): void

  /**
   * Picks two channels, at byte offsets `leftAt` and `rightAt` of frames of `strideBytes`, as raw interleaved stereo of
   * `toBytes` a sample. Narrower samples keep their top bits; `bigEndian` (0 or 1) samples are turned round.
   */
  gatherStereo(
    from: Pointer,
    to: Pointer,
    frames: number,
    strideBytes: number,
    leftAt: number,
    rightAt: number,
    sampleBytes: number,
    toBytes: number,
    bigEndian: number,
  ): void
  /** 1 when each of `count` bytes is `value`; may read up to 15 bytes past the end. */
  isFilledWith(bytes: Pointer, count: number, value: number): number

  /** Mono samples to stereo frames in place; the area has room for the frames. */
  spreadMono(audio: Pointer, frames: number): void
  /** The left lanes of stereo frames as mono samples. */
  packLeft(audio: Pointer, samples: Pointer, frames: number): void
  /** Left into both lanes, in place. */
  keepLeft(audio: Pointer, frames: number): void
  /** Right into both lanes, in place. */
  keepRight(audio: Pointer, frames: number): void
  /** Left and right exchanged, in place. */
  swapSides(audio: Pointer, frames: number): void
  /** `(left + right) * 0.5` into both lanes, in place. */
  foldMono(audio: Pointer, frames: number): void
}
