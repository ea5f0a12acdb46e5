/** A figure with a goal that it should reach or pass. */
export function atLeast(what, value, goal, unit = '×') {
  return { what, value, unit, goal: `at least ${goal}`, ok: value >= goal }
}

/** A figure with a goal that it should not pass. */
export function atMost(what, value, goal, unit) {
  return { what, value, unit, goal: `at most ${goal}`, ok: value <= goal }
}

/** A figure without a goal. */
export function plain(what, value, unit) {
  return { what, value, unit }
}

/** How many times faster Mixwright was than each rival that ran, by median wall time. */
export function timesFaster({ mixwright, ...rivals }, goal, only = Object.keys(rivals)) {
  return only
    .filter((name) => rivals[name])
    .map((name) => atLeast(`times faster than ${name}`, rivals[name].medianS / mixwright.medianS, goal))
}
