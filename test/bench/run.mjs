// npm run bench [-- --quick] [-- --only reference,masters] [-- --rounds N]
// Every figure that the work is held to, on Mixwright and on each rival that is installed, taking turns.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { describeMachine } from './machine.mjs'
import { findPeers } from './peers.mjs'
import { printRow } from './print-row.mjs'
import { ROWS } from './rows/index.mjs'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string' },
  },
})
const isQuick = values.quick
const chosen = values.only?.split(',') ?? ROWS.map(({ name }) => name)
const unknown = chosen.filter((name) => !ROWS.some((row) => row.name === name))
if (unknown.length > 0) {
  console.error(`--only: got ${unknown.join(', ')}, allowed ${ROWS.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'mixwright-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))

const machine = describeMachine()
const peers = findPeers()
console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.os}, Node ${machine.node}`)
for (const { name, version } of Object.values(peers)) console.log(`${name}: ${version ?? 'not installed, left out'}`)

const bench = {
  folder,
  peers,
  isQuick,
  rounds: Number(values.rounds ?? (isQuick ? 1 : 3)),
  seconds: isQuick ? 30 : 240,
}
const began = Date.now()
const rows = []
for (const row of ROWS.filter(({ name }) => chosen.includes(name))) {
  try {
    const result = row.run(bench)
    printRow(row, result)
    rows.push({ name: row.name, what: row.what, ...result })
  } catch (error) {
    // The other rows can still be run.
    console.log(`\n${row.name}: FAILED, ${error.message}`)
    process.exitCode = 1
    rows.push({ name: row.name, what: row.what, figures: [], failure: error.message })
  }
}

const missed = rows.flatMap(({ name, figures }) =>
  figures.filter(({ ok }) => ok === false).map(({ what }) => `${name}: ${what}`),
)
const tookS = Math.round((Date.now() - began) / 1000)
console.log(`\n${tookS} s in all; ${missed.length === 0 ? 'every goal met' : `goals missed: ${missed.join('; ')}`}`)

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
  cwd: fileURLToPath(new URL('.', import.meta.url)),
  encoding: 'utf8',
}).trim()
const results = fileURLToPath(new URL('results/', import.meta.url))
mkdirSync(results, { recursive: true })
const file = `${commit}${isQuick ? '-quick' : ''}.json`
const versions = Object.fromEntries(Object.entries(peers).map(([key, { version }]) => [key, version]))
const shape = { seconds: bench.seconds, rounds: bench.rounds, isQuick }
writeFileSync(
  join(results, file),
  `${JSON.stringify({ commit, machine, peers: versions, ...shape, tookS, rows }, null, 2)}\n`,
)
console.log(`written to test/bench/results/${file}`)
