// npm run nodes: puts the versions of Node that the same-bytes matrix runs on into node_modules/.cache/nodes.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const versions = JSON.parse(readFileSync(new URL('../nodes.json', import.meta.url), 'utf8'))
const folder = fileURLToPath(new URL('../../node_modules/.cache/nodes', import.meta.url))
const system = process.platform === 'win32' ? 'win' : process.platform

// The packages of single platforms are the bare binaries; none of them needs an install script.
const packages = versions.map((version) => `node-${version}@npm:node-${system}-${process.arch}@${version}`)
const options = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
mkdirSync(folder, { recursive: true })
const { status } = spawnSync('npm', ['install', '--prefix', folder, ...options, ...packages], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
process.exitCode = status ?? 1
