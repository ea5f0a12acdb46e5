// npm run bench [-- --quick] [-- --seconds N] [-- --stems N] [-- --rounds N]
// The reference job on Mixwright and on every rival that is installed, taking turns; medians and ratios.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeReferenceJob } from './reference-job.mjs'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    stems: { type: 'string', default: '24' },
    rounds: { type: 'string' },
  },
})
const seconds = Number(values.seconds ?? (values.quick ? 30 : 240))
const stems = Number(values.stems)
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3))
const cli = fileURLToPath(new URL('../../apps/cli/bin/mixwright.js', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'mixwright-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
console.log(`writing the reference job: ${stems} stems of ${seconds} s`)
const ffmpegArgs = writeReferenceJob(folder, { seconds, stems })

/** Runs a command in the job's folder; seconds of wall time. */
function time(command, args, env = process.env) {
  const begin = process.hrtime.bigint()
  const { status, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env })
  if (status !== 0) throw new Error(`${command} failed: ${error ?? stderr}`)
  return Number(process.hrtime.bigint() - begin) / 1e9
}

function isInstalled(command) {
  return spawnSync(command, ['-version']).status === 0
}

const peakFile = join(folder, 'peak')
const hook = fileURLToPath(new URL('../_peak-memory.cjs', import.meta.url))
const watched = { ...process.env, NODE_OPTIONS: `--require ${hook}`, PEAK_MEMORY_FILE: peakFile }

const contestants = [
  {
    name: 'mixwright',
    run: () => {
      rmSync(join(folder, '.mixwright'), { recursive: true, force: true })
      return time(process.execPath, [cli, 'render', folder, '--quiet'], watched)
    },
  },
]
if (isInstalled('ffmpeg')) contestants.push({ name: 'ffmpeg', run: () => time('ffmpeg', ffmpegArgs) })
else console.log('ffmpeg is not installed: left out')

const times = Object.fromEntries(contestants.map(({ name }) => [name, []]))
for (let round = 1; round <= rounds; round++) {
  for (const { name, run } of contestants) {
    const took = run()
    times[name].push(took)
    console.log(`round ${round}  ${name.padEnd(10)} ${took.toFixed(2)} s`)
  }
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const result = {
  job: { seconds, stems, rounds },
  machine: {
    cpu: cpus()[0].model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  },
  medianS: Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)])),
  peakMiB: Math.round(Number(readFileSync(peakFile, 'utf8')) / 1024),
  timesFaster: {},
}
console.log(`mixwright  peak memory ${result.peakMiB} MiB`)
for (const [name, medianS] of Object.entries(result.medianS)) {
  const ratio = medianS / result.medianS.mixwright
  result.timesFaster[name] = ratio
  console.log(
    `${name.padEnd(10)} median ${medianS.toFixed(2)} s${name === 'mixwright' ? '' : `, mixwright is ${ratio.toFixed(1)} × faster`}`,
  )
}

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
  cwd: fileURLToPath(new URL('.', import.meta.url)),
  encoding: 'utf8',
}).trim()
const results = fileURLToPath(new URL('results/', import.meta.url))
mkdirSync(results, { recursive: true })
writeFileSync(join(results, `${commit}.json`), `${JSON.stringify(result, null, 2)}\n`)
console.log(`written to test/bench/results/${commit}.json`)
