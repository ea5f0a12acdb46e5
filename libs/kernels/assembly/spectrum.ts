// Power spectrum of stereo frames taken as complex numbers (left real, right imaginary): the power of bin k and of bin
// N - k together is that of both channels at that frequency, so neither has to be separated.
//
// In-place radix-4 decimation in frequency, N a power of 4. Results stay where the last stage leaves them: position p
// holds the bin whose base-4 digits are those of p reversed.
// Twiddles: 3N/4 times { f64 cos, f64 sin } of -2 pi i / N.

const FRAME_BYTES: usize = 16

@inline
function swap(value: v128): v128 {
  return v128.shuffle<f64>(value, value, 1, 0)
}

/** `value` times the complex number (cosine, sine); `signedSine` is (-sine, sine). */
@inline
function turned(value: v128, cosine: v128, signedSine: v128): v128 {
  return f64x2.add(f64x2.mul(value, cosine), f64x2.mul(swap(value), signedSine))
}

@inline
function signedSine(twiddle: usize): v128 {
  return f64x2.mul(v128.load64_splat(twiddle, 8), f64x2(-1, 1))
}

/** Copies `frames` frames, each times its weight of a window (`weights`: one f64 a frame). */
export function weigh(audio: usize, weights: usize, to: usize, frames: i32): void {
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += FRAME_BYTES, to += FRAME_BYTES, weights += 8) {
    v128.store(to, f64x2.mul(v128.load(audio), v128.load64_splat(weights)))
  }
}

/** Transforms `size` frames in place and adds each bin's squared magnitude to its double in `power`. */
export function addPowerSpectrum(frames: usize, size: i32, twiddles: usize, power: usize): void {
  const plusMinus = f64x2(1, -1)
  const end = frames + <usize>size * FRAME_BYTES
  for (let span = size, stride: usize = FRAME_BYTES; span > 1; span >>= 2, stride <<= 2) {
    const quarter = (<usize>span >> 2) * FRAME_BYTES
    const group = <usize>span * FRAME_BYTES
    let twiddle1 = twiddles
    let twiddle2 = twiddles
    let twiddle3 = twiddles
    for (let first = frames; first < frames + quarter; first += FRAME_BYTES) {
      const cosine1 = v128.load64_splat(twiddle1)
      const cosine2 = v128.load64_splat(twiddle2)
      const cosine3 = v128.load64_splat(twiddle3)
      const sine1 = signedSine(twiddle1)
      const sine2 = signedSine(twiddle2)
      const sine3 = signedSine(twiddle3)
      for (let at = first; at < end; at += group) {
        const x0 = v128.load(at)
        const x1 = v128.load(at + quarter)
        const x2 = v128.load(at + 2 * quarter)
        const x3 = v128.load(at + 3 * quarter)
        const sum02 = f64x2.add(x0, x2)
        const sum13 = f64x2.add(x1, x3)
        const difference02 = f64x2.sub(x0, x2)
        const turned13 = f64x2.mul(swap(f64x2.sub(x1, x3)), plusMinus) // -i (x1 - x3)
        v128.store(at, f64x2.add(sum02, sum13))
        v128.store(at + quarter, turned(f64x2.add(difference02, turned13), cosine1, sine1))
        v128.store(at + 2 * quarter, turned(f64x2.sub(sum02, sum13), cosine2, sine2))
        v128.store(at + 3 * quarter, turned(f64x2.sub(difference02, turned13), cosine3, sine3))
      }
      twiddle1 += stride
      twiddle2 += 2 * stride
      twiddle3 += 3 * stride
    }
  }
  for (let at = frames; at < end; at += FRAME_BYTES, power += 8) {
    const square = f64x2.mul(v128.load(at), v128.load(at))
    const magnitude = f64x2.extract_lane(square, 0) + f64x2.extract_lane(square, 1)
    store<f64>(power, load<f64>(power) + magnitude)
  }
}
