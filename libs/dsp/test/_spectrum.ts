/** For each power of two up to the longest transform so far, of half a turn in `half` steps, that at k, at `half + k`. */
let cosines = new Float64Array(1)
let sines = new Float64Array(1)

function prepareTurns(size: number): void {
  if (cosines.length >= size) return
  cosines = new Float64Array(size)
  sines = new Float64Array(size)
  for (let half = 1; half < size; half *= 2) {
    for (let k = 0; k < half; k++) {
      cosines[half + k] = Math.cos((Math.PI * k) / half)
      sines[half + k] = Math.sin((Math.PI * k) / half)
    }
  }
}

/** Discrete Fourier transform of a power-of-two length, in place; plain radix 2. */
export function transform(re: Float64Array, im: Float64Array): void {
  const size = re.length
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i < j) {
      ;[re[i], re[j]] = [re[j]!, re[i]!]
      ;[im[i], im[j]] = [im[j]!, im[i]!]
    }
  }
  prepareTurns(size)
  for (let span = 2; span <= size; span *= 2) {
    const half = span / 2
    for (let from = 0; from < size; from += span) {
      for (let k = 0, i = from, j = from + half; k < half; k++, i++, j++) {
        const c = cosines[half + k]!
        const s = sines[half + k]!
        const tr = re[j]! * c + im[j]! * s
        const ti = im[j]! * c - re[j]! * s
        re[j] = re[i]! - tr
        im[j] = im[i]! - ti
        re[i]! += tr
        im[i]! += ti
      }
    }
  }
}

/** Mean power in each bin 0 … size / 2 over all whole blocks of `size`, Hann window: white noise reads its variance. */
export function powerSpectrum(signal: Float64Array, size: number): Float64Array {
  const power = new Float64Array(size / 2 + 1)
  const blocks = Math.floor(signal.length / size)
  const window = Float64Array.from({ length: size }, (_, n) => 1 - Math.cos((2 * Math.PI * (n + 0.5)) / size))
  for (let block = 0; block < blocks; block++) {
    const re = signal.slice(block * size, (block + 1) * size).map((x, n) => x * window[n]!)
    const im = new Float64Array(size)
    transform(re, im)
    for (let k = 0; k <= size / 2; k++) power[k]! += (re[k]! ** 2 + im[k]! ** 2) / (1.5 * size * blocks)
  }
  return power
}
