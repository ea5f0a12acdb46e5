import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Holds the lockfile to `npm audit`: an error for every known hole that has a fix; those without one are told. Where the
 * registry does not answer that question, says so and ends well: that is no fault of the lockfile.
 *
 * usage: node test/scripts/audit.mjs [a document of `npm audit --json`]
 */
const [file] = process.argv.slice(2)
const text = file ? readFileSync(file, 'utf8') : spawnSync('npm', ['audit', '--json'], { encoding: 'utf8' }).stdout
const answer = read(text)
if (answer?.vulnerabilities === undefined || answer.metadata?.vulnerabilities === undefined) {
  const reason = answer?.message ?? answer?.error?.summary ?? 'no answer'
  console.log(`npm audit: NOT DONE, the registry does not answer (${reason}). Run \`npm run audit\` where it does.`)
} else {
  const found = Object.values(answer.vulnerabilities)
  const mended = found.filter(({ fixAvailable }) => fixAvailable !== false)
  for (const { name, severity, fixAvailable } of found) {
    console.log(`npm audit: ${severity}: ${name}, ${fixAvailable === false ? 'no fix yet' : 'a fix is available'}`)
  }
  console.log(`npm audit: ${answer.metadata.dependencies?.total ?? 'all'} packages, ${found.length} with known holes`)
  process.exitCode = mended.length > 0 ? 1 : 0
}

function read(document) {
  try {
    return JSON.parse(document)
  } catch {
    return undefined
  }
}
