/** Prints what a row came to: who took how long, and each figure with its goal. */
export function printRow({ name, what }, { contestants = {}, figures, timings, note }) {
  console.log(`\n${name}: ${what}`)
  for (const [who, { medianS, medianCpuS, peakMiB, wallS }] of Object.entries(contestants)) {
    const cpu = medianCpuS === null ? '' : `   processor ${seconds(medianCpuS)}`
    const peak = peakMiB === null ? '' : `   peak ${String(peakMiB).padStart(5)} MiB`
    console.log(`  ${who.padEnd(28)} median ${seconds(medianS)}${cpu}${peak}   of ${wallS.length}`)
  }
  if (timings) {
    const parts = Object.entries(timings).map(([stage, tookS]) => `${stage.replace(/S$/, '')} ${tookS.toFixed(2)} s`)
    console.log(`  where the time goes: ${parts.join(', ')}`)
  }
  for (const { what: figure, value, unit, goal, ok } of figures) {
    const judged = goal === undefined ? '' : `   ${goal}: ${ok ? 'met' : 'MISSED'}`
    console.log(`  ${figure}: ${Number(value.toPrecision(3))} ${unit}${judged}`)
  }
  for (const line of note === undefined ? [] : [note].flat()) console.log(`  ${line}`)
}

function seconds(value) {
  return `${value.toFixed(2).padStart(7)} s`
}
