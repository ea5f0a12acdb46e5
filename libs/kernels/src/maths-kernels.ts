/** `assembly/maths.ts`: the transcendental functions, the same bits on every machine. */
export interface MathsKernels {
  sin(x: number): number
  cos(x: number): number
  tan(x: number): number
  atan2(y: number, x: number): number
  sinh(x: number): number
  cosh(x: number): number
  exp(x: number): number
  log(x: number): number
  log10(x: number): number
  pow(x: number, y: number): number
}
