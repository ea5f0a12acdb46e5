// Logarithm and power of two on two numbers at a time, for levels and gains. Not exported from the module.
//
// The constants are read from memory: engines build a vector constant anew at each use, which costs more than the rest.

// log2(m) = 2 artanh(s) / ln 2 with s = (m - 1) / (m + 1), as s times a polynomial in s² with the smallest maximum
// error in |s| <= 0.1716.
const LOG2 = memory.data<f64>([
  2.8853900727521666, 0.9618007592099842, 0.5765845414632123, 0.43425594003913853, 4503599627371519, 1,
])
// Lifts the bits of √½ to those of 1; all but the mantissa; the bits of 1; the exponent of 2^52.
const LOG2_BITS = memory.data<u64>([0x00095f619980c433, 0xfff0000000000000, 0x3ff0000000000000, 0x4330000000000000])

/** log2 of two positive, normal numbers. Largest error 1.8e-10 (1.1e-9 dB); exact for powers of two. */
@inline
export function log2(x: v128): v128 {
  // x = m * 2^k with m from √½ to √2.
  const lifted = i64x2.add(x, v128.load64_splat(LOG2_BITS))
  const exponent = i64x2.sub(v128.and(lifted, v128.load64_splat(LOG2_BITS, 8)), v128.load64_splat(LOG2_BITS, 16))
  const m = i64x2.sub(x, exponent)
  const k = f64x2.sub(
    v128.or(i64x2.shr_u(lifted, 52), v128.load64_splat(LOG2_BITS, 24)),
    v128.load64_splat(LOG2, 32),
  )
  const one = v128.load64_splat(LOG2, 40)
  const s = f64x2.div(f64x2.sub(m, one), f64x2.add(m, one))
  const q = f64x2.mul(s, s)
  let p = f64x2.add(v128.load64_splat(LOG2, 16), f64x2.mul(q, v128.load64_splat(LOG2, 24)))
  p = f64x2.add(v128.load64_splat(LOG2, 8), f64x2.mul(q, p))
  p = f64x2.add(v128.load64_splat(LOG2), f64x2.mul(q, p))
  return f64x2.add(k, f64x2.mul(s, p))
}

// 2^f as a polynomial with the smallest maximum error in |f| <= ½ and the constant 1; then 1.5 * 2^52.
const EXP2 = memory.data<f64>([
  1, 0.6931472028551179, 0.24022647913621478, 0.05550332471045134, 0.009618437358165387, 0.0013398874439668612,
  0.00015353361837190833, 6755399441055744,
])

/** 2^x of two numbers from -1000 to 1000. Largest relative error 2.0e-9 (1.8e-8 dB); exact for whole x. */
@inline
export function exp2(x: v128): v128 {
  // Adding 1.5 * 2^52 rounds to a whole number and leaves it in the low bits, from where it moves to the exponent.
  const rounding = v128.load64_splat(EXP2, 56)
  const rounded = f64x2.add(x, rounding)
  const f = f64x2.sub(x, f64x2.sub(rounded, rounding))
  const f2 = f64x2.mul(f, f)
  const low = f64x2.add(v128.load64_splat(EXP2), f64x2.mul(f, v128.load64_splat(EXP2, 8)))
  const middle = f64x2.add(v128.load64_splat(EXP2, 16), f64x2.mul(f, v128.load64_splat(EXP2, 24)))
  const high = f64x2.add(v128.load64_splat(EXP2, 32), f64x2.mul(f, v128.load64_splat(EXP2, 40)))
  const top = f64x2.add(high, f64x2.mul(f2, v128.load64_splat(EXP2, 48)))
  const power = f64x2.add(low, f64x2.mul(f2, f64x2.add(middle, f64x2.mul(f2, top))))
  return i64x2.add(power, i64x2.shl(rounded, 52))
}
