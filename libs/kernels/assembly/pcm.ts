// Raw PCM bytes of files to f64 samples and back, exactly: full scale of an n-bit integer is 2^(n-1).
//
// `bytes` are little-endian samples one after the other; `samples` are f64, one after the other. Interleaved stereo is
// both at once: frame i is samples 2i (left) and 2i + 1 (right).
//
//   s24 bytes    a0 a1 a2  b0 b1 b2  c0 c1 c2  d0 d1 d2  (16 loaded, 12 used: 4 bytes past the end are read, not used)
//   as i32       0 a0 a1 a2   0 b0 b1 b2   …             the sample times 256, hence a scale of 2^-31
//   as f64       a  b  |  c  d                           two v128
//
// No sample depends on another: there are no sums here.

const FRAME_BYTES: usize = 16

/** Unsigned 8 bits, 128 is zero. */
export function decodeU8(bytes: usize, samples: usize, count: i32): void {
  const end = samples + (<usize>count << 3)
  const last = samples + (<usize>(count & ~3) << 3)
  const scale = f64x2.splat(1.0 / 128)
  for (; samples < last; samples += 32, bytes += 4) {
    const words = i16x8.extend_low_i8x16_u(v128.load32_zero(bytes))
    storeFour(samples, i32x4.extend_low_i16x8_s(i16x8.sub(words, i16x8.splat(128))), scale)
  }
  for (; samples < end; samples += 8, bytes++) store<f64>(samples, <f64>(<i32>load<u8>(bytes) - 128) * (1.0 / 128))
}

export function decodeS16(bytes: usize, samples: usize, count: i32): void {
  const end = samples + (<usize>count << 3)
  const last = samples + (<usize>(count & ~3) << 3)
  const scale = f64x2.splat(1.0 / 32768)
  for (; samples < last; samples += 32, bytes += 8) storeFour(samples, v128.load_ext<i16>(bytes), scale)
  for (; samples < end; samples += 8, bytes += 2) store<f64>(samples, <f64>load<i16>(bytes) * (1.0 / 32768))
}

export function decodeS24(bytes: usize, samples: usize, count: i32): void {
  const end = samples + (<usize>count << 3)
  const last = samples + (<usize>(count & ~3) << 3)
  const scale = f64x2.splat(1.0 / 2147483648)
  const spread = i8x16(-1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11)
  for (; samples < last; samples += 32, bytes += 12) {
    storeFour(samples, i8x16.swizzle(v128.load(bytes), spread), scale)
  }
  for (; samples < end; samples += 8, bytes += 3) {
    const code = (<i32>load<u16>(bytes) << 8) | (<i32>load<u8>(bytes, 2) << 24)
    store<f64>(samples, <f64>code * (1.0 / 2147483648))
  }
}

export function decodeS32(bytes: usize, samples: usize, count: i32): void {
  const end = samples + (<usize>count << 3)
  const last = samples + (<usize>(count & ~3) << 3)
  const scale = f64x2.splat(1.0 / 2147483648)
  for (; samples < last; samples += 32, bytes += 16) storeFour(samples, v128.load(bytes), scale)
  for (; samples < end; samples += 8, bytes += 4) store<f64>(samples, <f64>load<i32>(bytes) * (1.0 / 2147483648))
}

/** Signed 64 bits, rounded to the 53 that f64 holds. */
export function decodeS64(bytes: usize, samples: usize, count: i32): void {
  const end = samples + (<usize>count << 3)
  for (; samples < end; samples += 8, bytes += 8) store<f64>(samples, <f64>load<i64>(bytes) * (1.0 / 9223372036854775808.0))
}

/** 32-bit floats. NaN and infinities become 0; returns how many there were. */
export function decodeF32(bytes: usize, samples: usize, count: i32): i32 {
  const end = samples + (<usize>count << 3)
  const last = samples + (<usize>(count & ~1) << 3)
  let bad = i64x2.splat(0)
  for (; samples < last; samples += 16, bytes += 8) {
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(bytes))
    const finite = f64x2.le(f64x2.abs(pair), f64x2.splat(f64.MAX_VALUE))
    v128.store(samples, v128.and(pair, finite))
    bad = i64x2.sub(bad, v128.not(finite))
  }
  if (samples < end) bad = storeFinite(samples, <f64>load<f32>(bytes), bad)
  return bothLanes(bad)
}

/** 64-bit floats. NaN and infinities become 0; returns how many there were. */
export function decodeF64(bytes: usize, samples: usize, count: i32): i32 {
  const end = samples + (<usize>count << 3)
  const last = samples + (<usize>(count & ~1) << 3)
  let bad = i64x2.splat(0)
  for (; samples < last; samples += 16, bytes += 16) {
    const pair = v128.load(bytes)
    const finite = f64x2.le(f64x2.abs(pair), f64x2.splat(f64.MAX_VALUE))
    v128.store(samples, v128.and(pair, finite))
    bad = i64x2.sub(bad, v128.not(finite))
  }
  if (samples < end) bad = storeFinite(samples, load<f64>(bytes), bad)
  return bothLanes(bad)
}

