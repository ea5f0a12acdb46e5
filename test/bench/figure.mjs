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

/**
 * What one part of a job costs each side: its job with the part minus the same job without it. `sides` are
 * { name: [with, without] }, ours first. Wall time says what a user waits; processor time says what it costs however
 * many threads share it. The goal holds for the worse of both.
 */
export function partAlone(what, sides, goal) {
  const [ours, ...rivals] = Object.entries(sides).map(([name, [withIt, without]]) => ({
    name,
    wallS: withIt.medianS - without.medianS,
    cpuS: withIt.medianCpuS === null ? null : withIt.medianCpuS - without.medianCpuS,
  }))
  const costs = [ours, ...rivals].flatMap(({ name, wallS, cpuS }) => [
    plain(`${what} alone, ${name}`, wallS, 's'),
    ...(cpuS === null ? [] : [plain(`${what} alone, ${name}, processor`, cpuS, 's')]),
  ])
  const ratios = rivals.map(({ name, wallS, cpuS }) => {
    const times = [ratio(wallS, ours.wallS), ...(cpuS === null ? [] : [ratio(cpuS, ours.cpuS)])]
    return atLeast(`times faster than ${name}, ${what} alone`, Math.min(...times), goal)
  })
  return [...costs, ...ratios]
}

/** Where a part costs us less than can be told from nothing, it counts as the hundredth of a second that is told. */
function ratio(theirsS, oursS) {
  return theirsS / Math.max(oursS, 0.01)
}
