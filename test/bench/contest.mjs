/** Rounds end early when a row would take longer than this, or the whole has: rivals can be slow. */
const MOST_ROW_S = 150
const MOST_WHOLE_S = 330

/**
 * Lets contestants take turns for a number of rounds: { name: run, … }, each run giving { wallS, cpuS, peakMiB }.
 * Gives for each the medians of its times, its highest peak, and all its wall times.
 */
export function contest(rounds, contestants) {
  const runs = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]))
  const begin = process.hrtime.bigint()
  for (let round = 1; round <= rounds; round++) {
    for (const [name, start] of Object.entries(contestants)) runs[name].push(start())
    const tookS = Number(process.hrtime.bigint() - begin) / 1e9
    if (tookS + tookS / round > MOST_ROW_S || process.uptime() > MOST_WHOLE_S) break
  }
  return Object.fromEntries(Object.entries(runs).map(([name, list]) => [name, summary(list)]))
}

function summary(list) {
  const figures = (key) => list.map((one) => one[key]).filter((value) => value !== null && value !== undefined)
  const peaks = figures('peakMiB')
  return {
    medianS: median(figures('wallS')),
    medianCpuS: median(figures('cpuS')),
    peakMiB: peaks.length > 0 ? Math.max(...peaks) : null,
    wallS: figures('wallS'),
  }
}

/** null for an empty list. */
export function median(list) {
  if (list.length === 0) return null
  const sorted = [...list].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