/** ITU-T G.711 A-law: sign, 3 bits of exponent, 4 of mantissa, even bits inverted; 13 bits wide, in 16. */
export function decodeALaw(bytes: usize, samples: usize, count: i32): void {
  const end = samples + (<usize>count << 3)
  for (; samples < end; samples += 8, bytes++) {
    const word = <i32>load<u8>(bytes) ^ 0x55
    const exponent = (word >> 4) & 7
    const step = ((word & 15) << 4) + 8
    const size = exponent == 0 ? step : (step + 256) << (exponent - 1)
    store<f64>(samples, <f64>(word & 128 ? size : -size) * (1.0 / 32768))
  }
}

/** ITU-T G.711 mu-law: all bits inverted, a bias of 33 in 14 bits (132 in the 16 used here). */
export function decodeMuLaw(bytes: usize, samples: usize, count: i32): void {
  const end = samples + (<usize>count << 3)
  for (; samples < end; samples += 8, bytes++) {
    const word = <i32>load<u8>(bytes) ^ 255
    const size = ((((word & 15) << 3) + 132) << ((word >> 4) & 7)) - 132
    store<f64>(samples, <f64>(word & 128 ? -size : size) * (1.0 / 32768))
  }
}

/**
 * Picks two channels out of frames of any width, as raw interleaved samples of `toBytes` bytes.
 * A narrower sample keeps its top bits (low bytes are 0); `bigEndian` samples are turned round.
 */
export function gatherStereo(
  from: usize, to: usize, frames: i32, strideBytes: i32, leftAt: i32, rightAt: i32,
  sampleBytes: i32, toBytes: i32, bigEndian: bool,
): void {
  for (let i = 0; i < frames; i++, from += strideBytes, to += 2 * toBytes) {
    gatherSample(from + leftAt, to, sampleBytes, toBytes, bigEndian)
    gatherSample(from + rightAt, to + toBytes, sampleBytes, toBytes, bigEndian)
  }
}

function gatherSample(from: usize, to: usize, sampleBytes: i32, toBytes: i32, bigEndian: bool): void {
  const low = toBytes - sampleBytes
  for (let k = 0; k < low; k++) store<u8>(to + k, 0)
  for (let k = 0; k < sampleBytes; k++) store<u8>(to + low + k, load<u8>(from + (bigEndian ? sampleBytes - 1 - k : k)))
}

/** True when each of `count` bytes is `value`; stops at the first that is not. May read up to 15 bytes past the end. */
export function isFilledWith(bytes: usize, count: i32, value: i32): bool {
  const want = i8x16.splat(<i8>value)
  const last = bytes + <usize>(count & ~15)
  for (; bytes < last; bytes += 16) if (v128.any_true(v128.xor(v128.load(bytes), want))) return false
  const rest = i8x16.bitmask(i8x16.eq(v128.load(bytes), want))
  const mask = (1 << (count & 15)) - 1
  return (rest & mask) == mask
}

/** Mono samples to stereo frames in place: sample i to both lanes of frame i. */
export function spreadMono(audio: usize, frames: i32): void {
  // From the end, since frame i covers the samples 2i and 2i + 1 that have been read by then.
  for (let i = frames - 1; i >= 0; i--) {
    v128.store(audio + (<usize>i << 4), v128.load64_splat(audio + (<usize>i << 3)))
  }
}

/** The left lanes of stereo frames, one after the other. */
export function packLeft(audio: usize, samples: usize, frames: i32): void {
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += FRAME_BYTES, samples += 8) store<f64>(samples, load<f64>(audio))
}

/** Left into both lanes, in place. */
export function keepLeft(audio: usize, frames: i32): void {
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += FRAME_BYTES) v128.store(audio, v128.load64_splat(audio))
}

/** Right into both lanes, in place. */
export function keepRight(audio: usize, frames: i32): void {
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += FRAME_BYTES) v128.store(audio, v128.load64_splat(audio, 8))
}

/** Left and right exchanged, in place. */
export function swapSides(audio: usize, frames: i32): void {
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += FRAME_BYTES) v128.store(audio, swapped(v128.load(audio)))
}

/** `(left + right) * 0.5` into both lanes, in place. */
export function foldMono(audio: usize, frames: i32): void {
  const end = audio + <usize>frames * FRAME_BYTES
  const half = f64x2.splat(0.5)
  for (; audio < end; audio += FRAME_BYTES) {
    const frame = v128.load(audio)
    v128.store(audio, f64x2.mul(f64x2.add(frame, swapped(frame)), half))
  }
}

