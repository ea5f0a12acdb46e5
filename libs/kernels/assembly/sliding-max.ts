// Largest of the last `length` numbers (each 0 or more), in three comparisons a number whatever the length.
// Source: van Herk 1992; Gil and Werman 1993. Not exported from the module.
//
// window, 8 bytes a number     +0 numbers of the running span | + 8 length, always 0
//
// The window holds a span of `length` numbers. While it fills again from the left, each place to the right of the
// newest number holds the largest of the old numbers from there to the end, so with the largest of the new ones
// (`leading`) two numbers decide. When it is full the maxima are taken from the right, and a new span begins.

// Numbers travel in the low lane of a vector, where a maximum is one instruction.

/** Takes `value` into the window at `index` and returns the largest of the last `length` numbers. */
@inline
export function slide(window: usize, index: i32, leading: v128, value: v128): v128 {
  const place = window + (<usize>index << 3)
  v128.store64_lane(place, value, 0)
  return f64x2.pmax(leading, v128.load64_zero(place, 8))
}

/** Turns a full span into the maxima of its ends. */
export function closeSpan(window: usize, length: i32): void {
  let largest = f64x2.splat(0)
  for (let place = window + (<usize>length << 3) - 8; place >= window; place -= 8) {
    largest = f64x2.pmax(largest, v128.load64_zero(place))
    v128.store64_lane(place, largest, 0)
  }
}
