// The highest point of the curve through the samples, found by interpolating only where it could lie.
//
// An interpolation filter reads a point between frame n and frame n + 1 from `2 half` frames around them. Filters come
// in mirrored pairs (a point at fraction t and one at 1 - t), so with
//     a[k] = x[n - k] + x[n + 1 + k]      b[k] = x[n - k] - x[n + 1 + k]      k = 0 … half - 1
// both are  E + O  and  E - O  with  E = sum of even[k] a[k],  O = sum of odd[k] b[k],  added from k = 0 outwards.
//
// Why most frames may be skipped: an impulse response h equals a two-point filter with the same sum and the same first
// moment, plus the second difference of a finite sequence g. So, with d the second differences of the samples,
//     |y| <= near * max(|x[n]|, |x[n + 1]|) + far * max |d|,     near = |p0| + |p1|,     far = sum of |g|,
// the maximum of d taken over the filter's span. Where that is not above the running maximum, nothing is to be found.
// Where it is, the 16 frames nearest are weighed first; the rest can add no more than `tail` times the largest sample.
//
// Blocks are 32 frames. Extents, 16 bytes a block: largest |x| of its frames and the one after, then largest |d|.
// Filter: f64 half, f64 pairs, f64 near, f64 far, then per pair f64 tail, f64 0, `half` times { f64 even, f64 odd };
// half <= 32.

const FRAME_BYTES: usize = 16
const BLOCK_FRAMES: i32 = 32
const BLOCK_BYTES: usize = 512
/** Terms of E and O that are added before deciding whether the others matter. */
const NEAR_TERMS: i32 = 8

@inline
function higherLane(value: v128): f64 {
  return max(f64x2.extract_lane(value, 0), f64x2.extract_lane(value, 1))
}

/** Extents of `blocks` blocks of audio, and the largest |x| of all; reads one frame before and one after them. */
export function blockExtents(audio: usize, blocks: i32, extents: usize): f64 {
  let highest: f64 = 0
  let before = v128.load(audio - FRAME_BYTES)
  let here = v128.load(audio)
  for (let block = 0; block < blocks; block++) {
    let level = f64x2.abs(here)
    let bend = f64x2.splat(0)
    for (let frame = 0; frame < BLOCK_FRAMES; frame++) {
      audio += FRAME_BYTES
      const after = v128.load(audio)
      level = f64x2.pmax(level, f64x2.abs(after))
      bend = f64x2.pmax(bend, f64x2.abs(f64x2.sub(f64x2.add(before, after), f64x2.add(here, here))))
      before = here
      here = after
    }
    const largest = higherLane(level)
    highest = max(highest, largest)
    store<f64>(extents, largest)
    store<f64>(extents, higherLane(bend), 8)
    extents += 16
  }
  return highest
}

/** `peak`, raised to the points that a pair of filters reads after frame `at`; no sample around exceeds `level`. */
@inline
function pairPeak(at: usize, half: i32, coefficients: usize, level: f64, peak: f64): f64 {
  const tail = load<f64>(coefficients)
  let even = f64x2.splat(0)
  let odd = f64x2.splat(0)
  let left = at
  let right = at + FRAME_BYTES
  coefficients += 16
  for (let k = 0, stop = min(half, NEAR_TERMS); k < half; stop = half) {
    for (; k < stop; k++) {
      const x = v128.load(left)
      const y = v128.load(right)
      even = f64x2.add(even, f64x2.mul(v128.load64_splat(coefficients), f64x2.add(x, y)))
      odd = f64x2.add(odd, f64x2.mul(v128.load64_splat(coefficients, 8), f64x2.sub(x, y)))
      left -= FRAME_BYTES
      right += FRAME_BYTES
      coefficients += 16
    }
    const reading = higherLane(f64x2.pmax(f64x2.abs(f64x2.add(even, odd)), f64x2.abs(f64x2.sub(even, odd))))
    if (k == half) return max(peak, reading)
    if (reading + tail * level <= peak) return peak
  }
  return peak
}

/**
 * Raises `peak` to the highest interpolated point after each frame of `blocks` blocks, and returns it.
 * `extents` belong to these blocks; those of one block before and one after lie beside them.
 */
export function interpolatedPeak(audio: usize, blocks: i32, extents: usize, filter: usize, peak: f64): f64 {
  const half = <i32>load<f64>(filter)
  const pairs = <i32>load<f64>(filter, 8)
  const near = load<f64>(filter, 16)
  const far = load<f64>(filter, 24)
  const pairBytes: usize = 16 + <usize>half * 16
  for (let block = 0; block < blocks; block++) {
    const bend = max(max(load<f64>(extents - 8), load<f64>(extents + 8)), load<f64>(extents + 24))
    const reach = far * bend
    if (near * load<f64>(extents) + reach > peak) {
      const highest = max(max(load<f64>(extents - 16), load<f64>(extents)), load<f64>(extents + 16))
      for (let frame = 0; frame < BLOCK_FRAMES; frame++) {
        const at = audio + <usize>frame * FRAME_BYTES
        const level = higherLane(f64x2.pmax(f64x2.abs(v128.load(at)), f64x2.abs(v128.load(at, FRAME_BYTES))))
        if (near * level + reach <= peak) continue
        let coefficients = filter + 32
        for (let pair = 0; pair < pairs; pair++) {
          peak = pairPeak(at, half, coefficients, highest, peak)
          coefficients += pairBytes
        }
      }
    }
    audio += BLOCK_BYTES
    extents += 16
  }
  return peak
}