/** To 32-bit floats, nearest even; -0 becomes +0. */
export function encodeF32(samples: usize, bytes: usize, count: i32): void {
  const end = samples + (<usize>count << 3)
  const last = samples + (<usize>(count & ~1) << 3)
  const zero = f32x4.splat(0)
  for (; samples < last; samples += 16, bytes += 8) {
    const pair = f32x4.add(f32x4.demote_f64x2_zero(v128.load(samples)), zero)
    v128.store64_lane(bytes, pair, 0)
  }
  if (samples < end) store<f32>(bytes, <f32>load<f64>(samples) + 0)
}

/** To 64-bit floats; -0 becomes +0. */
export function encodeF64(samples: usize, bytes: usize, count: i32): void {
  const end = samples + (<usize>count << 3)
  for (; samples < end; samples += 8, bytes += 8) store<f64>(bytes, load<f64>(samples) + 0)
}

/** To 16 bits: floor(x * 2^15 + 0.5), clamped. Samples that are whole multiples of 2^-15 come out exactly. */
export function encodeS16(samples: usize, bytes: usize, count: i32): void {
  const end = samples + (<usize>count << 3)
  const last = samples + (<usize>(count & ~3) << 3)
  for (; samples < last; samples += 32, bytes += 8) {
    const codes = fourCodes(samples, 32768, -32768, 32767)
    v128.store64_lane(bytes, i16x8.narrow_i32x4_s(codes, codes), 0)
  }
  for (; samples < end; samples += 8, bytes += 2) store<i16>(bytes, <i16>code(load<f64>(samples), 32768, -32768, 32767))
}

/** To 24 bits: floor(x * 2^23 + 0.5), clamped. Samples that are whole multiples of 2^-23 come out exactly. */
export function encodeS24(samples: usize, bytes: usize, count: i32): void {
  const end = samples + (<usize>count << 3)
  const last = samples + (<usize>(count & ~3) << 3)
  for (; samples < last; samples += 32, bytes += 12) {
    const codes = fourCodes(samples, 8388608, -8388608, 8388607)
    const packed = i8x16.swizzle(codes, i8x16(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1))
    v128.store64_lane(bytes, packed, 0)
    v128.store32_lane(bytes, packed, 2, 8)
  }
  for (; samples < end; samples += 8, bytes += 3) {
    const word = code(load<f64>(samples), 8388608, -8388608, 8388607)
    store<u16>(bytes, <u16>word)
    store<u8>(bytes, <u8>(word >> 16), 2)
  }
}

/** To 32 bits: floor(x * 2^31 + 0.5), clamped. Samples that are whole multiples of 2^-31 come out exactly. */
export function encodeS32(samples: usize, bytes: usize, count: i32): void {
  const end = samples + (<usize>count << 3)
  const last = samples + (<usize>(count & ~3) << 3)
  for (; samples < last; samples += 32, bytes += 16) {
    v128.store(bytes, fourCodes(samples, 2147483648, -2147483648, 2147483647))
  }
  for (; samples < end; samples += 8, bytes += 4) {
    store<i32>(bytes, code(load<f64>(samples), 2147483648, -2147483648, 2147483647))
  }
}

@inline
function storeFour(samples: usize, codes: v128, scale: v128): void {
  const upper = i64x2.shuffle(codes, codes, 1, 1)
  v128.store(samples, f64x2.mul(f64x2.convert_low_i32x4_s(codes), scale))
  v128.store(samples, f64x2.mul(f64x2.convert_low_i32x4_s(upper), scale), 16)
}

@inline
function storeFinite(at: usize, x: f64, bad: v128): v128 {
  const finite = abs(x) <= f64.MAX_VALUE
  store<f64>(at, finite ? x : 0)
  return i64x2.add(bad, i64x2(finite ? 0 : 1, 0))
}

@inline
function bothLanes(counts: v128): i32 {
  return <i32>(i64x2.extract_lane(counts, 0) + i64x2.extract_lane(counts, 1))
}

@inline
function swapped(frame: v128): v128 {
  return i64x2.shuffle(frame, frame, 1, 0)
}

// NaN, which the engine never makes, becomes 0.
@inline
function twoCodes(pair: v128, fullScale: f64, lowest: f64, highest: f64): v128 {
  const whole = f64x2.floor(f64x2.add(f64x2.mul(pair, f64x2.splat(fullScale)), f64x2.splat(0.5)))
  return i32x4.trunc_sat_f64x2_s_zero(f64x2.pmin(f64x2.pmax(whole, f64x2.splat(lowest)), f64x2.splat(highest)))
}

@inline
function fourCodes(samples: usize, fullScale: f64, lowest: f64, highest: f64): v128 {
  const ab = twoCodes(v128.load(samples), fullScale, lowest, highest)
  const cd = twoCodes(v128.load(samples, 16), fullScale, lowest, highest)
  return i64x2.shuffle(ab, cd, 0, 2)
}

@inline
function code(x: f64, fullScale: f64, lowest: f64, highest: f64): i32 {
  return i32x4.extract_lane(twoCodes(f64x2.splat(x), fullScale, lowest, highest), 0)
}
