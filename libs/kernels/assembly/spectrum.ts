// Power spectrum of stereo frames taken as complex numbers (left real, right imaginary): the power of bin k and of bin
// N - k together is that of both channels at that frequency, so neither has to be separated.

const FRAME_BYTES: usize = 16

/** Copies `frames` frames, each times its weight of a window (`weights`: one f64 a frame). */
export function weigh(audio: usize, weights: usize, to: usize, frames: i32): void {
  const end = audio + <usize>frames * FRAME_BYTES
  for (; audio < end; audio += FRAME_BYTES, to += FRAME_BYTES, weights += 8) {
    v128.store(to, f64x2.mul(v128.load(audio), v128.load64_splat(weights)))
  }
}

/** Adds the squared magnitude of each of `size` numbers of a spectrum (layout of fft.ts) to its double in `power`. */
export function addPower(spectrum: usize, size: i32, power: usize): void {
  const end = spectrum + <usize>size * FRAME_BYTES
  for (; spectrum < end; spectrum += 32, power += 16) {
    const re = v128.load(spectrum)
    const im = v128.load(spectrum, 16)
    v128.store(power, f64x2.add(v128.load(power), f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im))))
  }
}
