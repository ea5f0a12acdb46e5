// Twice and half the sample rate by linear-phase filters, for what must be computed between the samples.
//
// taps       +0 c | +8 t[0] | +16 t[1] … t[K - 1]     (f64), the middle tap and those to its sides, all times 2; K is even
//
//   raise    out[2n] = x[n - K]       out[2n + 1] = sum of t[i] * (x[n - K - i] + x[n - K + 1 + i])
//            A half-band filter: every other tap is 0 but the middle one, which is 1/2. K frames late.
//   lower    out[n] = (c * x[m] + sum of t[i] * (x[m - 1 - s i] + x[m + 1 + s i])) / 2       m = 2 (n - D) + lead
//            s is 2 for a half-band filter, D = K; s is 1 for any other, D = K / 2. D frames late, of the lower rate.
//
// A sum is two, of even and of odd i from 0 up, added at the end.
//
// line       frames of the past, 2K - 1 to raise and 4D to lower, then room for the frames of one call; all 0 at the
//            start. Frames under 1e-24 enter the line of `raiseRate` as 0.

const FRAME_BYTES: usize = 16

/** Raises `frames` frames of `audio`, a multiple of 4, to twice as many at `out`; four at a time share their loads. */
export function raiseRate(taps: usize, pairs: i32, line: usize, audio: usize, frames: i32, out: usize): void {
  const past = <usize>(2 * pairs - 1) * FRAME_BYTES
  const newest = <usize>frames * FRAME_BYTES
  for (let at: usize = 0; at < newest; at += FRAME_BYTES) {
    const x = v128.load(audio + at)
    v128.store(line + past + at, v128.and(x, f64x2.ge(f64x2.abs(x), f64x2.splat(1e-24))))
  }
  const end = out + 2 * newest
  let middle = line + past - <usize>pairs * FRAME_BYTES
  for (; out < end; out += 8 * FRAME_BYTES, middle += 4 * FRAME_BYTES) raiseFour(taps + 8, pairs, middle, out)
  memory.copy(line, line + newest, past)
}

/** The four frames from `middle` on, and what lies behind each of them. */
@inline
function raiseFour(taps: usize, pairs: i32, middle: usize, out: usize): void {
  v128.store(out, v128.load(middle))
  v128.store(out, v128.load(middle, 16), 32)
  v128.store(out, v128.load(middle, 32), 64)
  v128.store(out, v128.load(middle, 48), 96)
  raiseBehind(taps, pairs, middle, out, false)
  raiseBehind(taps + 8, pairs, middle - FRAME_BYTES, out, true)
}

/** The sums of every other tap from `taps` on, the first with the frames at `left` and as far behind the middle. */
@inline
function raiseBehind(taps: usize, pairs: i32, left: usize, out: usize, isSecond: bool): void {
  let sum0 = f64x2.splat(0), sum1 = f64x2.splat(0), sum2 = f64x2.splat(0), sum3 = f64x2.splat(0)
  let right = left + (isSecond ? 3 : 1) * FRAME_BYTES
  for (const end = taps + (<usize>pairs << 3); taps < end; taps += 16, left -= 2 * FRAME_BYTES, right += 2 * FRAME_BYTES) {
    const tap = v128.load64_splat(taps)
    sum0 = f64x2.add(sum0, f64x2.mul(tap, f64x2.add(v128.load(left), v128.load(right))))
    sum1 = f64x2.add(sum1, f64x2.mul(tap, f64x2.add(v128.load(left, 16), v128.load(right, 16))))
    sum2 = f64x2.add(sum2, f64x2.mul(tap, f64x2.add(v128.load(left, 32), v128.load(right, 32))))
    sum3 = f64x2.add(sum3, f64x2.mul(tap, f64x2.add(v128.load(left, 48), v128.load(right, 48))))
  }
  v128.store(out, isSecond ? f64x2.add(v128.load(out, 16), sum0) : sum0, 16)
  v128.store(out, isSecond ? f64x2.add(v128.load(out, 48), sum1) : sum1, 48)
  v128.store(out, isSecond ? f64x2.add(v128.load(out, 80), sum2) : sum2, 80)
  v128.store(out, isSecond ? f64x2.add(v128.load(out, 112), sum3) : sum3, 112)
}

/** Lowers twice `frames` frames of `audio` to `frames` at `out`, which may be the same; `lead` is 0, or 1 if s is 2. */
export function lowerRate(
  taps: usize, pairs: i32, stride: i32, line: usize, audio: usize, frames: i32, out: usize, lead: i32,
): void {
  const reach = <usize>(pairs * stride) * FRAME_BYTES
  const past = <usize>2 * reach
  const newest = <usize>(2 * frames) * FRAME_BYTES
  memory.copy(line + past, audio, newest)
  const end = out + <usize>frames * FRAME_BYTES
  const step = <usize>stride * FRAME_BYTES
  let middle = line + past - reach + <usize>lead * FRAME_BYTES
  for (; out < end; out += FRAME_BYTES, middle += 2 * FRAME_BYTES) {
    const beside = sides(taps + 8, pairs, middle - FRAME_BYTES, middle + FRAME_BYTES, step)
    const sum = f64x2.add(f64x2.mul(v128.load(middle), v128.load64_splat(taps)), beside)
    v128.store(out, f64x2.mul(sum, f64x2.splat(0.5)))
  }
  memory.copy(line, line + newest, past)
}

/** Sum of taps times what lies `stride` bytes on, and again, to the left of `left` and to the right of `right`. */
@inline
function sides(taps: usize, pairs: i32, left: usize, right: usize, stride: usize): v128 {
  let even = f64x2.splat(0)
  let odd = f64x2.splat(0)
  for (const end = taps + (<usize>pairs << 3); taps < end; taps += 16, left -= 2 * stride, right += 2 * stride) {
    even = f64x2.add(even, f64x2.mul(v128.load64_splat(taps), f64x2.add(v128.load(left), v128.load(right))))
    odd = f64x2.add(
      odd,
      f64x2.mul(v128.load64_splat(taps, 8), f64x2.add(v128.load(left - stride), v128.load(right + stride))),
    )
  }
  return f64x2.add(even, odd)
}
