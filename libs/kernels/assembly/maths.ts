// The transcendental functions of the whole project. AssemblyScript compiles its own software versions, so every
// machine gets the same bits; JavaScript's Math.sin and its kin are implementation-defined.

export function sin(x: f64): f64 { return NativeMath.sin(x) }
export function cos(x: f64): f64 { return NativeMath.cos(x) }
export function tan(x: f64): f64 { return NativeMath.tan(x) }
export function atan2(y: f64, x: f64): f64 { return NativeMath.atan2(y, x) }
export function sinh(x: f64): f64 { return NativeMath.sinh(x) }
export function cosh(x: f64): f64 { return NativeMath.cosh(x) }
export function exp(x: f64): f64 { return NativeMath.exp(x) }
export function log(x: f64): f64 { return NativeMath.log(x) }
export function log10(x: f64): f64 { return NativeMath.log10(x) }
export function pow(x: f64, y: f64): f64 { return NativeMath.pow(x, y) }
