// A sine for moving delays. Not exported from the module.

// sin(pi / 2 * t) / t as a polynomial in t², with the smallest maximum error of the sine.
const SINE = memory.data<f64>([1.5707910110756262, -0.645892849548791, 0.07943434461787048, -0.004333095293138412])

/**
 * A cycle of 1 that begins at its lowest: sin(pi / 2 * t), t = 1 - 4 |p - 1/2| from -1 to 1, p the part of the phase
 * behind the point. Largest error 6e-7.
 */
@inline
export function sine(phase: v128): v128 {
  const one = f64x2.splat(1)
  const wrapped = f64x2.sub(phase, f64x2.floor(phase))
  const t = f64x2.sub(one, f64x2.mul(f64x2.splat(4), f64x2.abs(f64x2.sub(wrapped, f64x2.splat(0.5)))))
  const q = f64x2.mul(t, t)
  let p = f64x2.add(v128.load64_splat(SINE, 16), f64x2.mul(q, v128.load64_splat(SINE, 24)))
  p = f64x2.add(v128.load64_splat(SINE, 8), f64x2.mul(q, p))
  p = f64x2.add(v128.load64_splat(SINE), f64x2.mul(q, p))
  return f64x2.mul(t, p)
}
