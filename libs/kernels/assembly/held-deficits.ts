// Largest of the last numbers, however many they are at a time: a queue of those that no later one reaches. Each comes
// and goes once, so a number costs two comparisons on average. Not exported from the module.
//
// queue      +0 frames so far | +8 of the oldest entry | +16 behind the newest, counted from the start | +24 entries - 1 (i64)
//            from +32 on entries, a power of 2 and more than are ever asked for: +0 number (f64) | +8 its frame (i64)

const ENTRIES: usize = 32

@inline
function entryAt(queue: usize, index: i64): usize {
  return queue + ENTRIES + (<usize>(index & load<i64>(queue, 24)) << 4)
}

/** Takes `value` and returns the largest of it and the `before` numbers before it. */
export function heldDeficit(queue: usize, value: f64, before: i64): f64 {
  const frame = load<i64>(queue)
  let oldest = load<i64>(queue, 8)
  let end = load<i64>(queue, 16)
  while (end > oldest && load<f64>(entryAt(queue, end - 1)) <= value) end--
  const entry = entryAt(queue, end)
  store<f64>(entry, value)
  store<i64>(entry, frame, 8)
  end++
  while (load<i64>(entryAt(queue, oldest), 8) < frame - before) oldest++
  store<i64>(queue, frame + 1)
  store<i64>(queue, oldest, 8)
  store<i64>(queue, end, 16)
  return load<f64>(entryAt(queue, oldest))
}
